import type { ComponentChildren } from "preact";
import { Icon } from "./Icon.tsx";

const icons = { error: "error", warning: "warning", info: "info" } as const;

/** A message across the view, with what can be done about it. */
export function Banner(props: {
  kind: "error" | "warning" | "info";
  children: ComponentChildren;
  actions?: ComponentChildren;
  onClose?: () => void;
}) {
  return (
    <div class={`banner banner-${props.kind}`} role={props.kind === "error" ? "alert" : "status"}>
      <Icon name={icons[props.kind]} />
      <div class="banner-text">{props.children}</div>
      {props.actions !== undefined && <div class="actions">{props.actions}</div>}
      {props.onClose !== undefined && (
        <button
          type="button"
          class="icon-button"
          aria-label="Close"
          title="Close (Esc)"
          onClick={props.onClose}
        >
          <Icon name="close" />
        </button>
      )}
    </div>
  );
}

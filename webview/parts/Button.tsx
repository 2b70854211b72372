import type { ComponentChildren } from "preact";
import { Icon } from "./Icon.tsx";

/** A toolkit button with words, and an icon in front where it helps. */
export function Button(props: {
  icon?: string;
  primary?: boolean;
  disabled?: boolean;
  title?: string;
  onClick: () => void;
  children: ComponentChildren;
}) {
  return (
    <vscode-button
      appearance={props.primary === true ? "primary" : "secondary"}
      disabled={props.disabled === true}
      {...(props.title === undefined ? {} : { title: props.title })}
      onClick={props.onClick}
    >
      {props.icon !== undefined && (
        <span slot="start">
          <Icon name={props.icon} />
        </span>
      )}
      {props.children}
    </vscode-button>
  );
}

import { Icon } from "./Icon.tsx";

/** A toolkit button that is an icon; its label is its name for screen readers and its tooltip. */
export function IconButton(props: {
  icon: string;
  label: string;
  /** Shown after the label in the tooltip, such as "n". */
  keys?: string;
  disabled?: boolean;
  pressed?: boolean;
  onClick: () => void;
}) {
  const tooltip = props.keys === undefined ? props.label : `${props.label} (${props.keys})`;
  return (
    <vscode-button
      appearance="icon"
      aria-label={props.label}
      title={tooltip}
      disabled={props.disabled === true}
      {...(props.pressed === undefined ? {} : { "aria-pressed": props.pressed })}
      onClick={props.onClick}
    >
      <Icon name={props.icon} />
    </vscode-button>
  );
}

import { useLayoutEffect, useRef } from "preact/hooks";

/** One choice of a dropdown. */
export interface Choice {
  readonly value: string;
  readonly text: string;
}

/** The toolkit's dropdown, showing the value it is given until it is given another. */
export function Dropdown(props: {
  label: string;
  value: string;
  choices: readonly Choice[];
  disabled?: boolean;
  className?: string;
  onChoose: (value: string) => void;
  /** The list was opened and a choice taken from it: where the focus goes next. */
  onDone?: () => void;
}) {
  const { value, choices, onChoose } = props;
  const ref = useRef<HTMLElement & { value: string }>(null);
  // With the list closed, arrows and letters choose too; then the focus stays.
  const closedKey = useRef(false);
  const values = choices.map((choice) => choice.value).join("\n");
  // The element forgets a value that none of its options has yet, and options reach it after the render.
  useLayoutEffect(() => {
    const set = () => {
      const element = ref.current;
      if (element !== null && element.value !== value) element.value = value;
    };
    set();
    const frame = requestAnimationFrame(set);
    return () => cancelAnimationFrame(frame);
  }, [value, values]);
  return (
    <vscode-dropdown
      ref={ref}
      class={props.className}
      aria-label={props.label}
      title={props.label}
      disabled={props.disabled === true}
      onMouseDown={() => (closedKey.current = false)}
      onKeyDown={(event: KeyboardEvent) => {
        closedKey.current = ref.current?.hasAttribute("open") === false && event.key !== "Enter";
      }}
      onChange={(event: Event) => {
        const chosen = (event.target as HTMLElement & { value: string }).value;
        if (chosen === value || chosen === "") return;
        // The choice shows once it is made; one that only opens a dialogue is never shown.
        if (ref.current !== null) ref.current.value = value;
        onChoose(chosen);
        if (!closedKey.current) props.onDone?.();
      }}
    >
      {choices.map((choice) => (
        <vscode-option key={choice.value} value={choice.value}>
          {choice.text}
        </vscode-option>
      ))}
    </vscode-dropdown>
  );
}

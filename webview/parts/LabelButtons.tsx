import type { Label } from "../../src/core/model.ts";
import { Icon } from "./Icon.tsx";
import { labelWords } from "./words.ts";

const keys: Readonly<Record<Label, string>> = { correct: "1", neutral: "2", incorrect: "3" };
const labels = ["correct", "neutral", "incorrect"] as const satisfies readonly Label[];

/** The three labels as one control. Plain buttons: a long trace has hundreds of them. */
export function LabelButtons(props: {
  step: number;
  label: Label | null;
  disabled: boolean;
  onLabel: (label: Label) => void;
}) {
  return (
    <div class="labels" role="group" aria-label={`Label of step ${props.step + 1}`}>
      {labels.map((label) => {
        const { icon, word, tone } = labelWords[label];
        const on = props.label === label;
        return (
          <button
            key={label}
            type="button"
            class={on ? `on tone-${tone}` : ""}
            tabIndex={-1}
            disabled={props.disabled}
            aria-pressed={on}
            aria-label={word}
            title={`${word} (${keys[label]})${on ? ": click to clear" : ""}`}
            onClick={() => props.onLabel(label)}
          >
            <Icon name={on && icon === "pass" ? "pass-filled" : icon} />
          </button>
        );
      })}
    </div>
  );
}

import type { Outcome, Trace } from "../../src/core/model.ts";
import { Icon } from "./Icon.tsx";
import { outcomeWords } from "./words.ts";

const outcomes = ["right", "wrong"] as const;

/**
 * The person's own verdict on a trace's final answer, over the file's and the grader's. The one she gave is pressed;
 * pressing it again takes it back.
 */
export function OutcomeButtons(props: {
  trace: Pick<Trace, "outcome" | "outcomeBy">;
  disabled: boolean;
  onOutcome: (outcome: Outcome | null) => void;
}) {
  const { outcome, outcomeBy } = props.trace;
  return (
    <div class="labels" role="group" aria-label="Your verdict on the final answer">
      {outcomes.map((one) => {
        const { icon, word, tone } = outcomeWords[one];
        const on = outcomeBy === "person" && outcome === one;
        return (
          <button
            key={one}
            type="button"
            class={on ? `on tone-${tone}` : ""}
            disabled={props.disabled}
            aria-pressed={on}
            aria-label={`Mark ${one}`}
            title={`${word}, whatever the grader finds${on ? ": click to take back" : ""}`}
            onClick={() => props.onOutcome(on ? null : one)}
          >
            <Icon name={one === "right" && !on ? "pass" : icon} />
          </button>
        );
      })}
    </div>
  );
}

import type { Pair, Row, Step, Trace } from "../../src/core/model.ts";
import { firstError } from "../../src/core/model.ts";
import type { ShownRow } from "../../src/protocol/mapping.ts";
import { AnswerText } from "../parts/AnswerText.tsx";
import { Icon } from "../parts/Icon.tsx";
import { RichText } from "../parts/RichText.tsx";
import { Tone } from "../parts/Tone.tsx";
import { counted, labelWords, outcomeWords } from "../parts/words.ts";

/** A row as the trace editor would show it, without what edits it. */
export function MappedRowView({ shown, row }: { shown: ShownRow; row: Row }) {
  const { gold, traces, pairs } = row;
  return (
    <>
      <section class="problem" aria-label="Problem">
        {row.problem === "" ? (
          <span class="quiet">No problem is mapped</span>
        ) : (
          <RichText text={row.problem} soon />
        )}
        <div class="gold">
          <span class="field-name">Gold answer</span>
          {gold.answer === null ? <span class="quiet">none</span> : <AnswerText answer={gold.answer} />}
        </div>
        {gold.solution !== null && (
          <div class="solution">
            <RichText text={gold.solution} soon />
          </div>
        )}
      </section>
      {traces.length === 0 && <p class="empty">This row has no trace.</p>}
      {traces.map((trace, index) => (
        <TraceSteps
          key={index}
          trace={trace}
          title={shown.traces > 1 ? `Trace ${index + 1}` : "Trace"}
          steps={shown.steps[index] ?? 0}
        />
      ))}
      {shown.traces > traces.length && (
        <p class="quiet">and {counted(shown.traces - traces.length, "more trace")}</p>
      )}
      {pairs.map((pair, index) => (
        <PairSides key={index} pair={pair} />
      ))}
    </>
  );
}

function TraceSteps({ trace, title, steps }: { trace: Trace; title: string; steps: number }) {
  const error = firstError(trace);
  return (
    <section aria-label={title}>
      <h2 class="trace-head">
        <span>{title}</span>
        <span class="quiet">{counted(steps, "step")}</span>
        {trace.outcome !== "unknown" && <Tone shown={outcomeWords[trace.outcome]} />}
      </h2>
      <ol class="steps">
        {trace.steps.map((step, index) => (
          <StepLine key={index} step={step} index={index} first={index === error} />
        ))}
      </ol>
      {steps > trace.steps.length && (
        <p class="quiet">and {counted(steps - trace.steps.length, "more step")}</p>
      )}
    </section>
  );
}

function StepLine({ step, index, first }: { step: Step; index: number; first: boolean }) {
  const { label } = step;
  return (
    <li class={`step label-${label ?? "none"}${first ? " first-error" : ""}`}>
      <div class="step-gutter">
        <span class="step-number">{index + 1}</span>
        {label !== null && (
          <Icon
            name={labelWords[label].icon}
            label={labelWords[label].word}
            className={`tone-${labelWords[label].tone}`}
          />
        )}
      </div>
      <div class="step-body">
        <RichText text={step.text.trim()} soon={index < 8} />
        {first && (
          <div class="step-facts">
            <span class="first-error-word">First error</span>
          </div>
        )}
      </div>
    </li>
  );
}

function PairSides({ pair: { win, lose, prefix } }: { pair: Pair }) {
  return (
    <section class="pair pair-loose" aria-label="Preference pair">
      {prefix !== "" && (
        <div class="pair-prefix">
          <RichText text={prefix} />
        </div>
      )}
      <div class="pair-sides">
        {(["lose", "win"] as const).map((side) => (
          <div key={side} class={`side side-${side}`}>
            <div class="side-head">
              <code>s_{side}</code>
            </div>
            <RichText text={(side === "win" ? win : lose) ?? ""} />
          </div>
        ))}
      </div>
    </section>
  );
}

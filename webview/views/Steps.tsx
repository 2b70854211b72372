import { useMemo, useRef } from "preact/hooks";
import type { ArithmeticFinding } from "../../src/core/candidate.ts";
import { firstError, type Row, type Span, type Trace } from "../../src/core/model.ts";
import type { RowState, TraceFacts } from "../../src/protocol/traceEditor.ts";
import { counted } from "../parts/words.ts";
import { answerSpan, pairsAt } from "../state/derive.ts";
import { useApp, useSelect } from "../state/hooks.ts";
import { shownSteps } from "../state/shownSteps.ts";
import { PairView } from "./PairView.tsx";
import { RectifyPanel } from "./RectifyPanel.tsx";
import { StepCard } from "./StepCard.tsx";

interface StepsProps {
  readonly state: RowState;
  readonly row: Row;
  readonly trace: Trace;
  readonly facts: TraceFacts | undefined;
  readonly index: number;
  readonly readOnly: boolean;
}

const noFindings: readonly ArithmeticFinding[] = [];

/** The steps of a trace; of one with very many, those around the current step. */
export function Steps(props: StepsProps) {
  const { state, row, trace, facts, index, readOnly } = props;
  const panel = useSelect(({ panel }) =>
    panel?.row === state.index && panel.trace === index ? panel.step : null,
  );
  const findings = useMemo(() => byStep(facts?.arithmetic ?? []), [facts?.arithmetic]);
  const answer = useMemo(() => answerSpan(facts?.answer ?? null, trace.text), [facts?.answer, trace.text]);
  const error = firstError(trace);
  const { from, to } = useShown(trace.steps.length);
  if (trace.steps.length === 0) return <p class="empty">This trace is empty.</p>;
  return (
    <>
      {from > 0 && <More trace={index} step={from - 1} words={`${counted(from, "step")} before these`} />}
      <ol class="steps" aria-label="Steps" start={from + 1}>
        {trace.steps.slice(from, to).map((step, nth) => {
          const at = from + nth;
          return (
            <li key={at}>
              <StepCard
                row={state.index}
                trace={index}
                index={at}
                step={step}
                arithmetic={findings.get(at) ?? noFindings}
                answer={holds(step, answer) ? answer : null}
                firstError={at === error}
                readOnly={readOnly}
              />
              {pairsAt(row, index, at).map((pair, number) => (
                <PairView
                  key={number}
                  pair={pair}
                  at={row.pairs.indexOf(pair)}
                  trace={index}
                  step={at}
                  stepText={step.text}
                  readOnly={readOnly}
                />
              ))}
              {panel === at && (
                <RectifyPanel key={at} place={{ row: state.index, trace: index, step: at }} gold={row.gold} />
              )}
            </li>
          );
        })}
      </ol>
      {to < trace.steps.length && (
        <More trace={index} step={to} words={`${counted(trace.steps.length - to, "step")} after these`} />
      )}
    </>
  );
}

/** Which steps are shown: the same ones until the person goes to another. */
function useShown(count: number) {
  const last = useRef({ from: 0, to: 0 });
  return useSelect(({ place }) => (last.current = shownSteps(count, place.step ?? 0, last.current)));
}

/** Goes on to the steps that are not shown. */
function More({ trace, step, words }: { trace: number; step: number; words: string }) {
  const app = useApp();
  return (
    <p class="more-steps">
      <button type="button" class="link" onClick={() => app.store.dispatch({ kind: "step", trace, step })}>
        {words}
      </button>
    </p>
  );
}

function holds(step: Span, answer: Span | null): boolean {
  return answer !== null && answer.start < step.end && answer.end > step.start;
}

function byStep(findings: readonly ArithmeticFinding[]): Map<number, readonly ArithmeticFinding[]> {
  const result = new Map<number, readonly ArithmeticFinding[]>();
  for (const finding of findings) result.set(finding.step, [...(result.get(finding.step) ?? []), finding]);
  return result;
}

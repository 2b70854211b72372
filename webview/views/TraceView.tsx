import { useMemo } from "preact/hooks";
import type { ArithmeticFinding } from "../../src/core/candidate.ts";
import { firstError, type Row, type Span, type Trace } from "../../src/core/model.ts";
import type { RowState, TraceFacts } from "../../src/protocol/traceEditor.ts";
import { VerdictLine } from "../parts/VerdictLine.tsx";
import { answerSpan, pairsAt } from "../state/derive.ts";
import { change } from "../state/edit.ts";
import { useApp, useSelect } from "../state/hooks.ts";
import { PairView } from "./PairView.tsx";
import { RectifyPanel } from "./RectifyPanel.tsx";
import { StepCard } from "./StepCard.tsx";
import { TraceTabs } from "./TraceTabs.tsx";

/** The traces of a row, and the steps of the current one. */
export function TraceView({ state, row }: { state: RowState; row: Row }) {
  const index = useSelect(({ place }) => place.trace);
  const app = useApp();
  const readOnly = useSelect(({ dataset }) => dataset?.readOnly != null) || state.readOnly !== null;
  const trace = row.traces[index];
  const facts = state.facts[index];
  if (trace === undefined) {
    return row.pairs.length > 0 ? null : <p class="empty">This row has a problem, but no trace.</p>;
  }
  return (
    <section class="trace" id="trace" aria-label="Trace">
      <TraceTabs traces={row.traces} facts={state.facts} current={index} />
      <Steps
        key={`${state.index}/${index}`}
        state={state}
        row={row}
        trace={trace}
        facts={facts}
        index={index}
        readOnly={readOnly}
      />
      {facts !== undefined && (
        <VerdictLine
          index={index}
          trace={trace}
          facts={facts}
          readOnly={readOnly}
          onOutcome={(outcome) => void change(app, { kind: "verdict", trace: index, outcome })}
        />
      )}
    </section>
  );
}

const noFindings: readonly ArithmeticFinding[] = [];

function Steps(props: {
  state: RowState;
  row: Row;
  trace: Trace;
  facts: TraceFacts | undefined;
  index: number;
  readOnly: boolean;
}) {
  const { state, row, trace, facts, index, readOnly } = props;
  const panel = useSelect(({ panel }) =>
    panel?.row === state.index && panel.trace === index ? panel.step : null,
  );
  const findings = useMemo(() => byStep(facts?.arithmetic ?? []), [facts?.arithmetic]);
  const answer = useMemo(() => answerSpan(facts?.answer ?? null, trace.text), [facts?.answer, trace.text]);
  const error = firstError(trace);
  if (trace.steps.length === 0) return <p class="empty">This trace is empty.</p>;
  return (
    <ol class="steps" aria-label="Steps">
      {trace.steps.map((step, at) => (
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
      ))}
    </ol>
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

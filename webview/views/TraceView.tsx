import type { Row } from "../../src/core/model.ts";
import type { RowState } from "../../src/protocol/traceEditor.ts";
import { VerdictLine } from "../parts/VerdictLine.tsx";
import { change } from "../state/edit.ts";
import { useApp, useSelect } from "../state/hooks.ts";
import { Steps } from "./Steps.tsx";
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

import { useMemo } from "preact/hooks";
import { countSplits, countSteps, splitTraces } from "../../src/core/splitChoices.ts";
import { SplitterField } from "../parts/SplitterField.tsx";
import { attempt } from "../state/context.ts";
import { useApp, useSelect } from "../state/hooks.ts";
import { backToStep } from "../state/navigate.ts";

/** How the dataset's traces are cut into steps, with what each way gives the current one. */
export function SplitterDropdown() {
  const app = useApp();
  const splitter = useSelect((state) => state.dataset?.splitter ?? "auto");
  // Of a row that is shown by its start alone nothing can be told.
  const trace = useSelect(
    ({ row, place }) => (row?.long == null ? row?.row?.traces[place.trace] : null) ?? null,
  );
  const texts = useMemo(() => splitTraces(trace === null ? [] : [trace]), [trace]);
  const splits = useMemo(() => countSplits(texts), [texts]);
  return (
    <SplitterField
      label="How traces are cut into steps"
      before="Split: "
      value={splitter}
      splits={splits}
      count={(typed) => (texts.length === 0 ? null : countSteps(texts, typed))}
      onDone={() => backToStep(app)}
      onChoose={(chosen) => void attempt(app, () => app.host.setSplitter(chosen))}
    />
  );
}

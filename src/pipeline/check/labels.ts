import type { Change } from "../../core/change.ts";
import { firstError, type Trace } from "../../core/model.ts";
import type { JsonValue } from "../../formats/format.ts";
import { perRow, type Rule } from "./types.ts";

/** Fields that hold one entry for each entry of another. */
const parallel: readonly (readonly [items: string, perItem: string])[] = [
  ["completions", "labels"],
  ["steps", "labels"],
  ["steps", "ratings"],
  ["code", "pred"],
  ["code", "score"],
];

/** Arrays that should be equally long and aren't. */
export const labelCount: Rule = perRow(
  {
    name: "label-count",
    anyLength: true,
    fixes: false,
    of: "row",
    severity: "error",
    title: "Step count and label count differ",
    help: "A label belongs to the step at its place: with one too few or too many, those after the gap are on the wrong steps. Compare with the source of the row.",
    example: '"completions": ["a", "b"], "labels": [true]',
  },
  function* ({ value }) {
    const length = (item: JsonValue | undefined): number | null => (Array.isArray(item) ? item.length : null);
    for (const [items, perItem] of parallel) {
      const [have, want] = [length(value[perItem]), length(value[items])];
      if (have !== null && want !== null && have !== want) {
        yield { message: `"${items}" has ${want} entries, "${perItem}" has ${have}.` };
      }
    }
  },
);

/** Steps labelled although an earlier one is wrong. */
export const labelsAfterError: Rule = perRow(
  {
    name: "labels-after-error",
    anyLength: true,
    fixes: "asked",
    fix: "the labels after it are cleared",
    of: "traces",
    severity: "warning",
    title: "Steps after the first error are labelled",
    help: "After the first error nothing can be said of a step by itself: training takes the first error alone. A step called correct after it hints that the first error is marked at the wrong place.",
    example: '"labels": [true, false, true]',
  },
  function* ({ row }) {
    for (const [index, trace] of row.traces.entries()) {
      const first = firstError(trace);
      if (first === null) continue;
      const after = trace.steps.slice(first + 1);
      const good = after.findIndex((step) => step.label === "correct" || step.label === "neutral");
      const labelled = after.filter((step) => step.label !== null).length;
      // All marked incorrect from the error on is how some sets say it.
      if (labelled === 0 || (good < 0 && labelled === after.length)) continue;
      const at = good < 0 ? after.findIndex((step) => step.label !== null) : good;
      yield {
        ...{ trace: index, step: first + 1 + at },
        ...(good < 0 ? { severity: "info" as const } : {}),
        message: `Step ${first + 2 + at} is labelled ${after[at]?.label ?? ""}, after the first error at step ${first + 1}.`,
        fix: { title: "Clear the labels after the first error", changes: clearedAfter(trace, index, first) },
      };
    }
  },
);

function clearedAfter({ steps }: Trace, trace: number, first: number): Change[] {
  return steps.flatMap(({ label }, step) =>
    step > first && label !== null
      ? [{ kind: "label" as const, ...{ trace, step }, label: null, by: "person" as const }]
      : [],
  );
}

import { stepMarkers } from "../../core/marker.ts";
import type { JsonObject } from "../../formats/format.ts";
import { pairsIn, placeOf } from "./pairTexts.ts";
import { perRow, type CheckFix, type Rule } from "./types.ts";

/** A prefix that doesn't end where its step's text begins. */
export const prefixEnd: Rule = perRow(
  {
    name: "prefix-end",
    severity: "error",
    title: 'Prefix does not end in "Step k:"',
    help: 'Win and lose are trained as what follows the prefix: it must end in the marker of their step, "Step k:", with no space after it (the space is the first token of the step), and k must count on.',
  },
  function* (checked) {
    for (const placed of pairsIn(checked)) {
      const { prefix } = placed.pair;
      const markers = stepMarkers(prefix);
      const last = markers.at(-1);
      const field = prefixField(checked.value, prefix);
      // Pairs in the trace's own form (lines, paragraphs) have no markers.
      if (last === undefined && field === null) continue;
      const place = placeOf(placed);
      if (last?.end === prefix.length) {
        if (last.number !== markers.length && markers[0]?.number === 1) {
          yield {
            ...place,
            severity: "warning",
            message: `The prefix ends in Step ${last.number}, but has ${markers.length} steps.`,
          };
        }
      } else if (last?.end === prefix.trimEnd().length) {
        yield {
          ...place,
          message: `The prefix has white space after "Step ${last.number}:".`,
          ...trimFix(field, prefix),
        };
      } else yield { ...place, message: `The prefix does not end in "Step ${(last?.number ?? 0) + 1}:".` };
    }
  },
);

/** The row's field that holds the prefix alone. */
function prefixField(value: JsonObject, prefix: string): string | null {
  return ["initial_reason_steps", "prefix"].find((key) => value[key] === prefix) ?? null;
}

function trimFix(field: string | null, prefix: string): { fix: CheckFix } | Record<string, never> {
  if (field === null) return {};
  return { fix: { title: "Take the white space off", edits: [{ path: [field], value: prefix.trimEnd() }] } };
}

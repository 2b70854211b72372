import type { RowView } from "../../storage/types.ts";
import { hasFieldValue } from "./fieldValues.ts";
import { flagOf, rowFacts } from "./rowFacts.ts";
import type { Condition } from "../../core/query.ts";
import { byFacet } from "../../core/queryWords.ts";

/** Whether a row passes one condition of each facet. */
export function passes(view: RowView, conditions: readonly Condition[]): boolean {
  let flags: number | null = null;
  const holds = (condition: Condition): boolean => {
    if (condition.kind === "edited") return view.edited;
    if (condition.kind === "field") return hasFieldValue(view.raw, condition.path, condition.value);
    flags ??= rowFacts(view.row).flags;
    return (flags & (flagOf(condition) ?? 0)) !== 0;
  };
  return byFacet(conditions).every((values) => values.some(holds));
}

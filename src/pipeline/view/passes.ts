import type { RowView } from "../../storage/types.ts";
import { hasFieldValue } from "./fieldValues.ts";
import { flagOf, rowFacts } from "./rowFacts.ts";
import type { Condition } from "../../core/query.ts";

/** Whether a row passes all conditions. */
export function passes(view: RowView, conditions: readonly Condition[]): boolean {
  let flags: number | null = null;
  return conditions.every((condition) => {
    if (condition.kind === "edited") return view.edited;
    if (condition.kind === "field") return hasFieldValue(view.raw, condition.path, condition.value);
    flags ??= rowFacts(view.row).flags;
    return (flags & (flagOf(condition) ?? 0)) !== 0;
  });
}

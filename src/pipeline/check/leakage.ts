import { perRowWith, type Rule } from "./types.ts";

/** Problems that are in an evaluation set. */
export const leakage: Rule = perRowWith(
  {
    name: "leakage",
    fixes: false,
    of: "row",
    severity: "error",
    title: "Problem is in an evaluation set",
    help: "Training on a problem, or on a near copy of it, that is evaluated on later makes that evaluation worthless. Drop the row. Name the evaluation sets with --against, in the editor with the setting stepDpo.check.against.",
  },
  ({ evaluation }) =>
    function* ({ row }) {
      const found = evaluation?.find(row.problem) ?? null;
      if (found === null) return;
      const { item, similarity, exact } = found;
      if (exact) yield { message: `This problem is in ${item.set}.` };
      else
        yield {
          severity: "warning",
          message: `This problem is nearly one of ${item.set} (${Math.round(similarity * 100)}% of four-word runs): "${excerpt(item.problem)}"`,
        };
    },
);

function excerpt(text: string): string {
  return text.length > 100 ? `${text.slice(0, 99)}…` : text;
}

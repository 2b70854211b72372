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
    example: '"question" is that of row 5 of test.jsonl, with one word changed',
  },
  ({ evaluation }) =>
    function* ({ row }) {
      const found = evaluation?.find(row.problem) ?? null;
      if (found === null) return;
      const { set, problem, similarity, exact } = found;
      if (exact) yield { message: `This problem is in ${set}.` };
      else
        yield {
          severity: "warning",
          message: `This problem is nearly one of ${set} (${Math.floor(similarity * 100)}% of four-word runs): "${problem}"`,
        };
    },
);

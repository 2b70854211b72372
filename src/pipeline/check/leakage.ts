import type { RowView } from "../../storage/types.ts";
import { problemKey, textHash } from "./hash.ts";
import { NearIndex } from "./minHash.ts";
import type { CheckOptions, EvaluationProblem, Rule, RuleRun } from "./types.ts";

/** Share of four-word runs in common from which a problem counts as a copy with changes. */
const near = 0.7;

/** Problems that are in an evaluation set. */
export const leakage: Rule = {
  name: "leakage",
  fixes: false,
  of: "row",
  severity: "error",
  title: "Problem is in an evaluation set",
  help: "Training on a problem, or on a near copy of it, that is evaluated on later makes that evaluation worthless. Drop the row. Give the evaluation sets with --against.",
  acrossRows: false,
  start,
};

function start({ evaluation = [] }: CheckOptions): RuleRun {
  const exact = new Map<number, EvaluationProblem>();
  const copies = new NearIndex<EvaluationProblem>();
  for (const one of evaluation) {
    const key = problemKey(one.problem);
    exact.set(textHash(key), one);
    copies.add(key, one);
  }
  return {
    *row({ row }) {
      if (exact.size === 0) return;
      const key = problemKey(row.problem);
      const same = exact.get(textHash(key));
      if (same !== undefined) {
        yield { message: `This problem is in ${same.set}.` };
        return;
      }
      const found = copies.find(key, near);
      if (found !== null) {
        const share = Math.round(found.similarity * 100);
        yield {
          severity: "warning",
          message: `This problem is nearly one of ${found.item.set} (${share}% of four-word runs): "${excerpt(found.item.problem)}"`,
        };
      }
    },
  };
}

function excerpt(text: string): string {
  return text.length > 100 ? `${text.slice(0, 99)}…` : text;
}

/** The problems of an evaluation set, as its rows come. @param set its name */
export async function evaluationProblems(
  set: string,
  rows: AsyncIterable<RowView>,
): Promise<EvaluationProblem[]> {
  const problems: EvaluationProblem[] = [];
  for await (const { row } of rows) if (row !== null) problems.push({ set, problem: row.problem });
  return problems;
}

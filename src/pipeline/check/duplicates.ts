import { copyKey, problemKey, textHash } from "./hash.ts";
import { pairsIn, placeOf } from "./pairTexts.ts";
import type { Rule, RuleRun } from "./types.ts";

/** Problems that come again. A problem with other traces or pairs is no duplicate: several samples are the method. */
export const duplicateProblem: Rule = {
  name: "duplicate-problem",
  fixes: false,
  of: "traces",
  severity: "warning",
  title: "Problem or trace comes twice",
  help: "The same problem without anything new to it, or with a trace that was there before, weighs double in training and splits badly. Keep one.",
  acrossRows: true,
  start: startProblems,
};

function startProblems(): RuleRun {
  const seen = new Map<number, number>();
  return {
    *row({ view, row }) {
      if (row.pairs.length > 0) return;
      const problem = problemKey(row.problem);
      if (problem === "") return;
      const texts = row.traces.length === 0 ? [""] : row.traces.map((trace) => copyKey(trace.text));
      for (const [index, text] of texts.entries()) {
        const key = textHash(`${problem}\n${text}`);
        const first = seen.get(key);
        if (first === undefined) seen.set(key, view.index);
        else if (row.traces.length === 0)
          yield { message: `The same problem is in row ${first + 1}.`, sameAs: first };
        else if (first !== view.index)
          yield {
            ...{ trace: index, sameAs: first },
            message: `The same trace of the same problem is in row ${first + 1}.`,
          };
        else yield { trace: index, severity: "info", message: "The row has the same trace before." };
      }
    },
  };
}

/** Pairs that come again. */
export const duplicatePair: Rule = {
  name: "duplicate-pair",
  fixes: false,
  of: "pairs",
  severity: "warning",
  title: "Pair comes twice",
  help: "The same problem, prefix, win and lose: the pair weighs double. Keep one.",
  acrossRows: true,
  start: startPairs,
};

function startPairs(): RuleRun {
  const seen = new Map<number, number>();
  return {
    *row(checked) {
      for (const placed of pairsIn(checked)) {
        const { prefix, win, lose } = placed.pair;
        if (win === null || lose === null) continue;
        const key = textHash(
          [problemKey(checked.row.problem), copyKey(prefix), copyKey(win), copyKey(lose)].join("\n"),
        );
        const first = seen.get(key);
        if (first === undefined) seen.set(key, checked.view.index);
        else yield { ...placeOf(placed), message: `The same pair is in row ${first + 1}.`, sameAs: first };
      }
    },
  };
}

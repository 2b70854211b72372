import { gradeAnswer } from "../../answers/index.ts";
import type { Verdict } from "../../core/candidate.ts";
import type { Grader } from "../facts.ts";

/** Verdicts that are remembered, and how long answers of theirs are at most together, UTF-16: a few megabytes. */
const mostVerdicts = 20_000;
const longestAnswers = 120;

/** A grader that gives the same verdict on the same answers without working it out again. */
export function rememberingGrader(): Grader {
  const verdicts = new Map<string, Verdict>();
  return (gold, pred, options) => {
    const ofQuestion = options.choices !== undefined || options.rivals !== undefined;
    if (ofQuestion || gold.length + pred.length > longestAnswers) return gradeAnswer(gold, pred, options);
    const key = `${gold}\0${pred}`;
    const known = verdicts.get(key);
    if (known !== undefined) return known;
    const verdict = gradeAnswer(gold, pred);
    if (verdicts.size >= mostVerdicts) verdicts.clear();
    verdicts.set(key, verdict);
    return verdict;
  };
}

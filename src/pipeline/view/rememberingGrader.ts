import { gradeAnswer } from "../../answers/index.ts";
import type { Verdict } from "../../core/candidate.ts";
import type { Grader } from "../facts.ts";

/** Verdicts that are remembered, and how long answers of theirs are at most together, UTF-16: a few megabytes. */
const mostVerdicts = 20_000;
const longestAnswers = 120;

/** A grader that gives the same verdict on the same answers without working it out again. */
export function rememberingGrader(): Grader {
  /** By the right answer, then by the other: one key of both would have to be made each time. */
  const verdicts = new Map<string, Map<string, Verdict>>();
  let count = 0;
  return (gold, pred, options) => {
    const ofQuestion = options.choices !== undefined || options.rivals !== undefined;
    if (ofQuestion || gold.length + pred.length > longestAnswers) return gradeAnswer(gold, pred, options);
    const known = verdicts.get(gold)?.get(pred);
    if (known !== undefined) return known;
    const verdict = gradeAnswer(gold, pred);
    if (count >= mostVerdicts) {
      verdicts.clear();
      count = 0;
    }
    const ofGold = verdicts.get(gold) ?? new Map<string, Verdict>();
    verdicts.set(gold, ofGold.set(pred, verdict));
    count++;
    return verdict;
  };
}

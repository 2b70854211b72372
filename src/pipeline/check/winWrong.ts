import { checkTrace } from "../../answers/arithmetic/index.ts";
import type { FinalAnswer } from "../../core/candidate.ts";
import { stepMarkers } from "../../core/marker.ts";
import { gradeAgainst, goldAnswer, traceAnswer } from "../facts.ts";
import { isAnnounced } from "./announced.ts";
import { isStepPair, pairsIn, placeOf } from "./pairTexts.ts";
import { perRow, type Rule } from "./types.ts";

/** A win that is itself wrong. */
export const bothWrong: Rule = perRow(
  {
    name: "both-wrong",
    fixes: false,
    of: "pairs",
    severity: "error",
    title: "Win is wrong too",
    help: "s_win holds a false equation or is labelled incorrect: the pair prefers one error to another. A right final answer by luck lets such steps in. Rectify the step again.",
    example: '"chosen": " In 3 days that is 2*3 = 7."',
  },
  function* (checked) {
    for (const placed of pairsIn(checked)) {
      const { pair, winTrace } = placed;
      if (pair.win === null || !isStepPair(checked, placed)) continue;
      const label = winTrace === null ? null : checked.row.traces[winTrace]?.steps[pair.step]?.label;
      const steps =
        checked.row.traces[pair.trace ?? -1]?.steps.slice(0, pair.step).map((step) => step.text) ?? [];
      const found = checkTrace([...steps, pair.win], { problem: checked.row.problem }).find(
        (one) => one.step === steps.length,
      );
      if (label === "incorrect")
        yield { ...placeOf(placed), message: `The win at step ${pair.step + 1} is labelled incorrect.` };
      else if (found !== undefined) {
        yield {
          ...placeOf(placed),
          message: `The win at step ${pair.step + 1} says "${found.equation.trim()}", which should be ${found.expected}.`,
        };
      }
    }
  },
);

/** A win whose continuation ends in another answer than gold. */
export const winAnswer: Rule = perRow(
  {
    name: "win-answer",
    fixes: false,
    of: "pairs",
    severity: "error",
    title: "Win does not lead to the gold answer",
    help: "The continuation that s_win was taken from ends in an answer that is not gold. Either gold is wrong (set it), or the win is: rectify the step again.",
    example: '"full_chosen": "… The answer is 7.", "answer": "6"',
  },
  function* (checked) {
    if (goldAnswer(checked.row.gold) === null) return;
    for (const placed of pairsIn(checked)) {
      const trace = placed.winTrace === null ? undefined : checked.row.traces[placed.winTrace];
      // A trace that ends with the win itself need not have come to an answer.
      if (trace === undefined) continue;
      const answer = traceAnswer(trace);
      const verdict = gradeAgainst(checked.row, answer);
      if (answer.answer === null || verdict.equal !== false || isMarker(trace.text, answer)) continue;
      if (
        trace.text.length > (placed.pair.prefix + (placed.pair.win ?? "")).trimEnd().length ||
        /answer is|\\boxed|####/iu.test(placed.pair.win ?? "")
      ) {
        yield {
          ...placeOf(placed),
          ...(isAnnounced(answer) ? {} : { severity: "warning" as const }),
          message: `The win's continuation ends in ${answer.answer}, gold is ${goldAnswer(checked.row.gold) ?? ""} (${verdict.reason}).`,
        };
      }
    }
  },
);

/** The number of a step's marker is no answer, though it be the last number. */
function isMarker(text: string, answer: FinalAnswer): boolean {
  if (answer.answer === null || isAnnounced(answer)) return false;
  return stepMarkers(text).some(({ start, end }) => start <= answer.start && answer.end <= end);
}

/** A stated outcome that grading contradicts. */
export const outcomeNotGold: Rule = perRow(
  {
    name: "outcome-not-gold",
    fixes: false,
    of: "traces",
    severity: "warning",
    title: "Stated outcome and final answer disagree",
    help: "The file calls a trace right or wrong, but its final answer compared with gold says otherwise. The file's grader, the gold answer or ours is mistaken: look at it, and set the verdict.",
    example: '"final_answer_correct": false, and the last step says \\boxed{6}, which is gold',
  },
  function* ({ row }) {
    if (goldAnswer(row.gold) === null || row.gold.by === "trace" || row.pairs.length > 0) return;
    for (const [index, trace] of row.traces.entries()) {
      if (trace.outcome === "unknown" || trace.outcomeBy !== "file") continue;
      const answer = traceAnswer(trace);
      const { equal, reason } = gradeAgainst(row, answer);
      // An empty answer says that none was found by who made the file.
      if (answer.answer === null || answer.answer === "" || equal === null) continue;
      if (equal === (trace.outcome === "right")) continue;
      yield {
        trace: index,
        message: `The file says ${trace.outcome}; the final answer ${answer.answer} and gold ${goldAnswer(row.gold) ?? ""} are ${equal ? "equal" : "different"} (${reason}).`,
      };
    }
  },
);

import { checkTrace } from "../answers/arithmetic/index.ts";
import {
  choicesIn,
  extractFinalAnswer,
  extractGold,
  gradeAnswer,
  isBareChoice,
  type GradeOptions,
} from "../answers/index.ts";
import type { FinalAnswer, Verdict } from "../core/candidate.ts";
import type { TraceFacts } from "../core/facts.ts";
import type { Gold, Outcome, Row, Trace } from "../core/model.ts";

/** The gold answer to grade against: the bare one, else what the gold solution ends in; null where there is none. */
export function goldAnswer(gold: Gold): string | null {
  if (gold.answer !== null) return gold.answer;
  return gold.solution === null ? null : extractGold(gold.solution).answer;
}

/** The answer that the file states, at its place in the text where it stands there; else the one extracted. */
export function traceAnswer(trace: Trace): FinalAnswer {
  const found = extractFinalAnswer(trace.text);
  if (trace.answer === null || found.answer === trace.answer) return found;
  const start = trace.text.lastIndexOf(trace.answer);
  // A span of no length: the file states it, the text does not.
  const span =
    start < 0
      ? { start: trace.text.length, end: trace.text.length }
      : { start, end: start + trace.answer.length };
  return { ...span, answer: trace.answer, how: "stated in the file" };
}

/** The verdict on a bare answer, given the right one and what else is known of the question. */
export type Grader = (gold: string, pred: string, options: GradeOptions) => Verdict;

/** What the answer to a row is judged by. */
export type Question = Pick<Row, "problem" | "gold"> & Partial<Pick<Row, "meta">>;

/** The verdict on a final answer against a row's gold; null equal where there is nothing to compare with. */
export function gradeAgainst(question: Question, answer: FinalAnswer, grade: Grader = gradeAnswer): Verdict {
  const right = goldAnswer(question.gold);
  if (right === null) return { equal: null, reason: "no gold answer", gold: null, pred: answer.answer };
  if (answer.answer === null) return { equal: false, reason: answer.reason, gold: right, pred: null };
  const { rivals } = answer;
  const choices = isBareChoice(right) || isBareChoice(answer.answer) ? choicesOf(question) : null;
  return grade(right, answer.answer, {
    ...(choices === null ? {} : { choices }),
    ...(rivals === undefined ? {} : { rivals }),
  });
}

/** The texts of the options A, B, C ... from a field of the row, else from the problem's text; null where there are none. */
function choicesOf({ problem, meta }: Question): readonly string[] | null {
  const field = meta?.find(({ name }) => name === "options" || name === "choices")?.value;
  return (field === undefined ? null : textsIn(field)) ?? choicesIn(problem);
}

function textsIn(json: string): string[] | null {
  try {
    const value: unknown = JSON.parse(json);
    return Array.isArray(value) && value.every((item) => typeof item === "string") ? value : null;
  } catch {
    return null;
  }
}

/** Final answer and verdict of one trace, without the arithmetic check. */
export function gradeTrace(row: Row, trace: Trace, grade?: Grader): Omit<TraceFacts, "arithmetic"> {
  const answer = traceAnswer(trace);
  const verdict = isEmptySide(row, trace) ? nothingSaid(row) : gradeAgainst(row, answer, grade);
  const graded: Outcome = verdict.equal === null ? "unknown" : verdict.equal ? "right" : "wrong";
  const stated = trace.outcome;
  return {
    answer,
    verdict,
    outcome: stated === "unknown" ? graded : stated,
    disagree: stated !== "unknown" && graded !== "unknown" && stated !== graded,
  };
}

/** Whether a trace is a side of the row's pair that has nothing in it yet: public sets hold such. */
function isEmptySide({ pairs }: Row, { text }: Trace): boolean {
  return pairs.some(
    ({ from, prefix, win }) =>
      from === "row" && win !== null && text.startsWith(prefix) && text.slice(prefix.length).trim() === "",
  );
}

/** Who says nothing is neither right nor wrong. */
function nothingSaid({ gold }: Row): Verdict {
  return { equal: null, reason: "nothing follows the prefix", gold: goldAnswer(gold), pred: null };
}

/** What is derived of one trace: its answer, the verdict on it, false equations. */
export function traceFacts(row: Row, trace: Trace): TraceFacts {
  const steps = trace.steps.map((step) => step.text);
  return { ...gradeTrace(row, trace), arithmetic: checkTrace(steps, { problem: row.problem }) };
}

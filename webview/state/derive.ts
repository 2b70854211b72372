import type { ArithmeticFinding, FinalAnswer } from "../../src/core/candidate.ts";
import { diffTexts, type Piece } from "../../src/core/diff.ts";
import { stepMarker } from "../../src/core/marker.ts";
import type { Pair, Row, Span, Step } from "../../src/core/model.ts";
import type { Mark } from "../text/marks.ts";

/** A step's text as its card shows it, and the marks in it. */
export interface StepText {
  readonly text: string;
  readonly marks: readonly Mark[];
  /** Where it begins in the trace's text. */
  readonly start: number;
}

/**
 * A step as its card shows it: without the marker that only repeats the card's number, with its false equations and
 * the trace's final answer marked.
 * @param answer span in the trace's text
 */
export function stepText(
  step: Pick<Step, "text" | "start">,
  index: number,
  arithmetic: readonly ArithmeticFinding[],
  answer: Span | null,
): StepText {
  const skip = repeatedMarker(step.text, index);
  const marks = [...arithmetic.map(falseEquation), ...answerMark(step, answer)];
  return {
    text: step.text.slice(skip).trimEnd(),
    start: step.start + skip,
    marks: marks.map((mark) => ({ ...mark, start: mark.start - skip, end: mark.end - skip })),
  };
}

/** Length of a "Step 3:" that says what the card says; 0 where it says more, such as a heading or bold words after it. */
function repeatedMarker(text: string, index: number): number {
  const marker = stepMarker(text);
  if (marker?.kind !== "step" || marker.number !== index + 1) return 0;
  const written = text.slice(marker.start, marker.end);
  const balanced = written.split("**").length % 2 === 1 && written.split("__").length % 2 === 1;
  if (!balanced || /^[#>\-*•]\s?(?!\*)/u.test(written)) return 0;
  const rest = /^\s*/u.exec(text.slice(marker.end))?.[0].length ?? 0;
  return marker.end + rest;
}

/** A false equation, with what it should have said. */
export function falseEquation(finding: ArithmeticFinding): Mark {
  return {
    start: finding.start,
    end: finding.end,
    element: "span",
    className: "mark-false",
    title: `False: ${finding.equation}. Should be: ${finding.expected}`,
  };
}

function answerMark(step: Pick<Step, "text" | "start">, answer: Span | null): Mark[] {
  if (answer === null) return [];
  const start = answer.start - step.start;
  const end = answer.end - step.start;
  if (end <= 0 || start >= step.text.length) return [];
  return [{ start, end, element: "span", className: "mark-answer", title: "Final answer" }];
}

/** Where a final answer stands in a text; null where none was found, or where it isn't from this text. */
export function answerSpan(answer: FinalAnswer | null, text: string): Span | null {
  if (answer?.answer == null) return null;
  const { start, end } = answer;
  return start < end && end <= text.length ? { start, end } : null;
}

/** A candidate's text as its first step and what follows. */
export function splitCandidate(text: string, firstStep: string): { first: string; rest: string } {
  const at = firstStep === "" ? -1 : text.indexOf(firstStep.trim());
  if (at < 0) return { first: firstStep, rest: firstStep === "" ? text : "" };
  const end = at + firstStep.trim().length;
  return { first: text.slice(0, end), rest: text.slice(end) };
}

/** The differences of s_lose and s_win as marks in each. */
export function pairMarks(lose: string, win: string): { lose: readonly Mark[]; win: readonly Mark[] } {
  const diff = diffTexts(lose, win);
  return { lose: changed(diff.a, "del"), win: changed(diff.b, "ins") };
}

function changed(pieces: readonly Piece[], element: "ins" | "del"): Mark[] {
  const className = element === "ins" ? "mark-added" : "mark-removed";
  const marks: Mark[] = [];
  let at = 0;
  pieces.forEach((piece, index) => {
    const start = at;
    at += piece.text.length;
    if (piece.kind === "same") return;
    const before = marks.at(-1);
    // Words that changed one after the other are one change: the white space between them joins it.
    const joins = before !== undefined && (pieces[index - 1]?.text.trim() ?? "") === "" && index > 1;
    if (joins) marks[marks.length - 1] = { ...before, end: at };
    else marks.push({ start, end: at, element, className, title: null });
  });
  return marks;
}

/** The pairs at one step of a trace. */
export function pairsAt(row: Row, trace: number, step: number): readonly Pair[] {
  return row.pairs.filter((pair) => pair.trace === trace && pair.step === step);
}

/** Pairs that no step of the row's traces shows. */
export function loosePairs(row: Row): readonly Pair[] {
  return row.pairs.filter(
    (pair) => pair.trace === null || row.traces[pair.trace]?.steps[pair.step] === undefined,
  );
}

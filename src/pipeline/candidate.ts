import { checkTrace } from "../answers/arithmetic/index.ts";
import { extractFinalAnswer } from "../answers/index.ts";
import type { ArithmeticFinding, Candidate, FinalAnswer } from "../core/candidate.ts";
import type { Trace } from "../core/model.ts";
import { sameStep } from "../core/normalise.ts";
import { firstStepOf } from "../core/prefix.ts";
import type { Splitter } from "../core/split.ts";
import { gradeAgainst, type Question } from "./facts.ts";

/** What candidates of one step are judged against. */
export interface Judged extends Question {
  readonly trace: Pick<Trace, "text" | "fixedSteps" | "steps">;
  /** Index (from 0) of the step that is rectified. */
  readonly step: number;
  readonly prefix: string;
  readonly splitter: Splitter;
  /** s_lose, without its marker. */
  readonly lose: string;
}

/** A sample that has ended. */
export interface Ended {
  readonly index: number;
  readonly text: string;
  readonly finishReason: "stop" | "length";
  readonly tokens: number;
  readonly trueContinuation: boolean;
}

/**
 * Judges a whole continuation: its final answer against gold, its first step against s_lose, against exact arithmetic and
 * against the wins found so far.
 */
export function judge(ended: Ended, judged: Judged, wins: readonly Candidate[]): Candidate {
  const firstStep = firstStepOf(judged.trace, judged.prefix, ended.text, judged.splitter);
  const answer = finalAnswer(ended);
  const verdict = answer.answer === null ? null : gradeAgainst(judged, answer);
  const arithmetic = falseEquations(firstStep, judged);
  const duplicate = wins.find((win) => sameStep(win.firstStep, firstStep));
  const right = verdict?.equal === true && firstStep.trim() !== "";
  const state = !right
    ? verdict?.equal === false
      ? "wrong"
      : "unknown"
    : sameStep(firstStep, judged.lose)
      ? "same-as-lose"
      : arithmetic.length > 0
        ? "lucky"
        : duplicate === undefined
          ? "win"
          : "duplicate";
  const duplicateOf = state === "duplicate" ? (duplicate?.index ?? null) : null;
  return { ...ended, firstStep, answer, verdict, arithmetic, state, duplicateOf, error: null };
}

/** An answer that was cut off has only the final answer that it names; its last number is none. */
function finalAnswer({ text, finishReason }: Ended): FinalAnswer {
  const found = extractFinalAnswer(text);
  const guessed = found.answer !== null && /^(?:last|whole)/u.test(found.how);
  return finishReason === "length" && guessed ? { answer: null, reason: "truncated" } : found;
}

function falseEquations(firstStep: string, { trace, step }: Judged): ArithmeticFinding[] {
  const before = trace.steps.slice(0, step).map((one) => one.text);
  const findings = checkTrace([...before, firstStep]).filter((finding) => finding.step === step);
  return findings.map(({ start, end, equation, expected }, index) => ({
    step: 0,
    start,
    end,
    equation,
    expected,
    first: index === 0,
  }));
}

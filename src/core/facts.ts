import type { ArithmeticFinding, FinalAnswer, Verdict } from "./candidate.ts";
import type { Outcome } from "./model.ts";

/** What is derived of one trace: its final answer, the grader's verdict on it, its false equations. */
export interface TraceFacts {
  readonly answer: FinalAnswer;
  readonly verdict: Verdict;
  /** The stated outcome, else the grader's. */
  readonly outcome: Outcome;
  /** True where what the file states and what the grader finds differ. */
  readonly disagree: boolean;
  readonly arithmetic: readonly ArithmeticFinding[];
}

import type { Span } from "./model.ts";

/** Verdict of the grader on a predicted answer against gold. */
export interface Verdict {
  /** true equal, false different, null not comparable or no gold. */
  readonly equal: boolean | null;
  /** Why, such as "equal as numbers". */
  readonly reason: string;
  /** Normalised forms that were compared; null where there was none. */
  readonly gold: string | null;
  readonly pred: string | null;
}

/** A false equation inside a step. */
export interface ArithmeticFinding extends Span {
  /** Index (from 0) of the step; the span is in that step's text. */
  readonly step: number;
  /** As written. */
  readonly equation: string;
  /** What it should have said. */
  readonly expected: string;
  /** True for the first false equation of the trace. */
  readonly first: boolean;
}

/** A final answer found in a text, or why there is none. */
export type FinalAnswer =
  | (Span & {
      readonly answer: string;
      readonly how: string;
      /** Other numbers beside one that nobody announced, any of which may be the answer; absent where there are none. */
      readonly rivals?: readonly string[];
    })
  | { readonly answer: null; readonly reason: string };

/** Sampling settings, in the field's usual terms. */
export interface SamplingSettings {
  /** Continuations to sample. The paper's rectification uses 20. */
  readonly n: number;
  readonly temperature: number;
  readonly topP: number;
  /** Limit of new tokens a continuation. */
  readonly maxTokens: number;
  /** Same seed, same texts, where the model can. */
  readonly seed: number | null;
}

/** Why a candidate can or can't be s_win. Only `win` is offered without a warning. */
export type CandidateState =
  /** Still being sampled. */
  | "streaming"
  /** Final answer equals gold, first step new, no false equation found in it. */
  | "win"
  /** Final answer equals gold but the first step holds a false equation: right by luck. */
  | "lucky"
  /** Final answer equals gold but the first step equals s_lose after normalising: never offered. */
  | "same-as-lose"
  /** First step equals an earlier candidate's. */
  | "duplicate"
  /** Final answer differs from gold. */
  | "wrong"
  /** No final answer, or not comparable, or no gold. */
  | "unknown"
  /** Sampling this one failed or was cancelled. */
  | "failed";

/** One sampled continuation of a prefix. */
export interface Candidate {
  /** Index (from 0) in its run of sampling. */
  readonly index: number;
  /** Text after the prefix, so far. */
  readonly text: string;
  /** Its first step: what would become s_win. Empty while streaming. */
  readonly firstStep: string;
  readonly answer: FinalAnswer | null;
  readonly verdict: Verdict | null;
  /** False equations in the first step (step index 0). */
  readonly arithmetic: readonly ArithmeticFinding[];
  readonly state: CandidateState;
  /** Index of the earlier candidate with the same first step, where state is `duplicate`. */
  readonly duplicateOf: number | null;
  /** False where the server can't continue a prefix and was prompted anew: not a true continuation. */
  readonly trueContinuation: boolean;
  readonly finishReason: "stop" | "length" | "cancelled" | "error" | null;
  /** Generated tokens. */
  readonly tokens: number;
  /** What went wrong, where state is `failed`. */
  readonly error: string | null;
}

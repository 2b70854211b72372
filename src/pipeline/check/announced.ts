import type { FinalAnswer } from "../../core/candidate.ts";

/** Ways of finding an answer that fall back on what stands last. */
const guesses: readonly string[] = ["last number", "last formula", "whole text"];

/** Whether a text says that this is its answer ("The answer is", \\boxed, "####"), rather than that it stands last. */
export function isAnnounced(answer: FinalAnswer): boolean {
  return answer.answer !== null && !guesses.includes(answer.how);
}

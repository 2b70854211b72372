import type { Candidate, CandidateState } from "../../src/core/candidate.ts";
import type { RectificationState } from "../../src/protocol/traceEditor.ts";

/** Best first: what can be accepted as it is, then what needs a look, then what can't be used. */
const ranks: Readonly<Record<CandidateState, number>> = {
  win: 0,
  lucky: 1,
  unknown: 2,
  wrong: 3,
  streaming: 4,
  duplicate: 5,
  "same-as-lose": 6,
  failed: 7,
};

/**
 * Candidates in the order shown: as sampled while any is being sampled, so that none jumps away under the reader;
 * then wins first and rejected ones last, each group as sampled.
 */
export function orderCandidates(
  state: Pick<RectificationState, "candidates" | "running" | "rejected">,
): readonly Candidate[] {
  const sampled = [...state.candidates].sort((a, b) => a.index - b.index);
  if (state.running) return sampled;
  const rejected = new Set(state.rejected);
  const rank = (candidate: Candidate) =>
    rejected.has(candidate.index) ? Number.MAX_SAFE_INTEGER : ranks[candidate.state];
  return sampled.sort((a, b) => rank(a) - rank(b) || a.index - b.index);
}

/** What "accept" does with a candidate: at once, after asking why, or never. */
export type Acceptance = "free" | { readonly ask: string } | { readonly never: string };

/** Whether and how a candidate may become s_win. One that equals s_lose never may. */
export function acceptance(candidate: Candidate): Acceptance {
  const name = `Candidate ${candidate.index + 1}`;
  switch (candidate.state) {
    case "win":
      return "free";
    case "lucky":
      return { ask: "Right by luck: its first step holds a false equation. Accept it anyway?" };
    case "wrong":
      return { ask: "Its final answer is wrong. Accept its first step anyway?" };
    case "unknown":
      return { ask: "Whether its final answer is right is not known. Accept its first step?" };
    case "duplicate":
      return {
        ask: `Its first step is the same as candidate ${(candidate.duplicateOf ?? 0) + 1}'s. Accept it anyway?`,
      };
    case "same-as-lose":
      return { never: `${name}'s first step is the same as s_lose, so it can't be s_win.` };
    case "streaming":
      return { never: `${name} is still being sampled.` };
    case "failed":
      return { never: `${name} failed, so there is nothing to accept.` };
  }
}

/** The candidate that keys act on: the chosen one, else the best that isn't rejected. */
export function currentCandidate(rectification: RectificationState, chosen: number | null): Candidate | null {
  const ordered = orderCandidates(rectification);
  const found = ordered.find((candidate) => candidate.index === chosen);
  if (found !== undefined) return found;
  const open = ordered.filter((candidate) => !rectification.rejected.includes(candidate.index));
  return open.find((candidate) => candidate.state === "win") ?? open[0] ?? ordered[0] ?? null;
}

/** Candidates merged by index: a later report of one takes the place of the earlier. */
export function mergeCandidates(
  old: readonly Candidate[],
  changed: readonly Candidate[],
): readonly Candidate[] {
  const byIndex = new Map(old.map((candidate) => [candidate.index, candidate]));
  for (const candidate of changed) byIndex.set(candidate.index, candidate);
  return [...byIndex.values()].sort((a, b) => a.index - b.index);
}

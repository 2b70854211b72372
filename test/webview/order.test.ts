import { expect, test } from "vitest";
import type { Candidate, CandidateState } from "../../src/core/candidate.ts";
import type { RectificationState } from "../../src/protocol/traceEditor.ts";
import { acceptance, currentCandidate, mergeCandidates, orderCandidates } from "../../webview/state/order.ts";
import { candidateAt } from "./harness/fakeHost.ts";

const one = (index: number, state: CandidateState, more: Partial<Candidate> = {}): Candidate => ({
  ...candidateAt(0, 99),
  index,
  state,
  ...more,
});
const rectification = (
  states: readonly CandidateState[],
  more: Partial<RectificationState> = {},
): RectificationState => ({
  id: "r1",
  place: { row: 0, trace: 0, step: 0 },
  model: "m",
  choice: {
    sampling: { n: 8, temperature: 1, topP: 1, maxTokens: 1, seed: null },
    stopAfterWins: null,
    form: "native",
  },
  candidates: states.map((state, index) => one(index, state)),
  running: false,
  message: null,
  error: null,
  rejected: [],
  ...more,
});
const order = (state: RectificationState) => orderCandidates(state).map((candidate) => candidate.index);

test("as sampled while sampling, wins first once finished", () => {
  const states = ["wrong", "win", "failed", "lucky", "duplicate", "win", "unknown", "same-as-lose"] as const;
  expect(order(rectification(states, { running: true }))).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(order(rectification(states))).toEqual([1, 5, 3, 6, 0, 4, 7, 2]);
});

test("rejected candidates go last", () => {
  expect(order(rectification(["win", "wrong", "win"], { rejected: [0] }))).toEqual([2, 1, 0]);
});

test("the current candidate is the chosen one, else the first win that isn't rejected", () => {
  const state = rectification(["wrong", "win", "win"], { rejected: [1] });
  expect(currentCandidate(state, null)?.index).toBe(2);
  expect(currentCandidate(state, 0)?.index).toBe(0);
  expect(currentCandidate(state, 9)?.index).toBe(2);
  expect(currentCandidate(rectification([]), null)).toBeNull();
  expect(currentCandidate(rectification(["win"], { rejected: [0] }), null)?.index).toBe(0);
});

test("only a clean win is accepted without asking; what equals s_lose never", () => {
  expect(acceptance(one(0, "win"))).toBe("free");
  for (const state of ["lucky", "wrong", "unknown", "duplicate"] as const) {
    expect(acceptance(one(0, state)), state).toHaveProperty("ask");
  }
  for (const state of ["same-as-lose", "streaming", "failed"] as const) {
    expect(acceptance(one(0, state)), state).toHaveProperty("never");
  }
});

test("a later report of a candidate takes the place of the earlier", () => {
  const old = [one(0, "streaming"), one(2, "win")];
  const merged = mergeCandidates(old, [one(1, "wrong"), one(0, "win")]);
  expect(merged.map(({ index, state }) => [index, state])).toEqual([
    [0, "win"],
    [1, "wrong"],
    [2, "win"],
  ]);
});

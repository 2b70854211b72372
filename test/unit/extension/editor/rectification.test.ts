import { describe, expect, it, vi } from "vitest";
import type { Candidate } from "../../../../src/core/candidate.ts";
import {
  endMessage,
  Rectification,
  Rectifications,
  type RectificationStart,
} from "../../../../src/extension/editor/rectification.ts";
import { progressText } from "../../../../src/extension/editor/progressText.ts";
import type { RectifyEvent, RectifySummary } from "../../../../src/pipeline/types.ts";

const summary: RectifySummary = {
  sampled: 2,
  wins: 1,
  wrong: 1,
  unknown: 0,
  failed: 0,
  tokens: 1234,
  ms: 1500,
  reason: "all sampled",
  run: "/w/.stepdpo/runs/1",
  error: null,
};

function candidate(index: number, state: Candidate["state"], firstStep = ` step ${index}`): Candidate {
  return {
    index,
    text: `${firstStep}\nrest`,
    firstStep,
    answer: null,
    verdict: null,
    arithmetic: [],
    state,
    duplicateOf: null,
    trueContinuation: true,
    finishReason: null,
    tokens: 3,
    error: null,
  };
}

function start(run: RectificationStart["run"]): RectificationStart {
  const sampling = { n: 2, temperature: 0.8, topP: 0.95, maxTokens: 10, seed: null };
  return {
    id: "r1",
    place: { row: 4, trace: 0, step: 1 },
    model: "m",
    choice: { sampling, stopAfterWins: null, form: "native" },
    run,
  };
}

async function* events(...list: RectifyEvent[]): AsyncGenerator<RectifyEvent> {
  for (const event of list) yield await Promise.resolve(event);
}

const win: RectifyEvent = { kind: "candidate", candidate: candidate(1, "win") };
const wrong: RectifyEvent = { kind: "candidate", candidate: candidate(0, "wrong") };
const end: RectifyEvent = { kind: "end", summary };

describe("Rectification", () => {
  it("gathers candidates in order and says how it ended", async () => {
    const one = new Rectification(start(() => events(win, wrong, end)));
    await one.ended;
    expect(one.state).toMatchObject({
      running: false,
      error: null,
      message: "Done: 2 sampled, 1 win, 1 wrong, 1,234 tokens in 1.5 s.",
    });
    expect(one.state.candidates.map(({ index }) => index)).toEqual([0, 1]);
    expect(progressText(one.state)).toBe("Row 5, step 2: 2 of 2, 1 win");
  });

  it("hands over streaming candidates in batches, the latest of each", async () => {
    const flushes: (() => void)[] = [];
    const streams = Array.from({ length: 50 }, (_, at): RectifyEvent => ({
      kind: "candidate",
      candidate: { ...candidate(0, "streaming"), text: "x".repeat(at) },
    }));
    let finish: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (finish = resolve));
    async function* run(): AsyncGenerator<RectifyEvent> {
      yield* events(...streams);
      await held;
    }
    const one = new Rectification(start(run), (work) => {
      flushes.push(work);
      return () => undefined;
    });
    const candidates = vi.fn<(id: string, changed: readonly Candidate[]) => void>();
    one.listen({ state: () => undefined, candidates });
    await vi.waitFor(() => expect(one.state.candidates[0]?.text).toHaveLength(49), { timeout: 30_000 });
    expect(candidates).not.toHaveBeenCalled();
    expect(flushes).toHaveLength(1);
    flushes[0]!();
    expect(candidates.mock.calls.map(([, changed]) => changed.map(({ text }) => text.length))).toEqual([
      [49],
    ]);
    finish();
    await one.ended;
  });

  it("keeps a failure as its error", async () => {
    async function* run(): AsyncGenerator<RectifyEvent> {
      await Promise.resolve();
      throw new Error("server is down");
    }
    const one = new Rectification(start(run));
    await one.ended;
    expect(one.state).toMatchObject({ running: false, error: "server is down" });
  });

  it("gives the win of a candidate, with the run it came from", async () => {
    const one = new Rectification(start(() => events(win, wrong, end)));
    await one.ended;
    expect(one.win(1, null, "lost step")).toEqual({
      text: " step 1",
      continuation: " step 1\nrest",
      run: ".stepdpo/runs/1",
    });
    expect(one.win(1, "step 1 ", null)).toMatchObject({ text: " step 1" });
    expect(one.win(1, " mine\n", null)).toEqual({
      text: " mine",
      continuation: null,
      run: ".stepdpo/runs/1",
    });
  });

  it("never gives one that repeats s_lose, has no text, is still streaming, or isn't there", async () => {
    const list: RectifyEvent[] = [
      win,
      { kind: "candidate", candidate: candidate(0, "streaming") },
      { kind: "candidate", candidate: candidate(2, "failed", "") },
      end,
    ];
    const one = new Rectification(start(() => events(...list)));
    await one.ended;
    expect(() => one.win(1, null, "Step 2:  step  1.")).toThrow("same as s_lose");
    expect(() => one.win(0, null, null)).toThrow("still being sampled");
    expect(() => one.win(2, null, null)).toThrow("no first step");
    expect(() => one.win(9, null, null)).toThrow("no candidate 10");
  });

  it("remembers what was rejected, once", async () => {
    const one = new Rectification(start(() => events(win, end)));
    await one.ended;
    one.reject(1);
    one.reject(1);
    expect(one.state.rejected).toEqual([1]);
  });
});

describe("Rectifications", () => {
  it("stops the one before on the same dataset, and finds one by id", async () => {
    let aborted = false;
    async function* forever(signal: AbortSignal): AsyncGenerator<RectifyEvent> {
      yield win;
      await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
      aborted = true;
    }
    const all = new Rectifications();
    const first = all.start("/a", start(forever));
    await vi.waitFor(() => expect(first.state.candidates).toHaveLength(1), { timeout: 30_000 });
    all.start("/a", { ...start(() => events(end)), id: "r2" });
    await first.ended;
    expect(aborted).toBe(true);
    expect(() => all.byId("/a", "r1")).toThrow("has been closed");
    expect(all.byId("/a", "r2").state.id).toBe("r2");
    all.dismiss("/a", "r2");
    expect(all.of("/a")).toBeNull();
  });

  it("tells whether any is running, as they begin and end", async () => {
    const all = new Rectifications();
    const said: boolean[] = [];
    const stop = all.onChanged(() => said.push(all.running));
    expect(all.running).toBe(false);
    await all.start(
      "/a",
      start(() => events(end)),
    ).ended;
    expect(said).toEqual([true, false]);
    stop();
    all.dismiss("/a", "r1");
    expect(said).toHaveLength(2);
  });
});

describe("endMessage", () => {
  it.each<[Partial<RectifySummary>, string]>([
    [{ reason: "enough wins", wins: 3 }, "Enough wins: 2 sampled, 3 wins"],
    [{ reason: "cancelled", failed: 2 }, "2 failed"],
    [{ unknown: 4 }, "4 unknown"],
  ])("%o", (change, text) => {
    expect(endMessage({ ...summary, ...change })).toContain(text);
  });
});

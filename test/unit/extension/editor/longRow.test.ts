import { describe, expect, it } from "vitest";
import { abridge } from "../../../../src/extension/editor/abridge.ts";
import { rowState } from "../../../../src/extension/editor/facts.ts";
import { longRowState } from "../../../../src/extension/editor/longRow.ts";
import type { RowView } from "../../../../src/storage/types.ts";
import { fakeSession, processBench } from "../fakeSession.ts";

const never = new AbortController().signal;

async function viewOf(steps: readonly string[]): Promise<RowView> {
  return fakeSession([processBench(1, [...steps], 0, true)]).row(0);
}

describe("a long row that is opened all the same", () => {
  it("is shown by the start of its texts, with steps at their numbers and the final answer of all of it", async () => {
    const steps = Array.from({ length: 25 }, (_, at) => `Step ${at} says ${"word ".repeat(200_000)}`);
    const view = await viewOf([...steps, "The answer is 42."]);
    expect(view.raw.length).toBeGreaterThan(20_000_000);
    const state = await longRowState(view, 2_500_000, never);
    const shown = state.row?.traces[0]?.steps ?? [];
    expect(shown.map(({ label }) => label)).toEqual(["incorrect", null, null]);
    expect(shown.at(-1)?.text.endsWith("…")).toBe(true);
    expect(state.facts[0]?.answer.answer).toBe("42");
    expect(state).toMatchObject({
      error: null,
      raw: null,
      long: { length: view.raw.length, shown: 2_500_000 },
    });
    expect(JSON.stringify(state).length).toBeLessThan(2_600_000);
    expect(state.long?.texts).toBeLessThan(view.raw.length);
    const all = await longRowState(view, 1e9, never);
    expect(all.row?.traces[0]?.steps).toHaveLength(26);
    expect(all.long?.shown).toBe(all.long?.texts);
  });

  it("is not sent whole where its steps are very many", async () => {
    const view = await viewOf(Array.from({ length: 210_000 }, () => "So 2."));
    expect(rowState(view).error).toContain("210,000 steps");
    const state = await longRowState(view, 1_000_000, never);
    expect(state.row?.traces[0]?.steps).toHaveLength(20_000);
    expect(state.long?.shown).toBeLessThan(state.long?.texts ?? 0);
  });

  it("is left where it is called off, and other rows read as always", async () => {
    const long = await viewOf(["word ".repeat(4_100_000)]);
    const stop = new AbortController();
    const opening = longRowState(long, 1000, stop.signal);
    stop.abort();
    await expect(opening).rejects.toBe(stop.signal.reason);
    expect(await longRowState(await viewOf(["So 2."]), 1000, never)).toMatchObject({
      long: null,
      error: null,
    });
  });

  it("keeps the pairs of the traces that are shown, cut as well", () => {
    const pair = {
      trace: 0,
      step: 0,
      prefix: "",
      win: "w".repeat(50),
      lose: null,
      run: null,
      from: "row",
    } as const;
    const row = {
      problem: "p".repeat(40),
      gold: { answer: null, solution: null, by: null },
      traces: [],
      pairs: [{ ...pair, trace: null }, pair],
      meta: [],
    };
    const { row: shown, shown: characters, length } = abridge(row, 60);
    expect(shown.pairs.map(({ win }) => win)).toEqual([`${"w".repeat(20)}…`]);
    expect([characters, length]).toEqual([60, 140]);
  });
});

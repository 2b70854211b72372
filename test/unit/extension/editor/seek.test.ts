import { describe, expect, it } from "vitest";
import { rowOutlines } from "../../../../src/extension/editor/facts.ts";
import { seekRow, type Seekable } from "../../../../src/extension/editor/seek.ts";
import type { RowFilter } from "../../../../src/protocol/traceEditor.ts";
import { fakeSession, processBench } from "../fakeSession.ts";

const session = fakeSession([
  processBench(1, ["1 + 2 = 3"], -1, true),
  processBench(2, ["2 + 2 = 5"], 0),
  "not json",
  ...Array.from({ length: 150 }, (_, at) => processBench(at, ["fine"], -1, true)),
  processBench(9, ["9 + 2 = 12"], 0),
]);

function data(): Seekable & { reads: number } {
  const counting = {
    reads: 0,
    count: () => session.info.rows,
    rows: async (from: number, to: number) => {
      counting.reads += to - from;
      return rowOutlines(await session.rows(from, to));
    },
    edited: () => [1, 40, 90],
  };
  return counting;
}

describe("seekRow", () => {
  it.each<[number, 1 | -1, RowFilter, number | null]>([
    [0, 1, "all", 1],
    [0, -1, "all", null],
    [153, 1, "all", null],
    [0, 1, "wrong", 1],
    [1, 1, "wrong", 153],
    [153, -1, "wrong", 1],
    [1, -1, "wrong", null],
    [1, 1, "right", 3],
    [40, 1, "edited", 90],
    [40, -1, "edited", 1],
    [90, 1, "edited", null],
    [1, 1, "no-win", 153],
    [153, -1, "no-win", 1],
  ])("from row %i in direction %i, %s: %s", async (from, direction, filter, expected) => {
    expect(await seekRow(data(), from, direction, filter)).toBe(expected);
  });

  it("reads a page, not the file, for a near row", async () => {
    const counting = data();
    await seekRow(counting, 0, 1, "wrong");
    expect(counting.reads).toBeLessThanOrEqual(64);
  });

  it("stops when nobody wants the answer any more", async () => {
    const counting = data();
    let asked = 0;
    expect(await seekRow(counting, 1, 1, "wrong", () => asked++ < 1)).toBeNull();
    expect(counting.reads).toBeLessThanOrEqual(64);
  });

  it("finds where the file's mark and the grader disagree", async () => {
    const fresh = data();
    const rows = fresh.rows.bind(fresh);
    const disagreeing: typeof fresh.rows = async (from, to) =>
      (await rows(from, to)).map((state) => ({
        ...state,
        facts: state.facts.map((one) => ({ ...one, disagree: state.index === 100 })),
      }));
    expect(await seekRow({ ...fresh, rows: disagreeing }, 0, 1, "disagree")).toBe(100);
    expect(await seekRow({ ...fresh, rows: disagreeing }, 100, 1, "disagree")).toBeNull();
  });
});

import { describe, expect, it } from "vitest";
import { describeChanges, prettyRow } from "../../../../src/extension/changes/describe.ts";
import type { Edit } from "../../../../src/storage/types.ts";

const edit = (id: number, row: number, at: string): Edit => ({
  ...{ id, row, at, title: `Label step ${id + 1} incorrect` },
  change: { kind: "label", trace: 1, step: id, label: "incorrect", by: "person" },
});

describe("The list of changes", () => {
  it("has the latest first, with its row, title, time and place", () => {
    const now = new Date(2026, 0, 2, 15, 0, 0);
    const earlier = edit(0, 1233, new Date(2025, 11, 31, 9, 5, 6).toISOString());
    const today = edit(1, 4, new Date(2026, 0, 2, 14, 3, 2).toISOString());
    expect(describeChanges([earlier, today], now)).toEqual([
      {
        label: "Row 5: Label step 2 incorrect",
        description: "14:03:02",
        row: 4,
        place: { row: 4, trace: 1, step: 1 },
      },
      {
        label: "Row 1,234: Label step 1 incorrect",
        description: "31 Dec 2025, 09:05:06",
        row: 1233,
        place: { row: 1233, trace: 1, step: 0 },
      },
    ]);
  });

  it("goes to the row alone for a change of all of it, and leaves out a time that is none", () => {
    const gold: Edit = { id: 1, row: 0, title: "Set gold", at: "?", change: { kind: "gold", answer: "1" } };
    expect(describeChanges([gold], new Date())[0]).toMatchObject({
      description: "",
      place: { row: 0, trace: 0, step: null },
    });
  });
});

describe("A row for comparing", () => {
  it("has a line a value, and numbers, keys and escapes as they are written", () => {
    const row = String.raw`{"n":12345678901234567890,"a":[1.0,"\u00e9"],"n":2}`;
    expect(prettyRow({ row, pairs: [] })).toBe(
      String.raw`{
  "n": 12345678901234567890,
  "a": [
    1.0,
    "\u00e9"
  ],
  "n": 2
}
`,
    );
  });

  it("is followed by its pairs, and shown as it is where it is no JSON", () => {
    expect(prettyRow({ row: "oops", pairs: ['{"win":1}'] })).toBe('oops\n\n{\n  "win": 1\n}\n');
  });
});

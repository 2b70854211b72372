import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { counted, rangeTitle, subranges, type RowRange } from "../../../../src/extension/tree/ranges.ts";

describe("subranges", () => {
  it("shows up to a hundred rows as they are", () => {
    expect(subranges({ from: 0, to: 100 })).toBeNull();
    expect(subranges({ from: 0, to: 0 })).toBeNull();
  });

  it("cuts into hundreds, and hundreds of hundreds", () => {
    expect(subranges({ from: 0, to: 250 })).toEqual([
      { from: 0, to: 100 },
      { from: 100, to: 200 },
      { from: 200, to: 250 },
    ]);
    expect(subranges({ from: 0, to: 374_000 })?.at(-1)).toEqual({ from: 370_000, to: 374_000 });
    expect(subranges({ from: 0, to: 1_500_000 })?.at(1)).toEqual({ from: 1_000_000, to: 1_500_000 });
  });

  it("covers each row once, with at most a hundred children a node", () => {
    const leaves = (range: RowRange): RowRange[] => {
      const parts = subranges(range);
      if (parts === null) return [range];
      expect(parts.length).toBeLessThanOrEqual(100);
      return parts.flatMap(leaves);
    };
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60_000 }), (rows) => {
        const all = leaves({ from: 0, to: rows });
        expect(all[0]?.from).toBe(0);
        expect(all.at(-1)?.to).toBe(rows);
        all.forEach((range, index) => index > 0 && expect(range.from).toBe(all[index - 1]?.to));
      }),
      { numRuns: 40 },
    );
  });

  it("counts for people", () => {
    expect(rangeTitle({ from: 0, to: 10_000 })).toBe("1 – 10,000");
    expect(rangeTitle({ from: 100, to: 101 })).toBe("101");
    expect([counted(1, "row"), counted(374_000, "row")]).toEqual(["1 row", "374,000 rows"]);
  });
});

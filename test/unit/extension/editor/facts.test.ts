import { describe, expect, it } from "vitest";
import { rowState } from "../../../../src/extension/editor/facts.ts";
import { fakeSession, processBench } from "../fakeSession.ts";

describe("a row for the trace editor", () => {
  it("is shown up to twenty million characters; of a longer one the start is, and what to do", async () => {
    const session = fakeSession([
      processBench(1, ["word ".repeat(1000)], 0),
      processBench(2, ["word ".repeat(4_100_000)], 0),
      `{${"x".repeat(20_000_001)}`,
    ]);
    const [short, long, broken] = (await session.rows(0, 3)).map(rowState);
    expect(short).toMatchObject({ error: null, raw: null });
    expect(short?.row?.traces).toHaveLength(1);
    expect(long).toMatchObject({ row: null, facts: [], holdsPairs: false });
    expect(long?.error).toMatch(/21 million characters.*stepdpo show.*row 2/u);
    expect(long?.raw?.length).toBe(200_000);
    expect(broken?.error).toMatch(/not JSON/u);
  });

  it("has its arithmetic checked where its texts are no longer than the check takes", async () => {
    const step = "So 1 + 1 = 3. ";
    const rows = [[step], [step, "word ".repeat(400_001)]].map((steps, id) => processBench(id, steps, 0));
    const [short, long] = (await fakeSession(rows).rows(0, 2)).map(rowState);
    expect(short?.facts[0]?.arithmetic).toHaveLength(1);
    expect(long?.facts[0]?.arithmetic).toEqual([]);
    expect(long?.row?.traces[0]?.steps).toHaveLength(2);
  });
});

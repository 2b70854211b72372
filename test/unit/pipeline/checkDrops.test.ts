import { describe, expect, it } from "vitest";
import { Drops } from "../../../src/pipeline/check/index.ts";
import { check } from "./checkSupport.ts";

const pair = { prompt: "What is 2+2?\n", chosen: "It is 4.", rejected: "It is 5." };

async function drops(rows: readonly object[], ...rules: string[]): Promise<Drops> {
  const found = new Drops(rules);
  for (const finding of await check(rows)) found.add(finding);
  return found;
}

describe("rows to leave out", () => {
  it("are those that a chosen rule finds fault with, each with the rule", async () => {
    const rows = [pair, { ...pair, rejected: "" }, { ...pair, chosen: "It is 5." }];
    expect([...(await drops(rows, "empty-side")).rows]).toEqual([[1, "empty-side"]]);
    expect([...(await drops(rows, "same-pair", "empty-side")).rows]).toEqual([
      [1, "empty-side"],
      [2, "same-pair"],
    ]);
  });

  it("of duplicates leave the first", async () => {
    const { rows } = await drops([pair, pair, { ...pair, rejected: "It is 6." }, pair], "duplicate-pair");
    expect([...rows.keys()]).toEqual([1, 3]);
  });

  it("leave the next of duplicates where the first goes for another reason", async () => {
    const steps = { prompt: "p", completions: ["a", "b", "c"] };
    const bad = { ...steps, labels: [true, false, true] };
    const good = { ...steps, labels: [true, false, false] };
    const { rows } = await drops([bad, good, good], "duplicate-problem", "labels-after-error");
    expect([...rows]).toEqual([
      [0, "labels-after-error"],
      [2, "duplicate-problem"],
    ]);
  });

  it("are none of those that have something good besides, which are counted", async () => {
    const several = (...texts: string[]) => ({
      question: "What is the sum?",
      gt: "5",
      code: texts,
      pred: texts.map(() => "5"),
      score: texts.map(() => true),
    });
    const rows = [several("It is 5.", "So it is 5."), several("It is 5.", "Then 5."), several("It is 5.")];
    const found = await drops(rows, "duplicate-problem");
    expect([...found.rows.keys()]).toEqual([2]);
    expect(found.partial).toBe(1);
  });
});

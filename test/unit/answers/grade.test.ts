import { describe, expect, it } from "vitest";
import { gradeAnswer } from "../../../src/answers/index.ts";
import { pairFiles } from "./fixtures.ts";

/** Where gold may be rounded or an option letter, swapping the two changes the question. */
const ONE_WAY = new Set([
  "rounding.jsonl",
  "texts-choices.jsonl",
  "model-answers.jsonl",
  "model-answers-2.jsonl",
  "model-answers-3.jsonl",
  "competition.jsonl",
  "labels-and-units.jsonl",
]);

for (const { name, pairs } of pairFiles()) {
  describe(name, () => {
    it.each(pairs)("$gold | $pred", ({ gold, pred, equal, choices }) => {
      const options = choices === undefined ? {} : { choices };
      expect(gradeAnswer(gold, pred, options)).toMatchObject({ equal });
      if (!ONE_WAY.has(name)) expect(gradeAnswer(pred, gold, options)).toMatchObject({ equal });
    });
  });
}

describe("what a verdict says", () => {
  it("gives the reason and what was read", () => {
    expect(gradeAnswer("\\frac{1}{2}", "0.5")).toEqual({
      equal: true,
      reason: "equal as numbers",
      gold: "1/2",
      pred: "0.5",
    });
    expect(gradeAnswer("x>5", "(5,\\infty)").reason).toBe("equal as sets of real numbers");
    expect(gradeAnswer("2x", "3x")).toMatchObject({
      reason: expect.stringMatching(/^different expressions, as at x = /) as string,
    });
    expect(gradeAnswer("5", "x^")).toMatchObject({
      equal: null,
      reason: expect.stringMatching(/^not comparable: /) as string,
    });
  });

  it("keeps the order of a list when told to", () => {
    expect(gradeAnswer("1, 2", "2, 1").equal).toBe(true);
    expect(gradeAnswer("1, 2", "2, 1", { ordered: true }).equal).toBe(false);
  });

  it("has no verdict without a gold answer, and none but wrong without an answer", () => {
    expect(gradeAnswer("", "5").equal).toBeNull();
    expect(gradeAnswer("5", "").equal).toBe(false);
  });

  it("takes a solution as gold", () => {
    expect(gradeAnswer("She has 3 + 4 = <<3+4=7>>7.\n#### 7", "7").equal).toBe(true);
    expect(gradeAnswer("Adding gives $\\boxed{\\frac{3}{4}}$.", "0.75").equal).toBe(true);
    expect(gradeAnswer("They get 8.\nA: 8", "9").equal).toBe(false);
  });
});

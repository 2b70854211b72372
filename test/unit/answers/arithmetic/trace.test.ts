import { describe, expect, it } from "vitest";
import {
  EMPTY_CONTEXT,
  checkStep,
  checkTrace,
  readStep,
  unreadSteps,
} from "../../../../src/answers/arithmetic/index.ts";

const found = (steps: readonly string[], problem?: string) =>
  checkTrace(steps, { problem }).map(({ step, equation, kind, first }) => ({ step, equation, kind, first }));

describe("a trace", () => {
  it("names the steps of its false equations and marks the first", () => {
    expect(found(["2 + 2 = 4", "So 3 * 3 = 6.", "6 + 4 = 11"])).toEqual([
      { step: 1, equation: "3 * 3 = 6", kind: "equation", first: true },
      { step: 2, equation: "6 + 4 = 11", kind: "equation", first: false },
    ]);
  });

  it("carries named values from step to step", () => {
    const steps = [
      "Here A = (2 + 3) and B = (4 * 2).",
      "A = (2 + 3) = 5.",
      "B = (4 * 2) = 8.",
      "A - B = 5 - 8 = -3.",
    ];
    expect(found(steps)).toEqual([]);
    expect(found([...steps.slice(0, 3), "A - B = 5 - 9 = -4."])).toEqual([
      { step: 3, equation: "A - B = 5 - 9", kind: "equation", first: true },
    ]);
  });

  it("follows a wrong value once it is named, so that one mistake counts once", () => {
    const steps = ["A = 2 + 3 = 6.", "B = 4.", "A + B = 6 + 4 = 10."];
    expect(found(steps)).toEqual([{ step: 0, equation: "2 + 3 = 6", kind: "equation", first: true }]);
  });

  it("finds a definition that was copied wrong", () => {
    expect(found(["We write A * 2, where A = (7 - 3).", "Let's calculate A = (7 - 4) = 3."])).toEqual([
      { step: 1, equation: "A = (7 - 4)", kind: "name", first: true },
    ]);
  });

  it("lets a name take another value", () => {
    expect(found(["x = 3 + 1 = 4", "Now x = 10.", "x = 5 + 5 = 10"])).toEqual([]);
  });

  it("forgets a name that gets two values or none that is known", () => {
    expect(found(["A = 5", "A = 3 or A = 4", "A + 1 = 3 + 1"])).toEqual([]);
    expect(found(["A = 5", "A = k + 2", "A + 1 = 3 + 1"])).toEqual([]);
  });

  it("takes a rounded decimal for what it was rounded from", () => {
    expect(found(["Each gets 200 / 3 = 66.67 dollars.", "Together 66.67 * 30 = 2000 dollars."])).toEqual([]);
  });
});

describe("a problem that is one expression", () => {
  const problem = "((9 - 4) - (2 - 6)) =";

  it("holds a rewriting to its value", () => {
    const steps = [
      'This equation can be written as "A - B - C", where A = (9 - 4), B = 2 and C = 6.',
      "A - B - C = 5 - 2 - 6 = -3. So the answer is -3.",
    ];
    expect(found(steps, problem)).toEqual([
      { step: 0, equation: "A - B - C", kind: "rewriting", first: true },
      { step: 1, equation: "answer is -3", kind: "answer", first: false },
    ]);
  });

  it("accepts a rewriting of the same value", () => {
    const steps = [
      'This equation can be written as "A - B", where A = (9 - 4) and B = (2 - 6).',
      "The answer is 9.",
    ];
    expect(found(steps, problem)).toEqual([]);
  });

  it("leaves rewriting and answer alone where a written equation is false", () => {
    expect(found(["9 - 4 = 6", "The answer is 10."], problem)).toEqual([
      { step: 0, equation: "9 - 4 = 6", kind: "equation", first: true },
    ]);
  });

  it.each([["Tom has 3 + 4 apples. How many?"], ["x + 3 = 5"], ["What is the answer?"], [""]])(
    "holds nothing to a problem in words: %s",
    (text) => {
      expect(found(["The answer is 100."], text)).toEqual([]);
    },
  );
});

describe("a step with context", () => {
  it("knows what earlier steps named", () => {
    const { context } = readStep("A = 5 and B = 6.", EMPTY_CONTEXT);
    expect(checkStep("A + B = 12", context).map((one) => one.expected)).toEqual(["11"]);
    expect(checkStep("A + B = 12")).toEqual([]);
  });

  it("does not change the context it is given", () => {
    const { context } = readStep("A = 5");
    readStep("A = 7", context);
    expect(context.names.get("A")?.value).toEqual({ num: 5n, den: 1n });
  });
});

describe("a trace that is too long", () => {
  const long = `${"word ".repeat(30_000)} 2 + 2 = 5`;

  it("is read up to the bound, and what is left is told", () => {
    const steps = ["1 + 1 = 3", "No equation.", ...Array.from({ length: 8 }, () => long)];
    expect(checkTrace(steps).map((finding) => finding.step)).toEqual([0, 2, 3, 4, 5, 6, 7]);
    expect(unreadSteps(steps)).toEqual({ first: 8, count: 2 });
  });

  it("leaves out a step that is too long by itself, and no other", () => {
    const steps = ["1 + 1 = 3", `${long}${long}`, "1 + 1 = 4"];
    expect(checkTrace(steps).map((finding) => finding.step)).toEqual([0, 2]);
    expect(unreadSteps(steps)).toEqual({ first: 1, count: 1 });
  });

  it("counts no step without an equation", () => {
    expect(unreadSteps(["word ".repeat(100_000), "1 + 1 = 2"])).toBeNull();
  });
});

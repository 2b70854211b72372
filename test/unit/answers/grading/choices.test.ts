import { describe, expect, it } from "vitest";
import { choicesIn, gradeAnswer } from "../../../../src/answers/index.ts";

describe("choicesIn", () => {
  it.each([
    ["What is 3 + 4?\n(A) 5 (B) 6 (C) 7", ["5", "6", "7"]],
    ["What is 3 + 4?\nA) 5\nB) 6\nC) 7\nGive a letter.", ["5", "6", "7"]],
    ["Which is it?\nA. a cat\nB. a dog", ["a cat", "a dog"]],
    [
      "How many? $\\textbf{(A)}\\ 5 \\qquad \\textbf{(B)}\\ \\frac{1}{2} \\qquad \\textbf{(C)}\\ 7$",
      ["5", "\\frac{1}{2}", "7"],
    ],
    ["Points (A) and C) lie apart. How far?\n(A) 1 m (B) 2 m", ["1 m", "2 m"]],
  ])("%s", (problem, choices) => {
    expect(choicesIn(problem)).toEqual(choices);
  });

  it.each(["What is 3 + 4?", "Ann stands at A. Ben stands at B. How far?", "Let f(A) be 2.", "(A) (B) (C)"])(
    "%s has none",
    (problem) => {
      expect(choicesIn(problem)).toBeNull();
    },
  );

  it("lets a letter be judged against its content, either way round", () => {
    const choices = choicesIn("What is 3 + 4?\n(A) 5 (B) 6 (C) 7") ?? [];
    expect(gradeAnswer("C", "7", { choices }).equal).toBe(true);
    expect(gradeAnswer("7", "(C)", { choices }).equal).toBe(true);
    expect(gradeAnswer("C", "6", { choices }).equal).toBe(false);
    expect(gradeAnswer("7", "B", { choices }).equal).toBe(false);
  });
});

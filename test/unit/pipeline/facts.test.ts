import { describe, expect, it } from "vitest";
import { extractFinalAnswer } from "../../../src/answers/index.ts";
import type { Row } from "../../../src/core/model.ts";
import { recogniseRow } from "../../../src/formats/index.ts";
import { gradeAgainst, gradeTrace, type Question } from "../../../src/pipeline/facts.ts";

function question(answer: string, problem: string, options?: readonly string[]): Question {
  const meta = options === undefined ? [] : [{ name: "options", value: JSON.stringify(options) }];
  return { problem, gold: { answer, solution: null, by: "file" }, meta };
}

function verdict(of: Question, output: string): boolean | null {
  return gradeAgainst(of, extractFinalAnswer(output)).equal;
}

describe("gradeTrace", () => {
  const row = (win: string, lose: string): Row => {
    const prefix = "Step 1: 2 + 2 = 4.\nStep 2:";
    const pair = { prompt: "p", initial_reason_steps: prefix, chosen: win, rejected: lose, answer: "5" };
    const value = { ...pair, full_chosen: win, full_rejected: lose };
    const how = { splitter: "auto", neutralAs: true, mapping: null, provenance: false, now: String } as const;
    return recogniseRow(value)!.read(value, how);
  };
  const verdicts = (of: Row): (boolean | null)[] =>
    of.traces.map((trace) => gradeTrace(of, trace).verdict.equal);

  it.each([
    ["", " So 6. The answer is 6.", [false, null]],
    [" So 5. The answer is 5.", " \n", [null, true]],
    [" So 5. The answer is 5.", " So 6. The answer is 6.", [false, true]],
  ])("a pair with win %j and lose %j: a side that says nothing is neither", (win, lose, expected) => {
    expect(verdicts(row(win, lose))).toEqual(expected);
  });
});

describe("gradeAgainst", () => {
  const listed = "How many legs has a spider?\n(A) 6 (B) 8 (C) 10";

  it("judges a letter by the options that the problem lists", () => {
    expect(verdict(question("8", listed), "The answer is (B).")).toBe(true);
    expect(verdict(question("8", listed), "The answer is (C).")).toBe(false);
    expect(verdict(question("B", listed), "The answer is 8.")).toBe(true);
    expect(verdict(question("B", listed), "The answer is 10.")).toBe(false);
  });

  it("takes the options of the row's own field first", () => {
    const row = question("B", "How many legs has a spider?", ["A) 6", "B) 8", "C) 10"]);
    expect(verdict(row, "The answer is 8.")).toBe(true);
    expect(verdict(row, "The answer is 6.")).toBe(false);
  });

  it("leaves a letter against a value open where no options are known", () => {
    expect(verdict(question("B", "How many legs has a spider?"), "The answer is 8.")).toBeNull();
  });

  it("is unsure of a number that nobody announced beside another", () => {
    const speed = question("30", "How far does it go?");
    expect(verdict(speed, "So the car travels 30 miles in 5 hours.")).toBeNull();
    expect(verdict(question("5", "How long?"), "So the car travels 30 miles in 5 hours.")).toBeNull();
    expect(verdict(question("7", "How long?"), "So the car travels 30 miles in 5 hours.")).toBe(false);
    expect(verdict(speed, "6 * 5 = 30. So it takes 30 minutes for 5 cakes.")).toBe(true);
  });
});

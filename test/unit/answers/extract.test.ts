import { describe, expect, it } from "vitest";
import { extractFinalAnswer, extractGold, gradeOutput } from "../../../src/answers/index.ts";
import { outputs } from "./fixtures.ts";

describe("extractFinalAnswer", () => {
  it.each(outputs())("$output", ({ output, answer, how, reason }) => {
    const found = extractFinalAnswer(output);
    expect(found.answer).toBe(answer);
    if (how !== undefined) expect(found).toMatchObject({ how });
    if (reason !== undefined) expect(found).toMatchObject({ reason });
    if (found.answer === null) return;
    const marked = output.slice(found.start, found.end);
    for (const part of found.answer.split(", ")) expect(marked).toContain(part);
  });
});

describe("extractGold", () => {
  it.each([
    ["18", "18", "whole text"],
    ["3 + 4 = <<3+4=7>>7\n#### 7", "7", "####"],
    ["3 + 4 = 7\nA: 7", "7", "A:"],
    ["so $x=\\boxed{2}$.", "2", "boxed"],
    ["First this.\nThen that. The answer is 12.", "12", "the answer is"],
  ])("%s", (text, answer, how) => {
    expect(extractGold(text)).toMatchObject({ answer, how });
  });
});

describe("gradeOutput", () => {
  it("grades the answer it finds and says where it stands", () => {
    const output = "Half of 5 is 2.5.\nThe answer is $\\frac{5}{2}$.";
    const grade = gradeOutput("2.5", output);
    expect(grade).toMatchObject({
      equal: true,
      extraction: { answer: "\\frac{5}{2}", how: "the answer is" },
    });
    if (grade.extraction.answer !== null) {
      expect(output.slice(grade.extraction.start, grade.extraction.end)).toBe("$\\frac{5}{2}$");
    }
  });

  it("counts an output without an answer as wrong and says why", () => {
    expect(gradeOutput("5", "<think>So it may be 5")).toMatchObject({ equal: false, reason: "truncated" });
    expect(gradeOutput("5", "I don't know.")).toMatchObject({ equal: false, reason: "no final answer" });
  });
});

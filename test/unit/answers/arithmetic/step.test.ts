import { describe, expect, it } from "vitest";
import { checkStep } from "../../../../src/answers/arithmetic/index.ts";
import { FALSE_STEPS } from "./falseEquations.ts";
import { TRUE_STEPS } from "./trueEquations.ts";

describe("steps without a false equation", () => {
  for (const [group, steps] of Object.entries(TRUE_STEPS)) {
    it.each(steps.map((text) => [text]))(`${group}: %s`, (text) => {
      expect(checkStep(text)).toEqual([]);
    });
  }
});

describe("steps with one false equation", () => {
  it.each(FALSE_STEPS.map((one) => [one.text, one] as const))(
    "%s",
    (marked, { expected, kind = "equation" }) => {
      const start = marked.indexOf("⟦");
      const end = marked.indexOf("⟧") - 1;
      const text = marked.replace(/[⟦⟧]/g, "");
      const equation = text.slice(start, end);
      const findings = checkStep(text);
      expect(findings.map((one) => [one.equation, one.expected, one.kind])).toEqual([
        [equation, expected, kind],
      ]);
      expect(findings[0]).toMatchObject({ step: 0, start, end, first: true });
    },
  );

  it("gives both exact values", () => {
    expect(checkStep("7 / 3 = 2.5")[0]).toMatchObject({ left: "7/3", right: "2.5" });
  });

  it("reports each false equation in text order, the first one marked", () => {
    const findings = checkStep("1 + 1 = 3, 2 + 2 = 4, 3 + 3 = 7");
    expect(findings.map((one) => [one.equation, one.first])).toEqual([
      ["1 + 1 = 3", true],
      ["3 + 3 = 7", false],
    ]);
  });
});

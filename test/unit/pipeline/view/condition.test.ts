import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { conditionText, parseCondition } from "../../../../src/pipeline/view/condition.ts";

describe("conditions as people write them", () => {
  it.each([
    ["outcome=wrong", { kind: "outcome", is: "wrong" }],
    ["label=neutral", { kind: "label", is: "neutral" }],
    [" no-win ", { kind: "no-win" }],
    ["judge-disagrees", { kind: "judge-disagrees" }],
    ["data.source=gsm8k", { kind: "field", path: "data.source", value: "gsm8k" }],
    ["level=Level 5", { kind: "field", path: "level", value: "Level 5" }],
    ["label=-1", { kind: "field", path: "label", value: "-1" }],
    ['label="correct"', { kind: "field", path: "label", value: "correct" }],
    ["note=", { kind: "field", path: "note", value: "" }],
    ["a=b=c", { kind: "field", path: "a", value: "b=c" }],
  ])("%j is read", (text, condition) => {
    expect(parseCondition(text)).toEqual(condition);
  });

  it.each(["", "wrong", "outcome=wrogn", "label=good", "=5", ".a=5", "a.=5"])("%j is none", (text) => {
    expect(parseCondition(text)).toBeNull();
  });

  it("are written so that they are read again", () => {
    const path = fc
      .array(fc.stringMatching(/^[a-z_0-9]{1,6}$/u), { minLength: 1, maxLength: 3 })
      .map((keys) => keys.join("."));
    const value = fc.oneof(fc.string(), fc.constantFrom("correct", "wrong", '"quoted"', "5", "null", ""));
    fc.assert(
      fc.property(fc.oneof(path, fc.constantFrom("label", "outcome")), value, (at, one) => {
        const condition = { kind: "field" as const, path: at, value: one };
        expect(parseCondition(conditionText(condition))).toEqual(condition);
      }),
    );
  });
});

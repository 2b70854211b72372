import { describe, expect, it } from "vitest";
import { resolveSplitter, splitSteps, type Splitter } from "../../../src/core/split.ts";

function cut(text: string, splitter: Splitter): string[] {
  return splitSteps(text, splitter).map(({ start, end }) => text.slice(start, end));
}

describe("line ends of other systems", () => {
  it.each([
    ["Windows", "a\r\n\r\nb\r\n \t\r\nc", ["a\r\n\r\n", "b\r\n \t\r\n", "c"]],
    ["old Macs", "a\r\rb\r \rc", ["a\r\r", "b\r \r", "c"]],
    ["a mixture", "a\n\r\nb\r\n\nc", ["a\n\r\n", "b\r\n\n", "c"]],
  ])("part paragraphs: %s", (_, text, steps) => {
    expect(cut(text, "paragraphs")).toEqual(steps);
    expect(resolveSplitter(text, "auto")).toBe("paragraphs");
  });

  it.each([
    ["Windows", "a\r\nb\r\nc", ["a\r\n", "b\r\n", "c"]],
    ["old Macs", "a\rb\rc", ["a\r", "b\r", "c"]],
  ])("part lines: %s", (_, text, steps) => {
    expect(cut(text, "lines")).toEqual(steps);
  });
});

describe("auto", () => {
  it.each([
    ["a lone Step 1 or 0 is structure", "Step 1: a\n\nb", "step"],
    ["as is one that counts from 0", "Step 0: a\n\nb", "step"],
    ["a lone later step is a mention", "Step 5: a\n\nb", "paragraphs"],
    ["two later ones are structure: a continuation", "Step 5: a\n\nStep 6: b", "step"],
  ] as const)("%s", (_, text, splitter) => {
    expect(resolveSplitter(text, "auto")).toBe(splitter);
  });
});

describe("sentences", () => {
  it("end in Chinese and Japanese without a space, with the closing quotation mark", () => {
    expect(cut("他说：“不对！”为什么？因为三。所以。", "sentences")).toEqual([
      "他说：“不对！”",
      "为什么？",
      "因为三。",
      "所以。",
    ]);
    expect(cut("「三だ。」そうか？はい！", "sentences")).toEqual(["「三だ。」", "そうか？", "はい！"]);
  });

  it("end after an ellipsis, an exclamation and a closing bracket", () => {
    expect(cut("Wait… (So 3!) Is it? Yes.", "sentences")).toEqual(["Wait… ", "(So 3!) ", "Is it? ", "Yes."]);
  });
});

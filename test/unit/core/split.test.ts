import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compilePattern, SplitterError } from "../../../src/core/pattern.ts";
import { parseSplitter, resolveSplitter, splitSteps, type Splitter } from "../../../src/core/split.ts";

const pieces = fc.constantFrom(
  "Step 1:",
  "Step 2: ",
  "**Step 3:**",
  "## Step 4\n",
  "1. ",
  "2) ",
  "\n",
  "\n\n",
  " ",
  "\r\n",
  "$x$",
  "$$\n\n",
  "\\[",
  "\\]",
  "<think>",
  "</think>",
  "ки",
  "a b.",
  "e.g. ",
  "```",
  "第1步：",
  "\\begin{align}",
  "\\end{align}",
  "\ud800",
  "🙂",
);
const texts = fc.oneof(
  fc.array(pieces, { maxLength: 30 }).map((all) => all.join("")),
  fc.string({ unit: "binary", maxLength: 60 }),
);
const splitters = fc.constantFrom<Splitter>(
  "auto",
  "step",
  "numbered",
  "paragraphs",
  "lines",
  "sentences",
  "tag:ки",
  "tag:\n",
  "tag: ",
  "tag:\r",
  "tag:\ud83d",
  "pattern:^a",
  "pattern:(?=)",
  "pattern:\\s",
  "pattern:$",
  "pattern:\\b",
  "pattern:(?<=[.!?])",
  "pattern:(?i:X)|[.]",
  "pattern:\\p{L}+",
);
/** Patterns as a person may type them, those that can't be used left out. */
const patterns = fc
  .oneof(
    fc.array(
      fc.constantFrom(
        "a",
        ".",
        "\\n",
        "\\s",
        "^",
        "$",
        "Step",
        "\\d",
        "(?=",
        "(?:",
        ")",
        "|",
        "[.:]",
        "+",
        "?",
      ),
      {
        minLength: 1,
        maxLength: 6,
      },
    ),
    fc.array(fc.string({ unit: "grapheme", maxLength: 3 }), { minLength: 1, maxLength: 2 }),
  )
  .map((all): Splitter => `pattern:${all.join("")}`)
  .filter((splitter) => {
    try {
      return parseSplitter(splitter) === splitter;
    } catch {
      return false;
    }
  });

describe("splitSteps", () => {
  it("cuts into contiguous spans that give the text back", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(texts, fc.oneof(splitters, patterns), (text, splitter) => {
        const spans = splitSteps(text, splitter);
        expect(spans.map((span) => text.slice(span.start, span.end)).join("")).toBe(text);
        expect(spans.every((span) => span.start < span.end)).toBe(true);
        expect(spans.every((span, k) => span.start === (spans[k - 1]?.end ?? 0))).toBe(true);
        for (const span of spans.slice(1)) expect(text[span.start]).toMatch(/\S/u);
      }),
      { numRuns: 2000 },
    );
  });

  const cases: readonly (readonly [string, Splitter, string, readonly string[]])[] = [
    [
      "preamble joins step 1",
      "step",
      "Let's go.\nStep 1: a\nStep 2: b",
      ["Let's go.\nStep 1: a\n", "Step 2: b"],
    ],
    ["bold markers", "step", "**Step 1:** a\n\n**Step 2: T** b", ["**Step 1:** a\n\n", "**Step 2: T** b"]],
    ["headings", "step", "## Step 1: T\na\n### Step 2\nb", ["## Step 1: T\na\n", "### Step 2\nb"]],
    ["full stop after the number", "step", "Step 1. a\nStep 2. b", ["Step 1. a\n", "Step 2. b"]],
    ["markers inside a line that count on", "step", "Step 1: a. Step 2: b.", ["Step 1: a. ", "Step 2: b."]],
    [
      "a mention is no marker",
      "step",
      "Step 1: a\nStep 2: see. Step 1: said so",
      ["Step 1: a\n", "Step 2: see. Step 1: said so"],
    ],
    ["other languages", "step", "步骤 1：a\n步骤 2：b", ["步骤 1：a\n", "步骤 2：b"]],
    ["a decimal is no marker", "step", "Step 1: a\nStep 2.5 times b", ["Step 1: a\nStep 2.5 times b"]],
    [
      "list that counts 1, 2",
      "numbered",
      "So:\n1. a\n   1. inner\n2. b",
      ["So:\n1. a\n   1. inner\n", "2. b"],
    ],
    ["paragraphs", "paragraphs", "a\nb\n\n\nc", ["a\nb\n\n\n", "c"]],
    ["display math is whole", "paragraphs", "a \\[\n\n x\\] b\n\nc", ["a \\[\n\n x\\] b\n\n", "c"]],
    ["lines, whatever ends them", "lines", "a\r\n\r\nb\nc", ["a\r\n\r\n", "b\n", "c"]],
    ["leading white space is in the first step", "lines", "\n a\nb", ["\n a\n", "b"]],
    [
      "sentences",
      "sentences",
      "It is 3.5, e.g. $a. b$ here. Then b! 好。是",
      ["It is 3.5, e.g. $a. b$ here. ", "Then b! ", "好。", "是"],
    ],
    ["after each tag", "tag:ки", "a ки\nb ки", ["a ки\n", "b ки"]],
    ["before each match", "pattern:^Then", "a\nThen b\nThen c", ["a\n", "Then b\n", "Then c"]],
    [
      "think tags stay with their step",
      "paragraphs",
      "<think>\n\na\n\nb\n\n</think>\n\nc",
      ["<think>\n\na\n\n", "b\n\n</think>\n\n", "c"],
    ],
    [
      "thinking and answer are cut apart",
      "auto",
      "<think>\na\n\nb</think>Step 1: c\nStep 2: d",
      ["<think>\na\n\n", "b</think>", "Step 1: c\n", "Step 2: d"],
    ],
    ["an open think block", "auto", "<think>\na\n\nb", ["<think>\na\n\n", "b"]],
    ["empty text has no steps", "auto", "", []],
    ["white space alone is one step", "auto", " \n\n ", [" \n\n "]],
  ];
  it.each(cases)("%s", (_, splitter, text, expected) => {
    expect(splitSteps(text, splitter).map((span) => text.slice(span.start, span.end))).toEqual(expected);
  });

  // The time limit is what fails: the square of these lengths takes minutes.
  it("is linear: hostile texts are cut", () => {
    for (const bit of [
      "\n",
      " ",
      "$",
      "\\[",
      "$a ",
      "1. ",
      "Step 1: ",
      "\n \n",
      "```",
      "<think>",
      "</think>",
      ".) ",
    ]) {
      for (const splitter of ["auto", "sentences", "lines", "step"] as const)
        expect(splitSteps(bit.repeat(60_000), splitter).at(-1)?.end).toBe(bit.length * 60_000);
    }
  });
});

describe("resolveSplitter", () => {
  it.each([
    ["Step 1: a", "step"],
    ["… so\nStep 2: a\nStep 3: b", "step"],
    ["1. a\n2. b", "numbered"],
    ["a\n\nb\n\nc\n\nd:\n1. x\n2. y", "paragraphs"],
    ["a\n\nb", "paragraphs"],
    ["a\nb", "lines"],
    ["<think>a\n\nb</think>\n1. a\n2. b", "numbered"],
  ] as const)("%j is cut as %s", (text, expected) => {
    expect(resolveSplitter(text, "auto")).toBe(expected);
    expect(resolveSplitter(text, "lines")).toBe("lines");
  });
});

describe("a person's pattern", () => {
  it.each(["(", "", "(a+)+", "(?:a|b)*c", "(a*){2,}", "(x)\\1", "a".repeat(400), "((a|b)c)+"])(
    "%j is refused",
    (source) => {
      expect(() => compilePattern(source)).toThrow(SplitterError);
      expect(() => parseSplitter(`pattern:${source}`)).toThrow(SplitterError);
    },
  );
  it.each([
    "^Step \\d+:",
    "\\n(?=\\d+\\.)",
    "(?:Then|Next),",
    "[+*|]+",
    "(?:ab)+",
    "(a+)?",
    "(?<n>\\d+)[.)]",
  ])("%j is taken", (source) => {
    expect(parseSplitter(`pattern:${source}`)).toBe(`pattern:${source}`);
  });
  it("tells an unknown splitter by name", () => {
    expect(() => parseSplitter("word")).toThrow(/"word" is no splitter/u);
    expect(() => parseSplitter("tag:")).toThrow(/tag/u);
  });

  it("cuts a text of endless lines so far, and leaves the rest whole", () => {
    const text = "a b\n".repeat(300_000);
    const spans = splitSteps(text, "auto");
    expect(spans).toHaveLength(200_001);
    expect(spans.at(-1)).toEqual({ start: 800_000, end: text.length });
  });
});

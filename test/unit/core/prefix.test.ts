import { describe, expect, it } from "vitest";
import {
  firstStepOf,
  joinSteps,
  keepSeparator,
  nativePrefix,
  stepBody,
  stepForm,
  stripMarker,
  traceSplitter,
} from "../../../src/core/prefix.ts";
import { splitSteps, type Splitter } from "../../../src/core/split.ts";
import type { Trace } from "../../../src/core/model.ts";

function trace(text: string, splitter: Splitter = "auto"): Trace {
  const steps = splitSteps(text, splitter).map((span) => ({
    ...span,
    text: text.slice(span.start, span.end),
    label: null,
    by: null,
    at: null,
    value: null,
  }));
  return { name: "", text, steps, fixedSteps: false, outcome: "unknown", outcomeBy: null, answer: null };
}

function fixed(steps: readonly string[], separator: string): Trace {
  const { text, spans } = joinSteps(steps, separator);
  return {
    ...trace(text),
    fixedSteps: true,
    steps: spans.map((span) => ({
      ...span,
      text: text.slice(span.start, span.end),
      label: null,
      by: null,
      at: null,
      value: null,
    })),
  };
}

describe("nativePrefix", () => {
  const marked = "Let's think step by step.\nStep 1: a.\n\nStep 2: b.\nStep 3: c.";
  it.each([
    [marked, 0, "Let's think step by step.\nStep 1:", " a."],
    [marked, 1, "Let's think step by step.\nStep 1: a.\n\nStep 2:", " b."],
    ["So:\n1. a\n2. b", 0, "So:\n1.", " a"],
    ["So:\n1. a\n2. b", 1, "So:\n1. a\n2.", " b"],
    ["**Step 1:** a\n**Step 2:** b\n", 1, "**Step 1:** a\n**Step 2:**", " b"],
    ["a\nb\n", 0, "", "a"],
    ["a\nb\n", 1, "a\n", "b"],
    ["We have:\n1. x\n\nthen", 0, "", "We have:\n1. x"],
  ] as const)("%j at step index %i", (text, step, prefix, body) => {
    expect(nativePrefix(trace(text), step)).toBe(prefix);
    expect(stepBody(trace(text), step)).toBe(body);
  });
  it("refuses a step that is not there", () => {
    expect(() => nativePrefix(trace("a"), 3)).toThrow(/no step 4/u);
  });
});

it("stripMarker leaves the leading space", () => {
  expect(stripMarker("Step 12: foo bar.\n\n")).toBe(" foo bar.");
  expect(stripMarker("foo\n")).toBe("foo");
});

describe("firstStepOf", () => {
  const marked = trace("Step 1: a.\nStep 2: b.");
  it.each([
    [marked, 1, " new\nmore\n\nStep 3: c\n", " new\nmore"],
    [marked, 1, " new", " new"],
    [trace("a\nb\nc"), 1, "x = 1\ny\n", "x = 1"],
    [trace("a\n\nb"), 1, "x\ny\n\nz", "x\ny"],
    [trace("a\nb\nc"), 1, "\n x\ny", "x"],
    [fixed(["a", "b\nc"], "\n\n"), 1, "x\ny\n\nz", "x\ny"],
    [fixed(["a", "b"], "\n"), 1, "x\ny", "x"],
    [marked, 1, "", ""],
  ] as const)("case %#", (from, step, continuation, first) => {
    expect(firstStepOf(from, nativePrefix(from, step), continuation, "auto")).toBe(first);
  });
});

it("firstStepOf cuts a rewritten prefix at its markers", () => {
  const from = fixed(["a", "b\nc"], "\n\n");
  expect(firstStepOf(from, stepForm(from, 1), " x\n\ny\nStep 3: z", "auto")).toBe(" x\n\ny");
});

it("stepForm rewrites into the paper's form", () => {
  expect(stepForm(trace("a\nb\nc"), 2)).toBe("Let's think step by step.\nStep 1: a\nStep 2: b\nStep 3:");
  expect(stepForm(trace("Step 1: a\nStep 2: b"), 1)).toBe("Let's think step by step.\nStep 1: a\nStep 2:");
});

it("keepSeparator keeps what parts the steps", () => {
  expect(keepSeparator("old\n\n", "new ")).toBe("new\n\n");
  expect(keepSeparator("old", "new\n")).toBe("new");
});

it("traceSplitter follows how the file's own steps were joined", () => {
  expect(traceSplitter(fixed(["a", "b"], "\n\n"), "auto")).toBe("paragraphs");
  expect(traceSplitter(fixed(["Step 1: a", "Step 2: b"], "\n"), "auto")).toBe("step");
  expect(traceSplitter(trace("a"), "sentences")).toBe("sentences");
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Label, Pair, Row, Trace } from "../../../src/core/model.ts";
import type { Format } from "../../../src/formats/format.ts";
import { formatById, formats, recogniseRow } from "../../../src/formats/index.ts";
import { convertRow } from "../../../src/pipeline/convert.ts";
import { plainText } from "../../../src/pipeline/convertSteps.ts";
import { readOptions as read } from "../../support/readOptions.ts";

const written = formats.filter((format) => format.create !== undefined);

/** What texts are made of: all that some format or splitter takes for a mark of its own. */
const texts = fc
  .array(
    fc.constantFrom(
      ...[
        "2 + 3 = 5.",
        "So x.",
        "a\nb",
        "p\n\nq",
        "Step 1: a",
        "Step 2: b",
        "ends -",
        "ends +",
        "\\boxed{5}",
      ],
      ...["The answer is: 5", "#### 5", "ü🙂", "точки", "1. one\n2. two", "x\r\ny", "Is it? Yes", "User: hi"],
    ),
    { minLength: 1, maxLength: 3 },
  )
  .map((all) => all.join(" "));
const steps = fc.array(
  fc.record({
    text: texts,
    label: fc.constantFrom<Label | null>("correct", "neutral", "incorrect", null),
    value: fc.constantFrom(null, 0, 0.25, 1),
  }),
  { minLength: 1, maxLength: 4 },
);
const traces = fc
  .record({
    steps,
    gap: fc.constantFrom("\n", "\n\n", " "),
    outcome: fc.constantFrom("right" as const, "wrong" as const, "unknown" as const),
    answer: fc.constantFrom(null, "5", "x+1"),
    name: fc.constantFrom("", "m1"),
  })
  .map(({ steps: all, gap, outcome, answer, name }): Trace => {
    let at = 0;
    const placed = all.map(({ text, label, value }, index) => {
      const whole = index === all.length - 1 ? text : text + gap;
      const by = label === null ? null : ("file" as const);
      return { text: whole, start: at, end: (at += whole.length), label, by, at: null, value };
    });
    const text = placed.map((step) => step.text).join("");
    const by = outcome === "unknown" ? null : ("file" as const);
    return { name, text, steps: placed, fixedSteps: true, outcome, outcomeBy: by, answer };
  });
const pairs = fc
  .record({
    prefix: fc.constantFrom("", "Step 1: a\nStep 2:", "Let's think step by step.\nStep 1: a.\nStep 2:"),
    win: texts,
    lose: texts,
  })
  .map((pair): Pair => ({ ...pair, trace: null, step: 0, run: null, from: "row" }));
const rows = fc
  .record({
    problem: texts,
    gold: fc.record({
      answer: fc.constantFrom(null, "5", "\\frac{1}{2}"),
      solution: fc.option(texts, { nil: null }),
    }),
    traces: fc.array(traces, { maxLength: 2 }),
    pairs: fc.array(pairs, { maxLength: 1 }),
  })
  .map((row): Row => ({ ...row, gold: { ...row.gold, by: "file" }, meta: [] }));

/** What a row says, white space and step marks aside; an answer of no characters says nothing. */
function said({ problem, gold, traces: all, pairs: sides }: Row): object {
  return {
    problem: plainText(problem),
    answer: gold.answer,
    traces: all.map(({ outcome, answer, steps: cut }) => ({
      outcome,
      answer: answer === "" ? null : answer,
      steps: cut.map((step) => [plainText(step.text), step.label, step.value]),
    })),
    // One without a win is a place to rectify, which labels tell too.
    pairs: sides.flatMap(({ prefix, win, lose }) =>
      win === null ? [] : [[prefix, win, lose ?? ""].map(plainText)],
    ),
  };
}

/** Where one row says nothing of gold or an outcome, the other may. */
function withGained(row: Row, gained: Row): Row {
  return {
    ...row,
    gold: { ...row.gold, answer: row.gold.answer ?? gained.gold.answer },
    traces: row.traces.map((trace, index) =>
      trace.outcome === "unknown" ? { ...trace, outcome: gained.traces[index]?.outcome ?? "unknown" } : trace,
    ),
  };
}

/** A row as a format holds it; null where it can't. */
function held(row: Row, format: Format): Row | null {
  const value = format.create?.(row) ?? null;
  return value === null || recogniseRow(value) !== format ? null : format.read(value, read);
}

describe.each(written.map(({ id }) => id))("from %s", (id) => {
  const from = formatById(id)!;

  it("a conversion that says nothing is lost says all the same, and back again", { timeout: 60_000 }, () => {
    const lossless = new Set<string>();
    fc.assert(
      fc.property(rows, fc.constantFrom(...written), fc.boolean(), (given, to, keep) => {
        const row = held(given, from);
        if (row === null) return;
        const there = convertRow(row, to, { keep, read });
        if (there.lost.length > 0 || there.values.length !== 1) return;
        lossless.add(to.id);
        const made = to.read(there.values[0]!, read);
        expect(said(made)).toEqual(said(withGained(row, made)));
        const back = convertRow(made, from, { keep: true, read });
        if (back.lost.length > 0) return;
        expect(back.skipped).toBeNull();
        const again = from.read(back.values[0]!, read);
        expect(said(again)).toEqual(said(withGained(row, again)));
      }),
      { numRuns: 1500 },
    );
    expect(lossless.size).toBeGreaterThan(0);
  });
});

it("a problem that holds the mark of Math-Shepherd is not written as such a row", () => {
  const row = formatById("trl-stepwise")!.read(
    { prompt: "Где точки?", completions: ["a"], labels: [true] },
    read,
  );
  expect(convertRow(row, formatById("math-shepherd")!, { keep: false, read }).values).toEqual([]);
});

it("steps that the new format cuts otherwise are told of, and their labels kept where they are true", () => {
  const value = { problem: "p", steps: ["a\n\nb", "c"], final_answer_correct: false, label: 0 };
  const row = formatById("processbench")!.read(value, read);
  const chat = formatById("chat")!;
  const { values, lost } = convertRow(row, chat, { keep: true, read });
  expect(lost).toEqual(["1 step cut"]);
  const labels = chat.read(values[0]!, read).traces[0]!.steps.map((step) => step.label);
  expect(labels).toEqual(["incorrect", "incorrect", null]);
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyTextEdits, type Change } from "../../../src/core/change.ts";
import type { Label, Step } from "../../../src/core/model.ts";
import type { Splitter } from "../../../src/core/split.ts";
import type { JsonObject } from "../../../src/formats/format.ts";
import { jsonEditsToTextEdits, recogniseRow } from "../../../src/formats/index.ts";
import { readOptions as options } from "../../support/readOptions.ts";

function stepsOf(raw: string, splitter: Splitter): readonly Step[] {
  const value = JSON.parse(raw) as JsonObject;
  return recogniseRow(value)!.read(value, { ...options, splitter }).traces[0]!.steps;
}

function changed(raw: string, splitter: Splitter, change: Change): string {
  const value = JSON.parse(raw) as JsonObject;
  const result = recogniseRow(value)!.write(value, change, { ...options, splitter });
  if (result.kind !== "row") throw new Error(result.kind);
  return applyTextEdits(raw, jsonEditsToTextEdits(raw, result.edits)).text;
}

/** Every visible character as a step of its own: the finest that labels can be told apart. */
const finest = "pattern:\\S";

/** The label of each visible character of a stretch. */
function charLabels(raw: string, from = 0, to = Infinity): (Label | null)[] {
  return stepsOf(raw, finest)
    .filter((step) => step.start >= from && step.start < to)
    .map((step) => step.label);
}

/** Texts whose steps repeat, run together, are cut otherwise by each splitter, or end in odd white space. */
const texts = fc
  .array(
    fc.constantFrom(
      ...[
        "Step 1: so.",
        "Step 2: so.",
        "so.",
        "so. so.",
        "1. x",
        "2. x",
        " ",
        "\n",
        "\n\n",
        "\r\n",
        "\r\n\r\n",
        "ки",
      ],
      ...["<think>", "</think>", "\\[ a\n\nb \\]", "x", "é", "步骤 1：好。", "\t", "\u00a0"],
    ),
    { minLength: 3, maxLength: 16 },
  )
  .map((all) => `a${all.join("")}`);
const splitters = fc.constantFrom<Splitter>(
  ...(["auto", "step", "numbered", "paragraphs", "lines", "sentences", "tag:ки", "tag:\n"] as const),
  ...(["pattern:^Step", "pattern:s", "pattern:(?<=\\.)", finest] as const),
);
const labels = fc.constantFrom<Label | null>("correct", "neutral", "incorrect", null);
const places = fc.record({ splitter: splitters, step: fc.nat({ max: 30 }), label: labels });

/** The row after labels given through several splitters, and what each character of its text is to read as. */
function labelled(
  text: string,
  given: readonly { splitter: Splitter; step: number; label: Label | null }[],
): { raw: string; model: (Label | null)[] } {
  let raw = JSON.stringify({ query: "q", response: text });
  const model = Array.from<Label | null>({ length: text.length }).fill(null);
  for (const { splitter, step, label } of given) {
    const steps = stepsOf(raw, splitter);
    const at = step % steps.length;
    raw = changed(raw, splitter, { kind: "label", trace: 0, step: at, label, by: "person" });
    model.fill(label, steps[at]!.start, steps[at]!.end);
  }
  return { raw, model };
}

describe("labels, whatever cuts the text", () => {
  it("stay with the characters that they were given to", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(texts, fc.array(places, { maxLength: 6 }), (text, given) => {
        const { raw, model } = labelled(text, given);
        const expected = stepsOf(raw, finest).map((step) => model[step.start]);
        expect(charLabels(raw)).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  it(
    "a step reads as all of its text does, and as incorrect where it holds a step that is",
    { timeout: 60_000 },
    () => {
      fc.assert(
        fc.property(texts, fc.array(places, { maxLength: 6 }), splitters, (text, given, splitter) => {
          const { raw } = labelled(text, given);
          for (const step of stepsOf(raw, splitter)) {
            const inside = [...new Set(charLabels(raw, step.start, step.end))];
            if (inside.length === 1) expect(step.label).toBe(inside[0]);
            else expect([null, ...inside]).toContain(step.label);
          }
        }),
        {
          numRuns: 500,
          examples: [
            // Two labels that are the same brush the step, with white space between them.
            [
              "a\\[ a\n\nb \\]2. x\n\n2. xStep 1: so.Step 1: so.",
              [
                { splitter: "auto", step: 15, label: "neutral" },
                { splitter: "tag:\n", step: 1, label: "neutral" },
              ],
              "pattern:(?<=\\.)",
            ],
          ],
        },
      );
    },
  );

  it("stay where a step's text is changed: those of the text around it", { timeout: 60_000 }, () => {
    const edit = fc.record({
      splitter: splitters,
      step: fc.nat({ max: 30 }),
      to: fc.constantFrom("so.", "x", "so. so.", "y\nz", "  x", "Step 1: so."),
    });
    fc.assert(
      fc.property(texts, fc.array(places, { maxLength: 6 }), edit, (text, given, { splitter, step, to }) => {
        // A tag that is written over is cut into characters of its own.
        fc.pre(!text.includes("</think>"));
        const { raw } = labelled(text, given);
        const steps = stepsOf(raw, splitter);
        const { start, end } = steps[step % steps.length]!;
        const after = changed(raw, splitter, {
          kind: "stepText",
          trace: 0,
          step: step % steps.length,
          text: to,
        });
        const { response } = JSON.parse(after) as { response: string };
        const grown = response.length - text.length;
        expect(charLabels(after, 0, start)).toEqual(charLabels(raw, 0, start));
        expect(charLabels(after, end + grown)).toEqual(charLabels(raw, end));
      }),
      { numRuns: 500 },
    );
  });

  it("of a wrong step show when it is cut together with a longer right one", () => {
    const text = "This line is long and nothing is wrong in it.\n1 + 1 = 3\n\nThe end.";
    const { raw } = labelled(text, [
      { splitter: "lines", step: 0, label: "correct" },
      { splitter: "lines", step: 1, label: "incorrect" },
    ]);
    expect(stepsOf(raw, "paragraphs").map((step) => step.label)).toEqual(["incorrect", null]);
    expect(stepsOf(raw, "lines").map((step) => step.label)).toEqual(["correct", "incorrect", null]);
  });
});

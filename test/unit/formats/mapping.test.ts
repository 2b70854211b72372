import { readFileSync } from "node:fs";
import Ajv from "ajv";
import { describe, expect, it } from "vitest";
import { applyTextEdits, type Change } from "../../../src/core/change.ts";
import type { FieldMapping, JsonObject, ReadOptions } from "../../../src/formats/format.ts";
import {
  jsonEditsToTextEdits,
  mappedFormat,
  proposeMapping,
  recogniseRow,
} from "../../../src/formats/index.ts";

const options: ReadOptions = {
  splitter: "auto",
  neutralAs: true,
  now: () => "2026-01-01T00:00:00Z",
  mapping: null,
  provenance: false,
};
const schema = JSON.parse(
  readFileSync(new URL("../../../media/schemas/field-mapping.json", import.meta.url), "utf8"),
) as object;
const valid = new Ajv.default().compile(schema);

describe("proposeMapping", () => {
  const cases: readonly (readonly [JsonObject, FieldMapping | null])[] = [
    [
      { id: 1, question_text: "q", gold_answer: 5, model_output: "a\nb" },
      { problem: "question_text", answer: "gold_answer", trace: "model_output" },
    ],
    [
      { data: { question: "q", finalAnswer: "5" }, cot: "a" },
      { problem: "data.question", answer: "data.finalAnswer", trace: "cot" },
    ],
    [
      { task: "q", steps: [{ content: "a" }], ratings: [1] },
      { problem: "task", steps: "steps", stepText: "content", labels: "ratings" },
    ],
    [
      { statement: "q", winner: "a", loser: "b", prefix: "p" },
      { problem: "statement", chosen: "winner", rejected: "loser", prefix: "prefix" },
    ],
    [
      { question: "q", cot: "a", is_correct: false, winner: "a" },
      { problem: "question", trace: "cot", outcome: "is_correct" },
    ],
    [{ foo: "q", bar: 1 }, null],
    [{ question: "q" }, null],
  ];
  it.each(cases)("of %j", (row, expected) => {
    const found = proposeMapping([row, row, { other: 1 }]);
    expect(found).toEqual(expected);
    if (found !== null) expect(valid(found)).toBe(true);
  });
});

describe("mappedFormat", () => {
  const raw =
    '{"data":{"q":"What is 1+1?","gold":"2"},"work":[{"t":"1+1"},{"t":"=3"}],"marks":["good","bad"],"ok":0}';
  const mapping: FieldMapping = {
    problem: "data.q",
    answer: "data.gold",
    steps: "work",
    stepText: "t",
    labels: "marks",
    outcome: "ok",
  };
  const value = JSON.parse(raw) as JsonObject;

  function change(what: Change): string {
    const result = mappedFormat(mapping).write(value, what, options);
    if (result.kind !== "row") throw new Error(result.kind);
    return applyTextEdits(raw, jsonEditsToTextEdits(raw, result.edits)).text;
  }

  it("reads the fields that the person named", () => {
    expect(recogniseRow(value)).toBeNull();
    expect(recogniseRow(value, mapping)?.id).toBe("mapped");
    const row = mappedFormat(mapping).read(value, options);
    expect(row.gold.answer).toBe("2");
    expect(row.traces[0]!.outcome).toBe("wrong");
    expect(row.traces[0]!.steps.map((step) => [step.text, step.label])).toEqual([
      ["1+1\n", "correct"],
      ["=3", "incorrect"],
    ]);
  });
  it("writes them", () => {
    expect(change({ kind: "label", trace: 0, step: 1, label: "neutral", by: "person" })).toContain(
      '"marks":["good","okay"]',
    );
    expect(change({ kind: "stepText", trace: 0, step: 1, text: "=2" })).toContain('{"t":"=2"}');
    expect(change({ kind: "gold", answer: "3" })).toContain('"gold":"3"');
  });
  it("gives way to known formats where it doesn't fit", () => {
    expect(recogniseRow({ question: "q", answer: "#### 1" }, mapping)?.id).toBe("gsm8k");
  });
});

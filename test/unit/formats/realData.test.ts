import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { applyTextEdits } from "../../../src/core/change.ts";
import type { JsonObject } from "../../../src/formats/format.ts";
import { jsonEditsToTextEdits, recogniseRow } from "../../../src/formats/index.ts";
import { readOptions as options } from "../../support/readOptions.ts";

/** Real files that the project may read but doesn't carry. */
const data = new URL("../../../../shared/data/", import.meta.url);
const here = existsSync(data);
function rowsOf(file: string): JsonObject[] {
  const text = readFileSync(new URL(file, data), "utf8");
  if (file.endsWith(".json")) return JSON.parse(text) as JsonObject[];
  return linesOf(file).map((line) => JSON.parse(line) as JsonObject);
}

function linesOf(file: string): string[] {
  return readFileSync(new URL(file, data), "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "");
}

/** Counts taken from the raw JSON, without the code under test. */
interface Expected {
  readonly traces: (row: JsonObject) => number;
  readonly steps: (row: JsonObject) => number | null;
  readonly gold: (row: JsonObject) => string | null;
}

const said = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" ? `${value}` : "";
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const textLines = (text: unknown): number =>
  typeof text === "string" ? text.split("\n").filter((line) => line.trim() !== "").length : 0;
const solutions = (row: JsonObject): JsonObject[] =>
  Object.values(row).filter((one): one is JsonObject => typeof one === "object");
const none: Expected = { traces: () => 0, steps: () => 0, gold: (row) => said(row["answer"]) };
const marked: Expected = {
  traces: () => 1,
  steps: (row) => list(row["steps"]).length,
  gold: (row) => (row["target"] as string | undefined) ?? null,
};
const afterHashes = (row: JsonObject): string => said(row["answer"]).split("#### ")[1] ?? "";

const files: readonly (readonly [string, string, number, Expected])[] = [
  ["gsm8k/train.jsonl", "gsm8k", 7473, { ...none, gold: afterHashes }],
  ["gsm8k/test.jsonl", "gsm8k", 1319, { ...none, gold: afterHashes }],
  [
    "gsm8k/example_model_solutions.jsonl",
    "gsm8k-solutions",
    1319,
    {
      traces: () => 4,
      // Not all solutions are lines: a few hold blank lines and are cut into paragraphs.
      steps: (row) =>
        JSON.stringify(row).includes("\\n\\n")
          ? null
          : solutions(row).reduce((sum, one) => sum + textLines(one["solution"]), 0),
      gold: (row) => said(row["ground_truth"]).split("\nA: ")[1] ?? null,
    },
  ],
  [
    "step-dpo/GSM8K_test_data.jsonl",
    "step-dpo-problems",
    1319,
    { ...none, gold: (row) => said(list(row["answer"])[0]) },
  ],
  ["processbench/gsm8k.json", "processbench", 400, marked],
  ["processbench/math.json", "processbench", 1000, marked],
  ["big-bench-mistake/dyck_languages.jsonl", "big-bench-mistake", 986, marked],
  ["big-bench-mistake/multistep_arithmetic.jsonl", "big-bench-mistake", 300, marked],
  ["big-bench-mistake/tracking_shuffled_objects.jsonl", "big-bench-mistake", 300, marked],
  [
    "qwen2.5-math/math_cot_50.jsonl",
    "qwen-eval",
    50,
    { traces: () => 8, steps: () => null, gold: (row) => said(row["gt"]) },
  ],
  ["eval/aqua.jsonl", "aqua", 254, { ...none, gold: (row) => said(row["correct"]) }],
  ["eval/aime24.jsonl", "math", 30, none],
  ["eval/amc23.jsonl", "aime", 40, none],
  ["eval/svamp.jsonl", "svamp", 1000, { ...none, gold: (row) => said(row["Answer"]) }],
];

describe.skipIf(!here)("real files (skipped where ../shared/data is absent)", () => {
  it.each(files)("%s is %s", (file, id, count, expected) => {
    const rows = rowsOf(file);
    expect(rows.length).toBe(count);
    for (const value of rows) {
      const format = recogniseRow(value);
      expect(format?.id).toBe(id);
      const row = format!.read(value, options);
      expect(row.problem.length).toBeGreaterThan(0);
      expect(row.gold.answer).toBe(expected.gold(value)?.trim() ?? null);
      expect(row.traces.length).toBe(expected.traces(value));
      const steps = expected.steps(value);
      if (steps !== null) expect(row.traces.reduce((sum, trace) => sum + trace.steps.length, 0)).toBe(steps);
      for (const trace of row.traces) expect(trace.steps.map((step) => step.text).join("")).toBe(trace.text);
    }
  });

  it("covers every file that is there", () => {
    const found = readdirSync(data, { recursive: true, encoding: "utf8" })
      .map((name) => name.replaceAll("\\", "/"))
      // Pairs of answers are rows for `stepdpo grade`, not a dataset.
      .filter((name) => /\.jsonl?$/u.test(name) && !name.startsWith("answers/"));
    expect(files.map(([file]) => file).sort()).toEqual(found.sort());
  });

  // Where texts are cut: totals that a script in another language counted (paragraphs, else lines; numbered lists; markers).
  it.each([
    ["gsm8k/example_model_solutions.jsonl", 5276, 23_141],
    ["qwen2.5-math/math_cot_50.jsonl", 400, 2792],
  ])("%s has %i traces and %i steps in all", (file, traces, steps) => {
    const read = rowsOf(file).flatMap((value) => recogniseRow(value)!.read(value, options).traces);
    expect(read.length).toBe(traces);
    expect(read.reduce((sum, trace) => sum + trace.steps.length, 0)).toBe(steps);
  });

  it("outcomes and first errors are the file's", () => {
    for (const value of rowsOf("gsm8k/example_model_solutions.jsonl")) {
      const row = recogniseRow(value)!.read(value, options);
      expect(row.traces.map((trace) => trace.outcome === "right")).toEqual(
        solutions(value).map((one) => one["is_correct"]),
      );
      expect(row.traces.map((trace) => trace.name)).toEqual([
        "6b_finetuning",
        "6b_verification",
        "175b_finetuning",
        "175b_verification",
      ]);
    }
    for (const value of rowsOf("processbench/math.json")) {
      const [trace] = recogniseRow(value)!.read(value, options).traces;
      expect(trace!.steps.findIndex((step) => step.label === "incorrect")).toBe(value["label"]);
      expect(trace!.outcome).toBe(value["final_answer_correct"] === true ? "right" : "wrong");
    }
  });

  it("labelling changes the index alone, and a label elsewhere adds step_dpo alone", () => {
    for (const raw of linesOf("big-bench-mistake/multistep_arithmetic.jsonl")) {
      const value = JSON.parse(raw) as JsonObject;
      const format = recogniseRow(value)!;
      const edited = format.write(
        value,
        { kind: "label", trace: 0, step: 0, label: "incorrect", by: "person" },
        options,
      );
      expect(edited.kind).toBe("row");
      if (edited.kind !== "row") continue;
      const { text } = applyTextEdits(raw, jsonEditsToTextEdits(raw, edited.edits));
      expect(text).toBe(raw.replace(/"mistake_index": (?:null|\d+)/u, '"mistake_index": 0'));
    }
  });
});

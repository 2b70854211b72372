import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { conditionText } from "../../../../src/pipeline/view/condition.ts";
import { createView } from "../../../../src/pipeline/view/index.ts";
import { openDataset } from "../../../../src/storage/index.ts";

const data = join(import.meta.dirname, "../../../../../shared/data");

type Row = Record<string, unknown>;
type Counts = Readonly<Record<string, (row: Row) => boolean>>;

function parts(row: Row): Row[] {
  return Object.values(row).filter((value): value is Row => typeof value === "object" && value !== null);
}

const marked: Counts = {
  "outcome=right": (row) => parts(row).some((part) => part["is_correct"] === true),
  "outcome=wrong": (row) => parts(row).some((part) => part["is_correct"] === false),
  "no-win": (row) => parts(row).some((part) => part["is_correct"] === false),
  "6b_finetuning.is_correct=true": (row) => (row["6b_finetuning"] as Row)["is_correct"] === true,
};
const judged: Counts = {
  "outcome=right": (row) => row["final_answer_correct"] === true,
  "outcome=wrong": (row) => row["final_answer_correct"] === false,
  "label=incorrect": (row) => row["label"] !== -1,
  // All steps before the first error, and all where there is none.
  "label=correct": (row) => row["label"] !== 0,
  "label=3": (row) => row["label"] === 3,
  "generator=Qwen2-7B-Instruct": (row) => row["generator"] === "Qwen2-7B-Instruct",
};
const mistakes: Counts = {
  "label=incorrect": (row) => row["mistake_index"] !== null,
};
const scored: Counts = {
  "outcome=right": (row) => (row["score"] as boolean[]).includes(true),
  "outcome=wrong": (row) => (row["score"] as boolean[]).includes(false),
  "level=Level 5": (row) => row["level"] === "Level 5",
  "score=false": (row) => (row["score"] as boolean[]).includes(false),
  unlabelled: () => true,
};

/** Files, what is counted in them by their own fields, and facets that are not to be. */
const files: readonly (readonly [string, Counts])[] = [
  ["gsm8k/example_model_solutions.jsonl", marked],
  ["processbench/gsm8k.json", judged],
  ["processbench/math.json", judged],
  ["big-bench-mistake/dyck_languages.jsonl", mistakes],
  [
    "big-bench-mistake/multistep_arithmetic.jsonl",
    { ...mistakes, "mistake_index=null": (row) => row["mistake_index"] === null },
  ],
  [
    "big-bench-mistake/tracking_shuffled_objects.jsonl",
    { ...mistakes, "target=(B)": (row) => row["target"] === "(B)" },
  ],
  ["qwen2.5-math/math_cot_50.jsonl", scored],
  ["eval/aqua.jsonl", { "correct=A": (row) => row["correct"] === "A" }],
  ["eval/svamp.jsonl", { "Type=Addition": (row) => row["Type"] === "Addition" }],
  ["answers/cases.jsonl", { unreadable: () => true, "expected=true": (row) => row["expected"] === true }],
];

function rowsOf(text: string): Row[] {
  const all = text.startsWith("[") ? (JSON.parse(text) as Row[]) : null;
  return all ?? text.split("\n").flatMap((line) => (line.trim() === "" ? [] : [JSON.parse(line) as Row]));
}

describe.skipIf(!existsSync(data))("facets of real data (skipped where ../shared/data is absent)", () => {
  it.each(files)("%s counts as its own fields do", { timeout: 60_000 }, async (name, counts) => {
    const path = join(data, name);
    const session = await openDataset(path, { stateDir: null });
    const view = createView(session);
    const facets = await view.facets();
    await view.close();
    await session.close();
    const rows = rowsOf(readFileSync(path, "utf8"));
    const expected = Object.entries(counts).map(([where, takes]) => [where, rows.filter(takes).length]);
    const found = new Map(
      facets.flatMap(({ values }) => values.map((value) => [conditionText(value.condition), value.rows])),
    );
    expect(expected.map(([where]) => [where, found.get(String(where))])).toEqual(expected);
  });
});

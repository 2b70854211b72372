import { expect, it } from "vitest";
import { applyTextEdits, type Change } from "../../../src/core/change.ts";
import type { JsonObject } from "../../../src/formats/format.ts";
import { jsonEditsToTextEdits, recogniseRow } from "../../../src/formats/index.ts";
import { readOptions as options } from "../../support/readOptions.ts";

const wrong: Change = { kind: "verdict", trace: 0, outcome: "wrong" };
const incorrect: Change = { kind: "label", trace: 0, step: 0, label: "incorrect", by: "person" };

// A column of truth values and numbers together can't be loaded by who trains on it.
it.each<[string, Change, JsonObject, JsonObject]>([
  ["ProcessBench", wrong, { problem: "p", steps: ["a"], label: -1 }, { final_answer_correct: 1 }],
  ["Qwen evaluation", wrong, { question: "q", gt: "1", code: ["a"] }, { score: [1] }],
  ["collected", wrong, { prompt: "p", completion: "a", prompt_answer: "1" }, { result: 1 }],
  ["lm-eval", wrong, { doc: { question: "q" }, resps: [["a"]], target: "1" }, { exact_match: 1 }],
  ["TRL stepwise", incorrect, { prompt: "p", completions: ["a"] }, { labels: [1] }],
])("%s: 1 becomes 0, true becomes false", (_, change, row, stated) => {
  for (const [old, now] of [
    ["1", "0"],
    ["true", "false"],
  ] as const) {
    const raw = JSON.stringify({ ...row, ...stated }).replace(/1(?=\]?\}$)/u, old);
    const value = JSON.parse(raw) as JsonObject;
    const result = recogniseRow(value)!.write(value, change, options);
    const edits = result.kind === "row" ? jsonEditsToTextEdits(raw, result.edits) : [];
    expect(applyTextEdits(raw, edits).text).toBe(raw.replace(new RegExp(`${old}(?=\\]?\\}$)`, "u"), now));
  }
});

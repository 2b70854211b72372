import { describe, expect, it } from "vitest";
import type { JsonObject, ReadOptions } from "../../../src/formats/format.ts";
import { formatById, recogniseRow } from "../../../src/formats/index.ts";
import { convertRow } from "../../../src/pipeline/convert.ts";
import { readOptions } from "../../support/readOptions.ts";
import { pair } from "./pairRow.ts";

const read: ReadOptions = { ...readOptions, provenance: true };

function convert(from: JsonObject, id: string, keep = false): ReturnType<typeof convertRow> {
  return convertRow(recogniseRow(from)!.read(from, read), formatById(id)!, { keep, read });
}

const rollouts = {
  question: "q",
  final_answer: "3",
  reasoning_steps: [
    { solution_prefix: "a", mc_value: 0.5 },
    { solution_prefix: "a\nb", mc_value: 0 },
  ],
};
const sampled = { question: "q", gt: "1", code: ["It is 1."], pred: ["1"], score: [true] };
const solutions = {
  question: "Tom has 1 apple and buys 2. How many?",
  ground_truth: "He buys 2.\nSo 3.\nA: 3",
  "6b_finetuning": { is_correct: false, solution: "He buys 2.\nA: 4" },
  "6b_verification": { is_correct: true, solution: "So 3.\nA: 3" },
};

describe("a conversion says of each kind of thing that it is lost:", () => {
  it.each<[string, JsonObject, string, readonly string[]]>([
    ["measured values", rollouts, "instruction", ["1 gold answer", "2 step values"]],
    [
      "answers that the file states, names",
      sampled,
      "trl-unpaired",
      ["1 gold answer", "1 stated answer", "1 trace name"],
    ],
    [
      "of several traces, worked solutions",
      solutions,
      "trl-unpaired",
      ["2 gold answers", "2 worked solutions", "2 stated answers", "2 trace names"],
    ],
    [
      "pairs, where a format holds traces alone",
      pair,
      "trl-unpaired",
      ["2 gold answers", "2 labels", "2 trace names", "2 other fields", "1 pair"],
    ],
  ])("%s", (_, from, id, lost) => {
    expect(convert(from, id).lost).toEqual(lost);
  });
});

describe("nothing is made up:", () => {
  const judged = { problem: "p", steps: ["a", "The answer is 8."], final_answer_correct: false, label: 0 };

  it.each(["metamathqa", "mmiqc"])("what is wrong does not become gold in %s", (id) => {
    expect(convert(judged, id).values).toEqual([]);
    expect(convert(judged, id).skipped).toMatch(
      /its trace is wrong, and what \w+ holds is taken to be right/u,
    );
    const mistaken = { input: "p", steps: ["a", "The answer is 8."], target: "7", mistake_index: 0 };
    expect(convert(mistaken, id).skipped).toMatch(/its trace is wrong/u);
    const right = { ...judged, final_answer_correct: true, label: -1 };
    expect(convert(right, id).values).toHaveLength(1);
    // Of several traces those that are right are written, and the others told of.
    expect(convert(solutions, id)).toMatchObject({ skipped: null, values: { length: 1 } });
    expect(convert(solutions, id).lost).toContain("1 trace");
  });

  it("an empty win does not become the losing text", () => {
    const from = { ...pair, chosen: "", full_chosen: "" };
    expect(convert(from, "math-step-dpo").values).toEqual([
      expect.objectContaining({ chosen: "", full_chosen: "" }),
    ]);
    expect(convert(from, "step-dpo-merged").values).toEqual([
      expect.objectContaining({ chosen: "", original_chosen: "" }),
    ]);
  });

  it("a win that the lose starts with keeps its own continuation", () => {
    const from = {
      ...pair,
      chosen: " 3 + 4 = 7",
      full_chosen: " 3 + 4 = 7\nStep 3: The answer is 7.",
      rejected: " 3 + 4 = 70",
      full_rejected: " 3 + 4 = 70\nStep 3: The answer is 70.",
    };
    expect(convert(from, "math-step-dpo")).toMatchObject({ values: [from], lost: [] });
  });

  it("an answer that a trace doesn't state stays unstated, and a full stop is no part of one", () => {
    const collected = {
      prompt: "p",
      completion: "3 + 4 = 7.",
      extract_answer: [],
      prompt_answer: "7",
      result: true,
    };
    expect(convert(collected, "qwen-eval")).toMatchObject({ values: [{ pred: [""] }] });
    const [evaluated] = convert(collected, "qwen-eval").values;
    expect(recogniseRow(evaluated!)!.read(evaluated!, read).traces[0]?.answer).toBeNull();
    const said = { ...collected, completion: "The answer is 6.\nNo: the final answer is 7.\nDone." };
    expect(convert(said, "step-dpo-collected")).toMatchObject({ values: [{ extract_answer: ["7"] }] });
    for (const [text, answer] of [
      ["The answer is: 3 p.m.", "3 p.m."],
      ["The final answer is $\\boxed{7}$. I hope it is correct.", "$\\boxed{7}$"],
      ["The answer is 0.5.", "0.5"],
    ] as const)
      expect(convert({ ...collected, completion: text }, "step-dpo-collected")).toMatchObject({
        values: [{ extract_answer: [answer] }],
      });
  });
});

describe("what is kept under step_dpo", () => {
  const judged = {
    prompt: "p",
    completions: ["a", "b"],
    labels: [true, false],
    step_dpo: {
      version: 1,
      labels: [{ start: 0, end: 1, label: "neutral", by: "judge:m", at: "2025-05-05T05:05:05Z" }],
    },
  };

  it.each(["chat", "processbench", "instruction"])("in %s says who gave a label and when", (id) => {
    const { values, lost } = convert(judged, id, true);
    expect(lost).toEqual([]);
    expect(values).toEqual([
      expect.objectContaining({
        step_dpo: expect.objectContaining({
          labels: expect.arrayContaining([
            { start: 0, end: 1, label: "neutral", by: "judge:m", at: "2025-05-05T05:05:05Z" },
          ]) as unknown,
        }) as unknown,
      }),
    ]);
  });

  it("holds gold answers and outcomes too", () => {
    const [value] = convert(sampled, "instruction", true).values;
    expect(value).toMatchObject({ step_dpo: { gold: "1", verdict: { outcome: "right" } } });
  });
});

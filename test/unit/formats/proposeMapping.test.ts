import { readFileSync } from "node:fs";
import Ajv from "ajv";
import { describe, expect, it } from "vitest";
import type { FieldMapping, JsonObject, JsonValue } from "../../../src/formats/format.ts";
import { mappedFormat, proposeMapping } from "../../../src/formats/index.ts";

const schema = JSON.parse(
  readFileSync(new URL("../../../media/schemas/field-mapping.json", import.meta.url), "utf8"),
) as object;
const valid = new Ajv.default().compile(schema);

const long = "First we add 2 and 3.\nThat makes 5.\nSo it is 5.";
const reply = [
  { role: "user", content: "What is 2 + 3?" },
  { role: "assistant", content: long },
];

describe("proposeMapping", () => {
  const cases: readonly (readonly [string, JsonObject, FieldMapping])[] = [
    [
      "names in snake_case",
      { id: 1, question_text: "q", gold_answer: 5, model_output: "a\nb" },
      { problem: "question_text", answer: "gold_answer", trace: "model_output" },
    ],
    [
      "names in camelCase, nested",
      { data: { question: "q", finalAnswer: "5" }, cot: "a" },
      { problem: "data.question", answer: "data.finalAnswer", trace: "cot" },
    ],
    [
      "names with a model's in front",
      { Prompt: "q", "Expected-Answer": "5", qwen_response: "a", response_length: 1 },
      { problem: "Prompt", answer: "Expected-Answer", trace: "qwen_response" },
    ],
    [
      "steps that are objects",
      { task: "q", steps: [{ content: "a" }], ratings: [1] },
      { problem: "task", steps: "steps", stepText: "content", labels: "ratings" },
    ],
    [
      "steps that have their labels themselves",
      {
        query: "q",
        target: "5",
        step_list: [
          { text: "a", rating: 1 },
          { text: "b", rating: -1 },
        ],
      },
      {
        problem: "query",
        answer: "target",
        steps: "step_list",
        stepText: "text",
        labels: "step_list.rating",
        zero: "neutral",
      },
    ],
    [
      "a first error",
      { input: "q", target: "(A)", answer: "(B)", reasoning_steps: ["a", "b"], first_error_step: 1 },
      { problem: "input", answer: "target", steps: "reasoning_steps", labels: "first_error_step" },
    ],
    [
      "a pair",
      { statement: "q", winner: "a", loser: "b", prefix: "p" },
      { problem: "statement", chosen: "winner", rejected: "loser", prefix: "prefix" },
    ],
    [
      "half a pair, which is none",
      { question: "q", cot: "a", is_correct: false, winner: "a" },
      { problem: "question", trace: "cot", outcome: "is_correct" },
    ],
    [
      "a worked gold solution",
      { exercise: "q", answer: "2 + 3 = 5\n#### 5" },
      { problem: "exercise", solution: "answer" },
    ],
    [
      "a solution that is a model's, since it is judged",
      { problem_text: "q", gt: "5", solution: long, is_correct: true },
      { problem: "problem_text", answer: "gt", trace: "solution", outcome: "is_correct" },
    ],
    ["messages that hold both", { messages: reply }, { problem: "messages", trace: "messages" }],
    [
      "messages beside a question",
      { question: "q", expected_answer: "5", dialogue: reply },
      { problem: "question", answer: "expected_answer", trace: "dialogue" },
    ],
    [
      "several traces a row",
      { question: "q", gt: "5", completions: [long, long], correctness: [true, false] },
      { problem: "question", answer: "gt", trace: "completions", outcome: "correctness" },
    ],
    [
      "steps under a name that others give to traces",
      { prompt: "q", completions: ["a", "b"], labels: [true, false] },
      { problem: "prompt", steps: "completions", labels: "labels" },
    ],
    [
      "traces that are objects",
      {
        question: "q",
        samples: [
          { text: long, correct: 1 },
          { text: long, correct: 0 },
        ],
      },
      { problem: "question", trace: "samples.text", outcome: "samples.correct" },
    ],
    [
      "verdicts that are called ok, wrong ones alone",
      { meta: { q: "q" }, attempts: [{ txt: long, ok: false }] },
      { problem: "meta.q", trace: "attempts.txt", outcome: "attempts.ok" },
    ],
    [
      "a list of texts of several steps each",
      { question: "q", model_answers: [long, long], gold_answers: ["5"] },
      { problem: "question", answer: "gold_answers", trace: "model_answers" },
    ],
    [
      "judged samples deep in the row",
      { q: "q", runs: { trace: { steps: ["a", "b"], first_error: 1 } }, answer: 5 },
      { problem: "q", answer: "answer", steps: "runs.trace.steps", labels: "runs.trace.first_error" },
    ],
    [
      "names that say nothing, by what they hold",
      { a: "What do two and three make together?", b: long },
      { problem: "a", trace: "b" },
    ],
    [
      "messages under a name that says nothing",
      {
        conv: [
          { role: "user", content: "1+1?" },
          { role: "assistant", content: "2" },
        ],
      },
      { problem: "conv", trace: "conv" },
    ],
    [
      "steps, not the words that judge them",
      { q: "1+1?", sol: ["One and one.", "That is 2."], lab: ["Correct", "Incorrect"] },
      { problem: "q", steps: "sol" },
    ],
    ["nothing where there is nothing", { foo: "q", bar: 1 }, {}],
  ];
  it.each(cases)("of %s", (_, row, expected) => {
    const { mapping, why } = proposeMapping([row, row, { other: 1 }]);
    expect(mapping).toEqual(expected);
    expect(Object.keys(why).sort()).toEqual(Object.keys(expected).sort());
    expect(valid(mapping)).toBe(true);
    if (expected.problem === undefined) return;
    const read = mappedFormat(mapping).read(row, {
      splitter: "auto",
      neutralAs: true,
      now: () => "",
      mapping: null,
      provenance: false,
    });
    expect(read.problem).not.toBe("");
  });

  it.each<[readonly (readonly JsonValue[])[], string | undefined, string | undefined]>([
    [
      [
        [1, 0],
        [1, -1],
      ],
      "neutral",
      "some labels are below 0",
    ],
    [
      [
        [1, 0],
        [1, 1],
      ],
      undefined,
      undefined,
    ],
    [[[1, 1]], undefined, undefined],
    [[[true, false]], undefined, undefined],
  ])("of labels %j says that 0 is %s", (lists, zero, why) => {
    const rows = lists.map((labels) => ({ question: "q", steps: ["a", "b"], labels: [...labels] }));
    const proposal = proposeMapping(rows);
    expect(proposal.mapping.labels).toBe("labels");
    expect([proposal.mapping.zero, proposal.why.zero]).toEqual([zero, why]);
  });

  it("doesn't take -1 for a label where it says that there is no first error", () => {
    const rows = [-1, 0, 1].map((first_error) => ({ question: "q", steps: ["a", "b"], first_error }));
    const { mapping } = proposeMapping(rows);
    expect(mapping).toEqual({ problem: "question", steps: "steps", labels: "first_error" });
  });

  it("takes no field for the problem that says the same in all rows", () => {
    const rows = [1, 2, 3, 4, 5, 6].map((n) => ({
      task: "math",
      prompt: `What is ${n}?`,
      output: `It is ${n}.`,
    }));
    expect(proposeMapping(rows).mapping).toEqual({ problem: "prompt", trace: "output" });
  });
});

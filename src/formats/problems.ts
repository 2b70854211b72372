import { defineFormat } from "./define.ts";
import { hasTexts, isText, metaOf, scalarAt, textAt, textsAt } from "./fields.ts";
import type { Capabilities, Format, JsonObject } from "./format.ts";
import { statedAnswer } from "./gsm8k.ts";
import { fileGold, goldAt, numberGoldAt, partAt, type Parsed } from "./parsed.ts";

const noTrace: Capabilities = { labels: "none", pair: false, traces: "none" };

/** A problem and gold answer in two fields of one row. */
function answered(
  value: JsonObject,
  problem: string,
  answer: string,
  solution: string | null = null,
): Parsed {
  const number = typeof value[answer] === "number";
  return {
    problem: textAt(value, problem),
    gold: fileGold(scalarAt(value, answer), solution === null ? null : scalarAt(value, solution)),
    writeGold: number ? numberGoldAt(answer) : goldAt(answer),
    traces: [],
    meta: metaOf(value, problem, answer, solution ?? "", "question"),
  };
}

function isAnswer(value: JsonObject[string] | undefined): boolean {
  return isText(value) || typeof value === "number";
}

/** MATH: problem and worked solution with its \boxed answer; copies add the bare answer. */
export const math: Format = defineFormat({
  id: "math",
  title: "MATH",
  can: noTrace,
  recognise: (value) => hasTexts(value, "problem", "solution"),
  parse: (value) =>
    isAnswer(value["answer"])
      ? answered(value, "problem", "answer", "solution")
      : {
          problem: textAt(value, "problem"),
          gold: fileGold(null, textAt(value, "solution")),
          traces: [],
          meta: metaOf(value, "problem", "solution"),
        },
  create: ({ problem, gold }) =>
    gold.solution === null && gold.answer === null
      ? null
      : {
          problem,
          solution: gold.solution ?? `\\boxed{${gold.answer ?? ""}}`,
          ...(gold.answer === null ? {} : { answer: gold.answer }),
        },
});

/** AIME, AMC and other sets of problems with bare answers. */
export const aime: Format = defineFormat({
  id: "aime",
  title: "AIME",
  can: noTrace,
  recognise: ({ problem, answer }) => isText(problem) && isAnswer(answer),
  parse: (value) => answered(value, "problem", "answer"),
  create: ({ problem, gold }) => (gold.answer === null ? null : { problem, answer: gold.answer }),
});

/** Questions with bare answers, as evaluation sets are often collected. */
export const questionAnswer: Format = defineFormat({
  id: "question-answer",
  title: "Questions with answers",
  can: noTrace,
  recognise: ({ question, answer }) => isText(question) && isAnswer(answer),
  parse: (value) => answered(value, "question", "answer", "solution"),
  create: ({ problem, gold }) => (gold.answer === null ? null : { question: problem, answer: gold.answer }),
});

/** Odyssey-MATH. */
export const odysseyMath: Format = defineFormat({
  id: "odyssey-math",
  title: "Odyssey-MATH",
  can: noTrace,
  recognise: ({ problem_statement: problem, answer }) => isText(problem) && isAnswer(answer),
  parse: (value) => answered(value, "problem_statement", "answer"),
  create: ({ problem, gold }) =>
    gold.answer === null ? null : { problem_statement: problem, answer: gold.answer },
});

/** AQuA: multiple choice, the gold answer is a letter. The options are part of the problem. */
export const aqua: Format = defineFormat({
  id: "aqua",
  title: "AQuA",
  can: noTrace,
  recognise: ({ question, options, correct }) =>
    isText(question) && Array.isArray(options) && isText(correct),
  parse: (value) => ({
    problem: [textAt(value, "question"), ...textsAt(value, "options")].join("\n"),
    gold: fileGold(textAt(value, "correct"), scalarAt(value, "rationale")),
    writeGold: goldAt("correct"),
    traces: [],
    meta: metaOf(value, "question", "correct", "rationale"),
  }),
});

/** SVAMP: a story and a question about it. */
export const svamp: Format = defineFormat({
  id: "svamp",
  title: "SVAMP",
  can: noTrace,
  recognise: (value) => hasTexts(value, "Body", "Question") && isAnswer(value["Answer"]),
  parse: (value) => ({
    ...answered(value, "Question", "Answer", "Equation"),
    problem: `${textAt(value, "Body").trimEnd()} ${textAt(value, "Question")}`,
    meta: metaOf(value, "Body", "Question", "Answer", "Equation"),
  }),
});

/** MetaMathQA: an answered question; the answer is a trace that ends "The answer is: …". */
export const metaMath: Format = defineFormat({
  id: "metamathqa",
  title: "MetaMathQA",
  can: { labels: "none", pair: false, traces: "one" },
  onlyRight: true,
  recognise: (value) => hasTexts(value, "query", "response"),
  parse: (value) => goldSolved(value, "query", "response"),
  create: ({ problem, traces: [trace] }) =>
    trace === undefined ? null : { query: problem, response: trace.text },
});

/** MMIQC. */
export const mmiqc: Format = defineFormat({
  id: "mmiqc",
  title: "MMIQC",
  can: { labels: "none", pair: false, traces: "one" },
  onlyRight: true,
  recognise: (value) => hasTexts(value, "instruction", "output", "source"),
  parse: (value) => goldSolved(value, "instruction", "output"),
  create: ({ problem, traces: [trace] }) =>
    trace === undefined ? null : { instruction: problem, output: trace.text, source: "step-dpo-studio" },
});

/** Instruction rows (Alpaca, LLaMA-Factory's supervised form): the output is a trace. */
export const instruction: Format = defineFormat({
  id: "instruction",
  title: "Instruction and output",
  can: { labels: "none", pair: false, traces: "one" },
  recognise: (value) => hasTexts(value, "instruction", "output"),
  parse: (value) => {
    const input = scalarAt(value, "input") ?? "";
    const parsed = solved(value, "instruction", "output");
    return input === "" ? parsed : { ...parsed, problem: `${parsed.problem}\n\n${input}` };
  },
  create: ({ problem, traces: [trace] }) =>
    trace === undefined ? null : { instruction: problem, input: "", output: trace.text },
});

/** A problem with a solution that stands for a trace; a bare answer beside it is gold. */
function solved(value: JsonObject, problem: string, response: string): Parsed {
  const answer = scalarAt(value, "answer");
  return {
    problem: textAt(value, problem),
    gold: fileGold(answer),
    ...(answer === null ? {} : { writeGold: goldAt("answer") }),
    traces: [{ parts: [partAt(textAt(value, response), response)] }],
    meta: metaOf(value, problem, response, "input", "answer"),
  };
}

/** The same where the solution is what the set holds to be right: its "The answer is: …" is gold. */
function goldSolved(value: JsonObject, problem: string, response: string): Parsed {
  const solution = textAt(value, response);
  return { ...solved(value, problem, response), gold: fileGold(statedAnswer(solution), solution) };
}

import { firstError, type Row } from "../core/model.ts";
import { nativePrefix, stepBody } from "../core/prefix.ts";
import { defineFormat } from "./define.ts";
import { hasTexts, isText, metaOf, scalarAt, textAt, truthAt } from "./fields.ts";
import type { JsonObject } from "./format.ts";
import { decisionText, judgedLabels } from "./judged.ts";
import { losingTrace } from "./pairParts.ts";
import {
  fileGold,
  goldAt,
  judgedSteps,
  outcomeAt,
  outcomeOf,
  partAt,
  type Parsed,
  type ParsedTrace,
  type Part,
} from "./parsed.ts";
import { openedParts, openedStep, promptParts } from "./prompt.ts";
import { statedAnswer } from "./gsm8k.ts";

const noLabels = { labels: "none", pair: false, traces: "one" } as const;

function isCollected(value: JsonObject): boolean {
  return hasTexts(value, "prompt", "completion") && ("prompt_answer" in value || "extract_answer" in value);
}

/** Whether the prompt ends inside a later step: a rectification, whose `gt_output` is the rejected text. */
function isRectified(value: JsonObject): boolean {
  return isCollected(value) && (openedStep(promptParts(textAt(value, "prompt")).opened) ?? 1) > 1;
}

/** Stage 1 of the reference pipeline: sampled solutions, marked right or wrong. */
export const stepDpoCollected = defineFormat({
  id: "step-dpo-collected",
  title: "Step-DPO collected solutions",
  can: noLabels,
  recognise: isCollected,
  parse: (value) => parseCollected(value),
  create: createCollected,
});

/** Stage 2: collected solutions with a judge's verdict on each step. */
export const stepDpoLocated = defineFormat({
  id: "step-dpo-located",
  title: "Step-DPO located errors",
  can: noLabels,
  recognise: (value) => isCollected(value) && isText(value["gpt4-output"]),
  parse: (value) => {
    const parsed = parseCollected(value);
    const judged = judgedLabels(textAt(value, "gpt4-output"));
    return {
      ...parsed,
      traces: parsed.traces.map((trace) => ({
        ...trace,
        labels: (steps) => steps.map((_, index) => judged.get(index) ?? null),
        labelsBy: "judge:gpt4" as const,
      })),
    };
  },
  create: (row) => {
    const [trace] = row.traces;
    const judged = judgedSteps(trace);
    const collected = createCollected(row);
    if (judged === null || collected === null) return null;
    return { ...collected, "gpt4-output": decisionText(judged.map((step) => step.label)) };
  },
});

/** Stage 3: continuations of a correct prefix. */
export const stepDpoRectified = defineFormat({
  id: "step-dpo-rectified",
  title: "Step-DPO rectified continuations",
  can: noLabels,
  recognise: isRectified,
  parse: (value) => {
    const parsed = parseCollected(value);
    const { opened } = promptParts(textAt(value, "prompt"));
    const lose = scalarAt(value, "gt_output");
    return {
      ...parsed,
      gold: fileGold(scalarAt(value, "prompt_answer")),
      pair: { trace: null, prefix: opened, step: (openedStep(opened) ?? 1) - 1, win: null, lose },
    };
  },
});

/** What goes into stage 3: a correct prefix and the wrong step that followed it. */
export const stepDpoToRectify = defineFormat({
  id: "step-dpo-to-rectify",
  title: "Step-DPO steps to rectify",
  can: noLabels,
  recognise: (value) => hasTexts(value, "instruction", "prefix", "output"),
  parse: (value) => {
    const prefix = partAt(textAt(value, "prefix"), "prefix");
    const lose = textAt(value, "output");
    const solution = scalarAt(value, "gt_output");
    return {
      problem: [textAt(value, "instruction"), scalarAt(value, "input") ?? ""].join("\n\n").trim(),
      gold: fileGold(scalarAt(value, "answer"), solution),
      writeGold: goldAt("answer"),
      traces: [{ ...losingTrace([prefix], { text: lose, path: ["output"], full: null }), name: "" }],
      pair: { trace: 0, prefix: prefix.text, win: null, lose },
      meta: metaOf(value, "instruction", "input", "prefix", "output", "gt_output", "answer"),
    };
  },
  create: createToRectify,
});

/** Problems in the form that stage 1 reads. */
export const stepDpoProblems = defineFormat({
  id: "step-dpo-problems",
  title: "Step-DPO problems",
  can: { labels: "none", pair: false, traces: "none" },
  recognise: (value) => hasTexts(value, "instruction", "output") && Array.isArray(value["answer"]),
  parse: (value) => ({
    problem: textAt(value, "instruction"),
    gold: fileGold(scalarAt(value, "answer", 0), textAt(value, "output")),
    writeGold: goldAt("answer", 0),
    traces: [],
    meta: metaOf(value, "instruction", "output", "input"),
  }),
  create: ({ problem, gold }) =>
    gold.answer === null
      ? null
      : { instruction: problem, output: gold.solution ?? "", answer: [gold.answer] },
});

function parseCollected(value: JsonObject): Parsed {
  const { problem, opened } = promptParts(textAt(value, "prompt"));
  const opening = openedParts(textAt(value, "prompt"), opened, "prompt");
  return {
    problem,
    gold: fileGold(scalarAt(value, "prompt_answer"), scalarAt(value, "gt_output")),
    writeGold: goldAt("prompt_answer"),
    traces: [collectedTrace(value, opening)],
    meta: metaOf(value, "prompt", "completion", "prompt_answer", "gt_output", "gpt4-output", "gpt4-prompt"),
  };
}

function collectedTrace(value: JsonObject, opened: readonly Part[]): ParsedTrace {
  const completion = textAt(value, "completion");
  // The prompt opens the answer, unless the completion opens it itself.
  const opensItself = /^\s*(?:Let's think step by step|Step 1\b)/u.test(completion);
  const right = truthAt(value, "result");
  return {
    parts: [...(opensItself ? [] : opened), partAt(completion, "completion")],
    outcome: outcomeOf(right),
    writeOutcome: outcomeAt(value, "result"),
    answer: scalarAt(value, "extract_answer", 0) ?? scalarAt(value, "extract_answer"),
  };
}

function createCollected({ problem, gold, traces: [trace] }: Row): JsonObject | null {
  if (trace === undefined || gold.answer === null || trace.outcome === "unknown") return null;
  return {
    prompt: problem,
    completion: trace.text,
    extract_answer: [trace.answer ?? statedAnswer(trace.text) ?? ""],
    prompt_answer: gold.answer,
    result: trace.outcome === "right",
    ...(gold.solution === null ? {} : { gt_output: gold.solution }),
  };
}

/** The first error of the first trace, and what comes before it. */
function createToRectify({ problem, gold, traces: [trace] }: Row): JsonObject | null {
  const step = trace === undefined ? null : firstError(trace);
  if (trace === undefined || step === null || gold.answer === null) return null;
  return {
    instruction: problem,
    prefix: nativePrefix(trace, step),
    output: stepBody(trace, step),
    gt_output: gold.solution ?? "",
    answer: gold.answer,
    step_num: step + 1,
    input: "",
  };
}

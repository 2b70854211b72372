import { defineFormat } from "./define.ts";
import { isObject, isText, metaOf, scalarAt, textAt, truthAt, wrongType, type Path } from "./fields.ts";
import type { JsonObject } from "./format.ts";
import { answerAfter } from "./gsm8k.ts";
import { fileGold, goldAt, outcomeAt, outcomeOf, partAt, type Parsed, type ParsedTrace } from "./parsed.ts";

/** Names under which evaluation tasks keep their problem. */
const problemKeys = ["problem", "question", "Problem", "Question", "query", "input", "prompt"];
/** Scores of one answer, as the tasks name them. */
const scoreKeys = ["exact_match", "acc", "math_verify", "correct"];

/** Samples that EleutherAI's lm-evaluation-harness logs: the task's document, the prompt, the responses and their score. */
export const lmEval = defineFormat({
  id: "lm-eval",
  title: "lm-eval samples",
  can: { labels: "none", pair: false, traces: "many" },
  recognise: ({ doc, resps }) => isObject(doc) && Array.isArray(resps),
  parse: (value): Parsed => {
    const target = scalarAt(value, "target");
    const paths = responsePaths(value);
    return {
      problem: problemOf(value),
      gold: fileGold(
        target === null ? null : (answerAfter(/####(?![\s\S]*####)/u, target) ?? target),
        scalarAt(value, "doc", "solution"),
      ),
      writeGold: goldAt("target"),
      traces: paths.map((path, index) => responseTrace(value, path, index, paths.length === 1)),
      meta: metaOf(value, "target"),
    };
  },
});

function problemOf(value: JsonObject): string {
  const named = problemKeys.map((key) => scalarAt(value, "doc", key)).find((text) => text !== null);
  const text =
    named ?? scalarAt(value, "arguments", 0, 0) ?? scalarAt(value, "arguments", "gen_args_0", "arg_0");
  if (text === null)
    throw wrongType(
      ["doc"],
      `a document with its problem under one of ${problemKeys.join(", ")}`,
      value["doc"],
    );
  return text;
}

function responsePaths(value: JsonObject): Path[] {
  const resps = value["resps"];
  if (!Array.isArray(resps)) return [];
  return resps.flatMap((inner, index): Path[] => {
    if (isText(inner)) return [["resps", index]];
    return Array.isArray(inner)
      ? inner.flatMap((text, k): Path[] => (isText(text) ? [["resps", index, k]] : []))
      : [];
  });
}

function responseTrace(value: JsonObject, path: Path, index: number, only: boolean): ParsedTrace {
  const key = scoreKeys.find((one) => truthAt(value, one) !== null);
  // One score of several responses says nothing of each.
  const score =
    only && key !== undefined
      ? { outcome: outcomeOf(truthAt(value, key)), writeOutcome: outcomeAt(value, key) }
      : {};
  return {
    name: only ? "" : `sample ${index + 1}`,
    parts: [partAt(textAt(value, ...path), ...path)],
    ...score,
    answer: scalarAt(value, "filtered_resps", index),
  };
}

import { defineFormat } from "./define.ts";
import { metaOf, scalarAt, textAt, textsAt, truthAt } from "./fields.ts";
import { fileGold, goldAt, outcomeAt, outcomeOf, partAt } from "./parsed.ts";

/** Output of Qwen2.5-Math's evaluation: n sampled solutions a row, each with its extracted answer and score. */
export const qwenEval = defineFormat({
  id: "qwen-eval",
  title: "Qwen2.5-Math evaluation output",
  can: { labels: "none", pair: false, traces: "many" },
  recognise: ({ question, gt, code }) =>
    typeof question === "string" && gt !== undefined && Array.isArray(code),
  parse: (value) => ({
    problem: textAt(value, "question"),
    gold: fileGold(scalarAt(value, "gt"), scalarAt(value, "solution") ?? scalarAt(value, "gt_cot")),
    writeGold: goldAt("gt"),
    traces: textsAt(value, "code").map((text, index) => ({
      name: `sample ${index + 1}`,
      parts: [partAt(text, "code", index)],
      outcome: outcomeOf(truthAt(value, "score", index)),
      ...(truthAt(value, "score", index) === null ? {} : { writeOutcome: outcomeAt(value, "score", index) }),
      answer: scalarAt(value, "pred", index),
    })),
    meta: metaOf(value, "question", "gt", "gt_cot", "solution", "answer", "query"),
  }),
  create: ({ problem, gold, traces }) =>
    gold.answer === null || traces.length === 0
      ? null
      : {
          question: problem,
          ...(gold.solution === null ? {} : { gt_cot: gold.solution }),
          gt: gold.answer,
          code: traces.map((trace) => trace.text),
          pred: traces.map((trace) => trace.answer ?? ""),
          ...(traces.some((trace) => trace.outcome === "unknown")
            ? {}
            : { score: traces.map((trace) => trace.outcome === "right") }),
        },
});

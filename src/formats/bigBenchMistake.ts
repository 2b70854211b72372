import { firstError } from "../core/model.ts";
import { defineFormat } from "./define.ts";
import { metaOf, scalarAt, textAt, textsAt, wrongType } from "./fields.ts";
import { firstErrorWriter, labelsOfFirstError } from "./firstError.ts";
import type { JsonObject } from "./format.ts";
import { fileGold, fixedSteps, goldAt } from "./parsed.ts";

/** BIG-Bench Mistake: chain-of-thought traces with the index (from 0) of the first mistake, or null. */
export const bigBenchMistake = defineFormat({
  id: "big-bench-mistake",
  title: "BIG-Bench Mistake",
  can: { labels: "first-error", pair: false, traces: "one" },
  recognise: ({ input, steps, mistake_index: index }) =>
    typeof input === "string" && Array.isArray(steps) && index !== undefined,
  parse: (value) => {
    const steps = textsAt(value, "steps");
    const first = mistakeIndex(value, steps.length);
    const [answer, target] = [scalarAt(value, "answer"), scalarAt(value, "target")];
    return {
      problem: textAt(value, "input"),
      gold: fileGold(target),
      writeGold: goldAt("target"),
      traces: [
        {
          ...fixedSteps(steps, (index) => ["steps", index], "\n"),
          labels: () => labelsOfFirstError(first, steps.length),
          writeLabel: firstErrorWriter(["mistake_index"], first, null),
          answer,
        },
      ],
      meta: metaOf(value, "input", "target", "answer", "mistake_index"),
    };
  },
  create: ({ problem, gold, traces: [trace] }) => {
    if (trace === undefined || gold.answer === null) return null;
    const first = firstError(trace);
    if (first === null && trace.steps.some((step) => step.label === null)) return null;
    return {
      input: problem,
      steps: trace.steps.map((step) => step.text.trimEnd()),
      ...(trace.answer === null ? {} : { answer: trace.answer }),
      target: gold.answer,
      mistake_index: first,
    };
  },
});

function mistakeIndex(value: JsonObject, count: number): number | null {
  const index = value["mistake_index"];
  if (index === null) return null;
  if (typeof index !== "number" || !Number.isInteger(index) || index < 0 || index >= count) {
    throw wrongType(
      ["mistake_index"],
      `null, or the index of the first wrong step, 0 to ${count - 1}`,
      index,
    );
  }
  return index;
}

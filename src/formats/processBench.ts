import { firstError } from "../core/model.ts";
import { defineFormat } from "./define.ts";
import { metaOf, textAt, textsAt, truthAt, wrongType } from "./fields.ts";
import { firstErrorWriter, labelsOfFirstError } from "./firstError.ts";
import type { JsonObject } from "./format.ts";
import { fixedSteps, noGold, outcomeAt, outcomeOf } from "./parsed.ts";

/** ProcessBench joins its steps by blank lines. */
const separator = "\n\n";

/** ProcessBench: solutions in steps, with people's index (from 0; -1 none) of the first error. It has no gold answer. */
export const processBench = defineFormat({
  id: "processbench",
  title: "ProcessBench",
  can: { labels: "first-error", pair: false, traces: "one" },
  recognise: ({ problem, steps, label }) =>
    typeof problem === "string" && Array.isArray(steps) && typeof label === "number",
  parse: (value) => {
    const steps = textsAt(value, "steps");
    const first = errorIndex(value, steps.length);
    const right = truthAt(value, "final_answer_correct");
    const solution = steps.join(separator);
    return {
      problem: textAt(value, "problem"),
      // The trace's own answer is the gold one where the file calls it right.
      gold: right === true ? { answer: null, solution, by: "trace" } : noGold,
      traces: [
        {
          ...fixedSteps(steps, (index) => ["steps", index], separator),
          labels: () => labelsOfFirstError(first, steps.length),
          writeLabel: firstErrorWriter(["label"], first, -1),
          outcome: outcomeOf(right),
          writeOutcome: outcomeAt(value, "final_answer_correct"),
        },
      ],
      meta: metaOf(value, "problem", "label", "final_answer_correct"),
    };
  },
  create: ({ problem, traces: [trace] }) => {
    if (trace === undefined) return null;
    const first = firstError(trace);
    if (first === null && trace.steps.some((step) => step.label === null)) return null;
    return {
      problem,
      steps: trace.steps.map((step) => step.text.trimEnd()),
      ...(trace.outcome === "unknown" ? {} : { final_answer_correct: trace.outcome === "right" }),
      label: first ?? -1,
    };
  },
});

function errorIndex(value: JsonObject, count: number): number | null {
  const label = value["label"];
  if (typeof label !== "number" || !Number.isInteger(label) || label < -1 || label >= count) {
    throw wrongType(["label"], `the index of the first wrong step, -1 to ${count - 1}`, label);
  }
  return label === -1 ? null : label;
}

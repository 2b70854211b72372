import type { RowView } from "../storage/types.ts";
import { gradeTrace } from "./facts.ts";

/** Which rows a search keeps, by what they mean: the row passes where any of its traces does. */
export type Where = (view: RowView) => boolean;

/** How conditions are written, for help and errors. */
export const whereForms =
  "outcome=right|wrong|unknown, label=correct|neutral|incorrect, unlabelled, disagree (the file's mark and the grader), win, no-win, edited, unreadable";

const outcomes = ["right", "wrong", "unknown"];
const labels = ["correct", "neutral", "incorrect"];

const plain: Readonly<Record<string, Where>> = {
  unlabelled: ({ row }) =>
    row !== null &&
    row.traces.some((trace) => trace.steps.length > 0 && trace.steps.every((step) => step.label === null)),
  disagree: ({ row }) => row !== null && row.traces.some((trace) => gradeTrace(row, trace).disagree),
  win: ({ row }) => row !== null && row.pairs.some((pair) => pair.win !== null),
  "no-win": ({ row }) => row !== null && row.pairs.every((pair) => pair.win === null),
  edited: ({ edited }) => edited,
  unreadable: ({ row }) => row === null,
};

/** Reads a condition as people write it, such as `outcome=wrong`; null where it is none. */
export function parseWhere(text: string): Where | null {
  const [, key, value] = /^(outcome|label)=(\w+)$/u.exec(text) ?? [];
  if (key === "outcome" && outcomes.includes(value ?? "")) {
    return ({ row }) => row !== null && row.traces.some((trace) => gradeTrace(row, trace).outcome === value);
  }
  if (key === "label" && labels.includes(value ?? "")) {
    return ({ row }) =>
      row !== null && row.traces.some((trace) => trace.steps.some((step) => step.label === value));
  }
  return Object.hasOwn(plain, text) ? (plain[text] ?? null) : null;
}

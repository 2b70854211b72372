import type { Row } from "../../core/model.ts";
import { perRow, type Note, type Rule } from "./types.ts";

/**
 * Longest texts of a row, in UTF-16 units together, that every rule looks at: comparing and searching longer ones takes
 * seconds and gigabytes.
 */
const mostText = 2_000_000;

/** Rows too long for most rules; found by the check itself. */
export const longRow: Rule = perRow(
  {
    name: "long-row",
    fixes: false,
    of: "row",
    severity: "info",
    title: "Row is too long to be checked in full",
    help: "Texts of millions of characters are no solutions: often a file was joined into one row, or a model repeated itself to no end. Only rules that look at a row's fields, not into its texts, were run. Drop the row, or cut its texts.",
    example: 'a "solution" of three million characters',
  },
  () => [],
);

/** How long a row's texts are together, in UTF-16 units, where that is too long for most rules; else null. */
export function longText({ problem, gold, traces, pairs }: Row): number | null {
  const sum = (texts: readonly (string | null)[]): number =>
    texts.reduce((length, text) => length + (text?.length ?? 0), 0);
  const inTraces = sum(traces.map(({ text }) => text));
  const inPairs = sum(pairs.flatMap(({ prefix, win, lose }) => [prefix, win, lose]));
  // The texts of pairs mostly are those of traces too.
  // A solution may be the trace.
  const solution = traces.some(({ text }) => text === gold.solution) ? null : gold.solution;
  const length = sum([problem, solution, gold.answer]) + Math.max(inTraces, inPairs);
  return length > mostText ? length : null;
}

/** What is said of a long row. @param looked names of the rules that looked at it all the same */
export function longRowNote(length: number, looked: readonly string[]): Note {
  const million = (count: number): string => `${Number((count / 1e6).toFixed(1))} million`;
  const by = looked.length === 0 ? "No rule" : `Only ${looked.join(", ")}`;
  return {
    message: `The row is checked in part: its texts have ${million(length)} characters, over ${million(mostText)}. ${by} looked at it.`,
  };
}

import { compilePattern } from "../../src/core/pattern.ts";
import type { Row } from "../../src/core/model.ts";
import type { Query } from "../../src/core/query.ts";
import type { Mark } from "./marks.ts";

/** Most matches that are marked in one text. */
const most = 500;

/** What a query looks for, as the search of the dataset reads it; null where it looks for no text, or can't. */
export function searchPattern({
  text,
  regex,
  caseSensitive,
}: Pick<Query, "text" | "regex" | "caseSensitive">): RegExp | null {
  if (text === "") return null;
  const flags = caseSensitive ? "gu" : "giu";
  try {
    // Refuses what may run for ever.
    return regex ? new RegExp(compilePattern(text).source, `m${flags}`) : new RegExp(escaped(text), flags);
  } catch {
    return null;
  }
}

/** The matches in a text, as marks. */
export function foundMarks(text: string, pattern: RegExp): readonly Mark[] {
  const marks: Mark[] = [];
  for (const match of text.matchAll(pattern)) {
    if (match[0] === "") continue;
    const end = match.index + match[0].length;
    marks.push({ start: match.index, end, element: "mark", className: "mark-found", title: null });
    if (marks.length === most) break;
  }
  return marks;
}

/** The first step that holds what is looked for; null where the problem does, which is read first, or none. */
export function firstMatch(row: Row, pattern: RegExp): { trace: number; step: number } | null {
  const holds = (text: string) => text.search(pattern) >= 0;
  if (holds(row.problem)) return null;
  for (const [trace, { steps }] of row.traces.entries()) {
    const step = steps.findIndex(({ text }) => holds(text));
    if (step >= 0) return { trace, step };
  }
  return null;
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`);
}

import { compilePattern } from "../../src/core/pattern.ts";
import type { Row, Span } from "../../src/core/model.ts";
import type { Query } from "../../src/core/query.ts";
import type { FieldTexts } from "../../src/protocol/traceEditor.ts";
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

/** What is looked for in a row, and in which of its texts; `texts` is null where all are looked through. */
export interface RowSearch {
  readonly pattern: RegExp;
  readonly texts: FieldTexts | null;
}

/** What is looked for in a text, and where in it. */
export interface TextSearch {
  readonly pattern: RegExp;
  /** The stretches that are looked through; null for all of the text. */
  readonly within: readonly Span[] | null;
}

/** The matches in a text, as marks. */
export function foundMarks(text: string, { pattern, within }: TextSearch): readonly Mark[] {
  const marks: Mark[] = [];
  for (const { start, end } of within ?? [{ start: 0, end: text.length }]) {
    for (const match of text.slice(start, end).matchAll(pattern)) {
      if (match[0] === "") continue;
      const at = start + match.index;
      marks.push(foundMark({ start: at, end: at + match[0].length }));
      if (marks.length === most) return marks;
    }
  }
  return marks;
}

/** Whether a text has a match, which tells sooner than all of its marks. */
function hasMatch(text: string, search: TextSearch): boolean {
  if (search.within === null && text.search(search.pattern) < 0) return false;
  return foundMarks(text, search).length > 0;
}

/** A stretch marked as what is looked for. */
export function foundMark({ start, end }: Span): Mark {
  return { start, end, element: "mark", className: "mark-found", title: null };
}

/** Stretches of a trace's text as stretches of a part of it that begins at `start` there. */
export function spansOfPart(spans: readonly Span[], start: number, length: number): readonly Span[] {
  return spans
    .map((span) => ({ start: Math.max(0, span.start - start), end: Math.min(length, span.end - start) }))
    .filter((span) => span.start < span.end);
}

/** The first step that holds what is looked for; null where the problem does, which is read first, or none. */
export function firstMatch(row: Row, { pattern, texts }: RowSearch): { trace: number; step: number } | null {
  const holds = (text: string, within: readonly Span[] | null) => hasMatch(text, { pattern, within });
  if (holds(row.problem, texts?.problem ?? null)) return null;
  for (const [trace, { steps }] of row.traces.entries()) {
    const spans = texts === null ? null : (texts.traces[trace] ?? []);
    const step = steps.findIndex(({ text, start }) =>
      holds(text, spans === null ? null : spansOfPart(spans, start, text.length)),
    );
    if (step >= 0) return { trace, step };
  }
  return null;
}

/** Whether the view shows what is looked for: some fields it doesn't show, and of long values only the start. */
export function isShown(row: Row, { pattern, texts }: RowSearch): boolean {
  const holds = (text: string | null, within: readonly Span[] | undefined) =>
    text !== null && hasMatch(text, { pattern, within: within ?? null });
  return (
    firstMatch(row, { pattern, texts }) !== null ||
    holds(row.problem, texts?.problem) ||
    holds(row.gold.answer, texts?.goldAnswer) ||
    holds(row.gold.solution, texts?.goldSolution) ||
    row.meta.some(({ value }, at) => holds(value.slice(0, metaShown), texts?.meta[at])) ||
    row.pairs.some(
      (pair, at) =>
        holds(pair.lose, texts?.pairs[at]?.lose) ||
        holds(pair.win, texts?.pairs[at]?.win) ||
        (pair.trace === null && holds(pair.prefix, texts?.pairs[at]?.prefix)),
    )
  );
}

/** How much (UTF-16 units) of another field's value is shown. */
export const metaShown = 120;

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`);
}

import type { Span } from "./model.ts";

/** A stretch of math or code, delimiters included. `block` ones stand on their own: display math, environments, fences. */
export interface MathSpan extends Span {
  readonly block: boolean;
}

/** Openers and how each closes. Order matters: longer openers first. */
const delimiters = [
  { open: "```", close: "```", block: true, oneLine: false },
  { open: "\\[", close: "\\]", block: true, oneLine: false },
  { open: "$$", close: "$$", block: true, oneLine: false },
  { open: "\\(", close: "\\)", block: false, oneLine: false },
] as const;

const opener = /```|\\\[|\\\(|\\begin\{([a-zA-Z]{1,30}\*?)\}|\\\\|\\\$|\$\$?/gu;

/**
 * Finds math (`$…$`, `$$…$$`, `\(…\)`, `\[…\]`, environments) and fenced code, outermost only, in order. A lone `$`
 * is money: an inline formula opens before a character that is not white space and closes on the same line, after
 * one that is not, and not before a digit (the rule of Pandoc's `tex_math_dollars`). Linear in the text's length.
 */
export function mathSpans(text: string): MathSpan[] {
  const spans: MathSpan[] = [];
  const unclosed = new Set<string>();
  opener.lastIndex = 0;
  for (let match = opener.exec(text); match !== null; match = opener.exec(text)) {
    const found = closed(text, match, unclosed);
    if (found === null) continue;
    spans.push(found);
    opener.lastIndex = found.end;
  }
  return spans;
}

function closed(text: string, match: RegExpExecArray, unclosed: Set<string>): MathSpan | null {
  const [open, environment] = match;
  const start = match.index;
  if (open === "$") return inlineDollar(text, start);
  const rule =
    environment === undefined
      ? delimiters.find((one) => one.open === open)
      : { close: `\\end{${environment}}`, block: true };
  if (rule === undefined || unclosed.has(rule.close)) return null;
  const end = text.indexOf(rule.close, start + open.length);
  if (end < 0) {
    unclosed.add(rule.close);
    return null;
  }
  return { start, end: end + rule.close.length, block: rule.block };
}

/** A formula longer than this is taken for two amounts of money far apart. */
const longestInline = 1000;

function inlineDollar(text: string, start: number): MathSpan | null {
  if (!/^\S/u.test(text.slice(start + 1, start + 2))) return null;
  const limit = Math.min(text.length, start + longestInline);
  for (let at = start + 1; at < limit; at++) {
    const char = text[at];
    if (char === "\n") return null;
    if (char === "\\") at++;
    else if (char === "$" && at > start + 1) {
      const after = text[at + 1] ?? "";
      if (/\s/u.test(text[at - 1] ?? "") || /\d/u.test(after)) return null;
      return { start, end: at + 1, block: false };
    }
  }
  return null;
}

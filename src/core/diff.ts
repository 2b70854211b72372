import { diffArrays } from "diff";
import { mathSpans } from "./math.ts";

/** A run of a text: in both texts, only in the first (`removed`), or only in the second (`added`). */
export interface Piece {
  readonly text: string;
  readonly kind: "same" | "removed" | "added";
}

/** Two texts as runs: `a` holds `same` and `removed`, `b` holds `same` and `added`; concatenated they give the texts. */
export interface TextDiff {
  readonly a: readonly Piece[];
  readonly b: readonly Piece[];
}

/** Edits beyond this and the middles are taken as wholly different: time and memory grow with its square. */
const mostEdits = 2000;

/**
 * Word by word difference of two steps. Formulas, LaTeX commands and numbers stay whole, so that each run can be
 * rendered on its own.
 */
export function diffTexts(a: string, b: string): TextDiff {
  const [left, right] = [tokens(a), tokens(b)];
  const changes = diffArrays(left, right, { maxEditLength: mostEdits });
  if (changes === undefined) return wholeBlocks(left, right);
  const result: { a: Piece[]; b: Piece[] } = { a: [], b: [] };
  for (const change of changes) {
    const text = change.value.join("");
    const kind = change.added ? "added" : change.removed ? "removed" : "same";
    if (kind !== "added") push(result.a, text, kind);
    if (kind !== "removed") push(result.b, text, kind);
  }
  return result;
}

function push(pieces: Piece[], text: string, kind: Piece["kind"]): void {
  if (text !== "") pieces.push({ text, kind });
}

function wholeBlocks(left: readonly string[], right: readonly string[]): TextDiff {
  const shorter = Math.min(left.length, right.length);
  let head = 0;
  while (head < shorter && left[head] === right[head]) head++;
  let tail = 0;
  while (tail < shorter - head && left.at(-1 - tail) === right.at(-1 - tail)) tail++;
  return { a: blocks(left, head, tail, "removed"), b: blocks(right, head, tail, "added") };
}

function blocks(all: readonly string[], head: number, tail: number, kind: Piece["kind"]): Piece[] {
  const pieces: Piece[] = [];
  push(pieces, all.slice(0, head).join(""), "same");
  push(pieces, all.slice(head, all.length - tail).join(""), kind);
  push(pieces, all.slice(all.length - tail).join(""), "same");
  return pieces;
}

const token = /\\[a-zA-Z]+\*?|\\[\s\S]|\d+(?:[.,]\d+)*|[\p{L}\p{M}]+(?:['’][\p{L}]+)*|\s+|[\s\S]/gu;

/** Cuts a text into what is compared whole; concatenated the tokens give the text. */
export function tokens(text: string): string[] {
  const result: string[] = [];
  let at = 0;
  for (const span of mathSpans(text)) {
    for (const [word] of text.slice(at, span.start).matchAll(token)) result.push(word);
    result.push(text.slice(span.start, span.end));
    at = span.end;
  }
  for (const [word] of text.slice(at).matchAll(token)) result.push(word);
  return result;
}

import type { TextEdit } from "../../core/change.ts";
import type { Span } from "../../core/model.ts";
import { writtenText, type Style } from "./style.ts";

/**
 * The edit that makes a string literal say something else: what stays the same at both ends keeps its bytes, escapes
 * as they were.
 */
export function changedText(text: string, literal: Span, value: string, style: Style): TextEdit {
  const old = JSON.parse(text.slice(literal.start, literal.end)) as string;
  const shorter = Math.min(old.length, value.length);
  let head = 0;
  while (head < shorter && old[head] === value[head]) head++;
  // Never cut between the halves of a surrogate pair.
  if (head > 0 && isHigh(old, head - 1)) head--;
  let tail = 0;
  while (tail < shorter - head && old.at(-1 - tail) === value.at(-1 - tail)) tail++;
  if (tail > 0 && isLow(old, old.length - tail)) tail--;
  const [from, to] = rawOffsets(text, literal, [head, old.length - tail]);
  return {
    offset: from,
    length: to - from,
    text: writtenText(value.slice(head, value.length - tail), style),
  };
}

function isHigh(text: string, at: number): boolean {
  return /[\ud800-\udbff]/.test(text[at] ?? "");
}

function isLow(text: string, at: number): boolean {
  return /[\udc00-\udfff]/.test(text[at] ?? "");
}

/** Where two indices (ascending) of the decoded string lie in the text. */
function rawOffsets(text: string, literal: Span, [from, to]: readonly [number, number]): [number, number] {
  let raw = literal.start + 1;
  let first = raw;
  for (let unit = 0; unit < to; unit++) {
    if (unit === from) first = raw;
    raw += text[raw] !== "\\" ? 1 : text[raw + 1] === "u" ? 6 : 2;
  }
  return [from === to ? raw : first, raw];
}

import type { Span } from "../../core/model.ts";

/** A member of an object: where its key (quotes included) and its value lie. */
export interface Member {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: Span;
}

/** An object or array as it lies in the text; the span covers its brackets. */
export type Node = Span &
  (
    | { readonly kind: "object"; readonly members: readonly Member[] }
    | { readonly kind: "array"; readonly elements: readonly Span[] }
    | { readonly kind: "scalar" }
  );

/**
 * Looks at the value that starts at (or after white space at) an offset, one level deep. The text must be valid JSON
 * (`JSON.parse` took it). No recursion: nesting of any depth is skipped over.
 */
export function nodeAt(text: string, at: number): Node {
  const start = skipSpace(text, at);
  const open = text[start];
  if (open !== "{" && open !== "[") return { kind: "scalar", start, end: skipValue(text, start) };
  const members: Member[] = [];
  const elements: Span[] = [];
  let cursor = skipSpace(text, start + 1);
  while (cursor < text.length && text[cursor] !== "}" && text[cursor] !== "]") {
    if (open === "{") {
      const keySpan = { start: cursor, end: skipString(text, cursor) };
      const from = skipSpace(text, skipSpace(text, keySpan.end) + 1);
      const value = { start: from, end: skipValue(text, from) };
      members.push({ key: JSON.parse(text.slice(keySpan.start, keySpan.end)) as string, keySpan, value });
      cursor = value.end;
    } else {
      const value = { start: cursor, end: skipValue(text, cursor) };
      elements.push(value);
      cursor = value.end;
    }
    cursor = skipSpace(text, cursor);
    if (text[cursor] === ",") cursor = skipSpace(text, cursor + 1);
  }
  const span = { start, end: cursor + 1 };
  return open === "{" ? { kind: "object", ...span, members } : { kind: "array", ...span, elements };
}

/** The member that `JSON.parse` sees for a key: the last one of that name. */
export function memberOf(node: Node, key: string): Member | undefined {
  return node.kind === "object" ? node.members.findLast((member) => member.key === key) : undefined;
}

function skipSpace(text: string, at: number): number {
  let cursor = at;
  while (cursor < text.length && " \t\n\r".includes(text[cursor] ?? "x")) cursor++;
  return cursor;
}

function skipString(text: string, at: number): number {
  for (let quote = text.indexOf('"', at + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let slashes = 0;
    while (text[quote - 1 - slashes] === "\\") slashes++;
    if (slashes % 2 === 0) return quote + 1;
  }
  return text.length;
}

function skipValue(text: string, at: number): number {
  const first = text[at];
  if (first === '"') return skipString(text, at);
  if (first !== "{" && first !== "[") {
    const end = /[\s,\]}]/gu;
    end.lastIndex = at;
    return end.exec(text)?.index ?? text.length;
  }
  const mark = /["[\]{}]/gu;
  mark.lastIndex = at;
  let depth = 0;
  for (let match = mark.exec(text); match !== null; match = mark.exec(text)) {
    const [char] = match;
    if (char === '"') mark.lastIndex = skipString(text, match.index);
    else if (char === "{" || char === "[") depth++;
    else if (--depth === 0) return match.index + 1;
  }
  return text.length;
}

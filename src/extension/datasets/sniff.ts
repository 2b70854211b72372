import { extname } from "node:path";
import { recogniseRow } from "../../formats/index.ts";
import type { FieldMapping, JsonObject, JsonValue } from "../../formats/format.ts";

/** What the first bytes of a file say of it. */
export type Sniffed =
  | { readonly kind: "dataset"; readonly formatTitle: string }
  /** A container whose rows can't be seen from its first bytes. */
  | { readonly kind: "maybe" }
  | { readonly kind: "other" };

/** Rows tried before a file is taken for something else: a broken first line must not hide a dataset. */
const rowsTried = 5;

/**
 * Tells a dataset by the fields of its first rows.
 * @param head the file's first kilobytes as text, unzipped; null where they are no text (Parquet)
 */
export function sniff(path: string, head: string | null, mapping: FieldMapping | null): Sniffed {
  if (head === null) return { kind: extname(path).toLowerCase() === ".parquet" ? "maybe" : "other" };
  for (const row of firstRows(head)) {
    const format = recogniseRow(row, mapping);
    if (format !== null) return { kind: "dataset", formatTitle: format.title };
  }
  return { kind: "other" };
}

/** The first objects of JSONL, of an array or of a lone object, as far as they lie whole in the text. */
export function firstRows(head: string): JsonObject[] {
  const rows: JsonObject[] = [];
  let at = head.search(/\{/u);
  // Anything but white space, a byte order mark and one bracket before the first object: a first line that is broken.
  if (at > 0 && !/^\uFEFF?\s*\[?\s*$/u.test(head.slice(0, at))) at = nextLineObject(head, 0);
  for (let tried = 0; tried < rowsTried && at >= 0; tried++) {
    const end = objectEnd(head, at);
    const row = end < 0 ? null : parsed(head.slice(at, end));
    if (row !== null) rows.push(row);
    at = row !== null ? nextObject(head, end) : nextLineObject(head, at);
  }
  return rows;
}

/** True where a file's first bytes look like one object and nothing else: a row in a file of its own. */
export function isLoneRow(head: string): boolean {
  const at = /^\uFEFF?\s*(?=\{)/u.exec(head)?.[0].length;
  if (at === undefined) return false;
  const end = objectEnd(head, at);
  return end < 0 || head.slice(end).trim() === "";
}

function parsed(text: string): JsonObject | null {
  try {
    const value = JSON.parse(text) as JsonValue;
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

function nextObject(text: string, from: number): number {
  return text.indexOf("{", from);
}

function nextLineObject(text: string, from: number): number {
  const found = /\n\s*\{/u.exec(text.slice(from));
  return found === null ? -1 : from + found.index + found[0].length - 1;
}

/** Offset after the brace that closes the object at `start`; -1 where the text ends before. */
function objectEnd(text: string, start: number): number {
  const token = /["{}]/gu;
  token.lastIndex = start;
  let depth = 0;
  for (let found = token.exec(text); found !== null; found = token.exec(text)) {
    if (found[0] === "{") depth++;
    else if (found[0] === "}") {
      if (--depth === 0) return token.lastIndex;
    } else {
      const close = stringEnd(text, token.lastIndex);
      if (close < 0) return -1;
      token.lastIndex = close;
    }
  }
  return -1;
}

function stringEnd(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text[at - 1 - slashes] === "\\") slashes++;
    if (slashes % 2 === 0) return at + 1;
  }
  return -1;
}

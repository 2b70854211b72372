import type { BatchWriter } from "./rowIndex.ts";
import type { ScanEnd, Scanner } from "./scanner.ts";

/** What a byte means outside strings. */
const plain = 0;
const space = 1;
const newline = 2;
const quote = 3;
const open = 4;
const close = 5;
const comma = 6;

const meaning = new Uint8Array(256);
for (const [char, what] of [
  [" ", space],
  ["\t", space],
  ["\r", space],
  ["\n", newline],
  ['"', quote],
  ["{", open],
  ["[", open],
  ["}", close],
  ["]", close],
  [",", comma],
] as const) {
  meaning[char.charCodeAt(0)] = what;
}

const backslash = 0x5c;
const quoteByte = 0x22;
const newlineByte = 0x0a;

/**
 * The elements of one JSON array in any layout, or (`value`) one JSON value. Looks at brackets, commas and strings
 * alone: what isn't JSON inside an element is found when that row is read.
 */
export class ArrayScanner implements Scanner {
  #offset: number;
  #line = 1;
  /** Brackets open; the array's own is the first. */
  #depth = 0;
  /** Brackets open between rows. */
  readonly #rowDepth: 0 | 1;
  #inString = false;
  #escaped = false;
  /** Start of the row under way, or -1. */
  #rowStart = -1;
  #rowLine = 0;
  /** End (excluded) of the row's last visible byte outside strings. */
  #rowEnd = 0;
  #closed = false;
  #trailing = false;

  /** @param from offset of the first byte after a byte order mark */
  constructor(from: number, container: "array" | "value") {
    this.#offset = from;
    this.#rowDepth = container === "array" ? 1 : 0;
  }

  push(bytes: Uint8Array, rows: BatchWriter): void {
    const base = this.#offset;
    let line = bytes.indexOf(newlineByte);
    for (let at = 0; at < bytes.length; at++) {
      if (this.#inString) {
        const end = this.#stringEnd(bytes, at);
        // Not allowed in a string, but lines are counted all the same.
        for (; line >= 0 && line < end; line = bytes.indexOf(newlineByte, line + 1)) this.#line++;
        at = end;
        if (end < bytes.length) this.#rowEnd = base + end + 1;
        continue;
      }
      const what = meaning[bytes[at] ?? 0] ?? plain;
      if (what === space) continue;
      if (what === newline) {
        this.#line++;
        line = bytes.indexOf(newlineByte, at + 1);
      } else if (what !== plain || this.#rowStart < 0 || this.#closed) this.#visible(what, base + at, rows);
      else this.#rowEnd = base + at + 1;
    }
    this.#offset = base + bytes.length;
  }

  end(rows: BatchWriter): ScanEnd {
    const cutOff = this.#rowDepth === 1 && !this.#closed;
    if (this.#inString) this.#rowEnd = this.#offset;
    this.#finishRow(rows);
    const warning = cutOff
      ? "The array has no closing bracket: the file may be cut off."
      : this.#trailing
        ? "There is text after the array's closing bracket; it is kept as it is."
        : null;
    return { tail: { offset: this.#offset, line: this.#line, open: false }, warning };
  }

  /** Index of the closing quote, or the length of the bytes where the string goes on. */
  #stringEnd(bytes: Uint8Array, from: number): number {
    let start = from;
    if (this.#escaped) {
      this.#escaped = false;
      start++;
    }
    for (let at = bytes.indexOf(quoteByte, start); at >= 0; at = bytes.indexOf(quoteByte, at + 1)) {
      if (backslashesBefore(bytes, at, start) % 2 === 1) continue;
      this.#inString = false;
      return at;
    }
    this.#escaped = backslashesBefore(bytes, bytes.length, start) % 2 === 1;
    return bytes.length;
  }

  #visible(what: number, place: number, rows: BatchWriter): void {
    if (this.#closed) {
      this.#trailing = true;
      return;
    }
    if (this.#depth < this.#rowDepth) {
      this.#depth++; // The array's own bracket, checked when the container was recognised.
      return;
    }
    if (this.#depth === 1 && this.#rowDepth === 1 && (what === comma || what === close)) {
      this.#finishRow(rows);
      this.#closed = what === close;
      return;
    }
    if (this.#rowStart < 0) {
      this.#rowStart = place;
      this.#rowLine = this.#line;
    }
    this.#rowEnd = place + 1;
    if (what === quote) this.#inString = true;
    else if (what === open) this.#depth++;
    else if (what === close && this.#depth > this.#rowDepth) this.#depth--;
  }

  #finishRow(rows: BatchWriter): void {
    if (this.#rowStart < 0) return;
    rows.add(this.#rowStart, this.#rowEnd - this.#rowStart, this.#rowLine);
    this.#rowStart = -1;
  }
}

function backslashesBefore(bytes: Uint8Array, at: number, start: number): number {
  let from = at;
  while (from > start && bytes[from - 1] === backslash) from--;
  return at - from;
}

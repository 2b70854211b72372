import type { BatchWriter } from "./rowIndex.ts";
import { isJsonSpace, type ScanEnd, type Scanner } from "./scanner.ts";

const quote = 0x22;
const backslash = 0x5c;

/**
 * The elements of one JSON array in any layout, or (without `array`) one JSON value. Looks at brackets, commas and
 * strings alone: what isn't JSON inside an element is found when that row is read.
 */
export class ArrayScanner implements Scanner {
  #offset: number;
  #line = 1;
  /** Brackets open; the array's own is the first. */
  #depth = 0;
  readonly #rowDepth: number;
  #inString = false;
  #escaped = false;
  /** Start of the row under way, or -1. */
  #rowStart = -1;
  #rowLine = 0;
  /** End (excluded) of the row's last visible byte. */
  #rowEnd = 0;
  #closed = false;
  #trailing = false;

  /** @param from offset of the first byte after a byte order mark */
  constructor(from: number, container: "array" | "value") {
    this.#offset = from;
    this.#rowDepth = container === "array" ? 1 : 0;
  }

  push(bytes: Uint8Array, rows: BatchWriter): void {
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at] ?? 0;
      if (byte === 0x0a) this.#line++;
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false;
        else if (byte === backslash) this.#escaped = true;
        else if (byte === quote) this.#inString = false;
        this.#rowEnd = this.#offset + at + 1;
      } else if (!isJsonSpace(byte)) this.#visible(byte, this.#offset + at, rows);
    }
    this.#offset += bytes.length;
  }

  end(rows: BatchWriter): ScanEnd {
    const cutOff = this.#rowDepth === 1 && !this.#closed;
    this.#finishRow(rows);
    const warning = cutOff
      ? "The array has no closing bracket: the file may be cut off."
      : this.#trailing
        ? "There is text after the array's closing bracket; it is kept as it is."
        : null;
    return { tail: { offset: this.#offset, line: this.#line, open: false }, warning };
  }

  #visible(byte: number, place: number, rows: BatchWriter): void {
    if (this.#closed) {
      this.#trailing = true;
      return;
    }
    if (this.#depth === this.#rowDepth && this.#rowDepth === 1 && (byte === 0x2c || byte === 0x5d)) {
      this.#finishRow(rows);
      if (byte === 0x5d) this.#closed = true;
      return;
    }
    if (this.#depth < this.#rowDepth) {
      this.#depth++; // The array's own bracket, checked when the container was recognised.
      return;
    }
    if (this.#rowStart < 0) {
      this.#rowStart = place;
      this.#rowLine = this.#line;
    }
    this.#rowEnd = place + 1;
    if (byte === quote) this.#inString = true;
    else if (byte === 0x7b || byte === 0x5b) this.#depth++;
    else if ((byte === 0x7d || byte === 0x5d) && this.#depth > this.#rowDepth) this.#depth--;
  }

  #finishRow(rows: BatchWriter): void {
    if (this.#rowStart < 0) return;
    rows.add(this.#rowStart, this.#rowEnd - this.#rowStart, this.#rowLine);
    this.#rowStart = -1;
  }
}

import type { BatchWriter, Tail } from "./rowIndex.ts";
import { isJsonSpace, type ScanEnd, type Scanner } from "./scanner.ts";

const newline = 0x0a;
const carriageReturn = 0x0d;

/** One row a line; lines of white space alone are no rows. A row's bytes leave out its line end, `\r\n` included. */
export class LineScanner implements Scanner {
  /** Offset of the next byte pushed. */
  #offset: number;
  /** Offset where the line under way starts. */
  #start: number;
  #line: number;
  /** True once the line under way holds something visible. */
  #visible = false;
  /** Last byte of the piece before. */
  #last = 0;

  /** @param from where to start: the file's start (after a byte order mark), or the tail of an earlier scan */
  constructor(from: Pick<Tail, "offset" | "line">) {
    this.#offset = from.offset;
    this.#start = from.offset;
    this.#line = from.line;
  }

  push(bytes: Uint8Array, rows: BatchWriter): void {
    const base = this.#offset;
    let at = 0;
    for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, at)) {
      if (this.#visible || visibleBetween(bytes, at, end)) {
        const before = end > 0 ? bytes[end - 1] : this.#last;
        const cut = before === carriageReturn ? 1 : 0;
        rows.add(this.#start, base + end - cut - this.#start, this.#line);
      }
      at = end + 1;
      this.#start = base + at;
      this.#line++;
      this.#visible = false;
    }
    this.#visible ||= visibleBetween(bytes, at, bytes.length);
    this.#offset = base + bytes.length;
    this.#last = bytes[bytes.length - 1] ?? this.#last;
  }

  end(rows: BatchWriter): ScanEnd {
    const cut = this.#last === carriageReturn ? 1 : 0;
    if (this.#visible) rows.add(this.#start, this.#offset - cut - this.#start, this.#line);
    return { tail: { offset: this.#start, line: this.#line, open: this.#visible }, warning: null };
  }
}

function visibleBetween(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    if (!isJsonSpace(bytes[at] ?? 0)) return true;
  }
  return false;
}

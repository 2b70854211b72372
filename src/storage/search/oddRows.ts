import type { RowIndex } from "../rows/rowIndex.ts";
import { isOddEscape } from "./spelling.ts";

/** Rows of a text with escapes of characters that no writer escapes, as far as they are known. */
export interface OddRows {
  /** Those among rows `from` (included) to `to` (excluded); null where it isn't known. */
  among(from: number, to: number): readonly number[] | null;
  learn(from: number, to: number, rows: readonly number[]): void;
}

const known = new WeakMap<RowIndex, OddRows>();

/**
 * The odd rows of an index. Looking for them takes longer than looking for a text, so that the first search which sees
 * all rows tells the others.
 */
export function oddRowsOf(index: RowIndex): OddRows {
  const odd = known.get(index) ?? new Learnt();
  known.set(index, odd);
  return odd;
}

class Learnt implements OddRows {
  readonly #rows: number[] = [];
  #upTo = 0;

  among(from: number, to: number): readonly number[] | null {
    return to > this.#upTo ? null : this.#rows.filter((row) => row >= from && row < to);
  }

  learn(from: number, to: number, rows: readonly number[]): void {
    if (from > this.#upTo || to <= this.#upTo) return;
    for (const row of rows) if (row >= this.#upTo) this.#rows.push(row);
    this.#upTo = to;
  }
}

/** The first odd escape at or after `from`, or -1. */
export function oddEscapeAt(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf("\\u00", from); at >= 0; at = bytes.indexOf("\\u00", at + 4)) {
    const digits = bytes.toString("latin1", at + 4, at + 6);
    if (/^[0-9a-f]{2}$/iu.test(digits) && isOddEscape(Number.parseInt(digits, 16))) return at;
  }
  return -1;
}

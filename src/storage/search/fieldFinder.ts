import { FieldValue, plainKey } from "./fieldValue.ts";
import { Finder } from "./finder.ts";
import { atomEnd, colon, openBrace, openBracket, quote, skipSpace, stringEnd } from "./jsonTokens.ts";
import type { Spelling } from "./spelling.ts";
import type { FieldTest } from "../types.ts";

/** Bytes after a key in which its value begins, but for strange layouts. */
const near = 64;
const space = 0x20;

/**
 * Finds the places where a field may have one of its values: its key followed by such a value, or by an object or
 * array, whatever holds it. For rows without odd escapes.
 */
export class FieldFinder {
  readonly #finder: Finder;
  readonly #value: FieldValue;
  readonly #keyEnd: number;
  readonly #valueBytes: number;
  #bytes: Buffer = Buffer.alloc(0);
  #found = -1;

  /** Null where the field's key may be written in several ways, or be a place in an array. */
  static of(test: FieldTest, sample: Uint8Array): FieldFinder | null {
    const key = plainKey(test);
    if (key === null) return null;
    const run = Array.from(key.slice(1), (char) => [char.charCodeAt(0)]);
    return new FieldFinder(test, run, sample);
  }

  private constructor(test: FieldTest, run: Spelling, sample: Uint8Array) {
    this.#finder = new Finder([[[run]]], sample);
    this.#value = new FieldValue(test);
    this.#keyEnd = run.length;
    this.#valueBytes = near + this.#value.longest + 2;
  }

  /** Goes on with other bytes. */
  reset(bytes: Buffer): void {
    this.#bytes = bytes;
    this.#found = -1;
    this.#finder.reset(bytes);
  }

  /** The first such place at or after `from`; Infinity where there is none. Calls go forward. */
  next(from: number): number {
    if (this.#found >= from) return this.#found;
    let at = this.#finder.next(from);
    while (at < Infinity && !this.#mayBeAfter(at + this.#keyEnd)) at = this.#finder.next(at + 1);
    return (this.#found = at);
  }

  #mayBeAfter(key: number): boolean {
    if (this.#isOtherAfter(key)) return false;
    const json = this.#bytes.toString("latin1", key, key + this.#valueBytes);
    const at = skipSpace(json, 0);
    const start = skipSpace(json, at + 1);
    // What lies further away is looked at with the row.
    if (start > near || start >= json.length) return true;
    if (json.charCodeAt(at) !== colon) return false;
    const first = json.charCodeAt(start);
    if (first === openBrace || first === openBracket) return true;
    if (!this.#value.mayStart(first)) return false;
    const end = first === quote ? stringEnd(json, start) : atomEnd(json, start);
    // A text that doesn't end here is longer than any that is looked for; a number may be cut.
    if (end < 0) return first !== quote;
    return end === json.length || this.#isValue(json, start, end);
  }

  /** True where another value follows in one of the two usual layouts: seen without making a text. */
  #isOtherAfter(key: number): boolean {
    const bytes = this.#bytes;
    const first = bytes[key + 1] === space ? bytes[key + 2] : bytes[key + 1];
    return bytes[key] === colon && first !== undefined && first > space && !this.#mayStart(first);
  }

  #mayStart(first: number): boolean {
    return first === openBrace || first === openBracket || this.#value.mayStart(first);
  }

  #isValue(json: string, start: number, end: number): boolean {
    try {
      return this.#value.isValue(json, start, end);
    } catch (error) {
      // The row is no JSON, and has no fields.
      if (error instanceof SyntaxError) return false;
      throw error;
    }
  }
}

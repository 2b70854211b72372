import { FieldValue, plainKey } from "./fieldValue.ts";
import { Finder } from "./finder.ts";
import { colon, JsonBytes, openBrace, openBracket, scalarEnd, skipSpace } from "./jsonTokens.ts";
import type { Spelling } from "./spelling.ts";
import type { FieldTest } from "../types.ts";

/**
 * Finds the places where a field may have one of its values: its key followed by such a value, or by an object or
 * array, whatever holds it. For rows without odd escapes.
 */
export class FieldFinder {
  readonly #finder: Finder;
  readonly #value: FieldValue;
  readonly #keyEnd: number;
  #json = new JsonBytes(Buffer.alloc(0));
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
  }

  /** Goes on with other bytes. */
  reset(json: JsonBytes): void {
    this.#json = json;
    this.#found = -1;
    this.#finder.reset(json);
  }

  /** The first such place at or after `from`; Infinity where there is none. Calls go forward. */
  next(from: number): number {
    if (this.#found >= from) return this.#found;
    let at = this.#finder.next(from);
    while (at < Infinity && !this.#mayBeAfter(at + this.#keyEnd)) at = this.#finder.next(at + 1);
    return (this.#found = at);
  }

  #mayBeAfter(key: number): boolean {
    const { bytes } = this.#json;
    const at = skipSpace(bytes, key, bytes.length);
    if (bytes[at] !== colon) return false;
    const start = skipSpace(bytes, at + 1, bytes.length);
    const first = bytes[start] ?? 0;
    if (first === openBrace || first === openBracket) return true;
    return this.#value.mayStart(first) && this.#isValue(start);
  }

  #isValue(start: number): boolean {
    const { bytes, text } = this.#json;
    const end = scalarEnd(bytes, text, start, bytes.length);
    try {
      return end >= 0 && this.#value.isValue(this.#json, start, end);
    } catch (error) {
      // The row is no JSON, and has no fields.
      if (error instanceof SyntaxError) return false;
      throw error;
    }
  }
}

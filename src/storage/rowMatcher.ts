import type { Finder } from "./finder.ts";
import { hasEscape, quote } from "./jsonTokens.ts";
import { decodeString, JsonWalker } from "./jsonWalker.ts";
import { textPattern, type ByteQuery } from "./needle.ts";
import { decodeRow } from "./rowText.ts";
import type { FieldTest, SearchHit } from "./types.ts";
import { isInside, isSamePath, valuesOf } from "./valuesOf.ts";

/** Where a text was found in a row; `field` is null and the excerpt empty where none was looked for. */
export type Place = Omit<SearchHit, "row" | "line">;

/** Text shown on either side of a match. */
const around = 60;
const nowhere: Place = { field: null, excerpt: "", start: 0, end: 0 };

/**
 * Looks at rows' bytes and makes values of those alone that matter. A row in which keys come twice, and one that is no
 * JSON, is parsed whole, so that rows read as JSON.parse reads them. But a row that is broken in the middle of a text
 * that doesn't matter, such as by a wrong escape, is read as if it weren't.
 */
export class RowMatcher {
  readonly #pattern: RegExp | null;
  readonly #field: string | null;
  readonly #tests: readonly Test[];
  readonly #walker = new JsonWalker();
  #bytes: Buffer = Buffer.alloc(0);
  #anchors: Finder | null = null;
  #place: Place | null = null;

  /** @throws StorageError where the pattern can't be used */
  constructor(query: ByteQuery) {
    this.#pattern = query.text === "" ? null : textPattern(query);
    this.#field = query.field ?? null;
    this.#tests = (query.equals ?? []).map((test) => new Test(test));
  }

  /**
   * The first place of the text in a row, where all the row's fields are as they should be; null where not.
   * @param anchors where a text that holds none of their places can't match; null where any may
   */
  match(bytes: Buffer, start: number, end: number, anchors: Finder | null): Place | null {
    this.#bytes = bytes;
    this.#anchors = anchors;
    this.#place = this.#pattern === null ? nowhere : null;
    for (const test of this.#tests) test.passed = false;
    if (!this.#walk(start, end)) return this.#parsed(decodeRow(bytes.subarray(start, end)).text);
    return this.#tests.every((test) => test.passed) ? this.#place : null;
  }

  /** False where the row must be parsed. */
  #walk(start: number, end: number): boolean {
    try {
      return this.#walker.walk(this.#bytes, start, end, this.#onScalar) && !this.#walker.overridden;
    } catch (error) {
      if (error instanceof SyntaxError) return false;
      throw error;
    }
  }

  readonly #onScalar = (start: number, end: number): void => {
    for (const test of this.#tests) {
      if (test.passed || !test.takesBytes(this.#bytes, start, end)) continue;
      if (!test.isAt(this.#walker.path())) continue;
      test.passed = true;
      this.#walker.keep();
    }
    if (this.#place !== null || this.#pattern === null || this.#isAway(start, end)) return;
    const text = textAt(this.#bytes, start, end);
    const found = text === null ? null : matchIn(text, this.#pattern);
    if (found === null) return;
    const field = this.#walker.path();
    if (this.#field !== null && !isInside(field, this.#field)) return;
    this.#place = { field, ...found };
    this.#walker.keep();
  };

  #isAway(start: number, end: number): boolean {
    return this.#anchors !== null && this.#anchors.next(start) >= end;
  }

  #parsed(raw: string): Place | null {
    let value: unknown;
    try {
      value = JSON.parse(raw);
    } catch {
      const isAsked = this.#tests.length === 0 && this.#field === null && this.#pattern !== null;
      const found = isAsked ? matchIn(raw, this.#pattern) : null;
      return found === null ? null : { field: null, ...found };
    }
    const values = [...valuesOf(value)];
    if (!this.#tests.every((test) => values.some((one) => test.takes(one)))) return null;
    if (this.#pattern === null) return nowhere;
    for (const { path, value: one } of values) {
      if (one === null || (this.#field !== null && !isInside(path, this.#field))) continue;
      const found = matchIn(typeof one === "string" ? one : JSON.stringify(one), this.#pattern);
      if (found !== null) return { field: path, ...found };
    }
    return null;
  }
}

/** Whether a field has one of some values. */
class Test {
  readonly field: string;
  passed = false;
  readonly #values: ReadonlySet<unknown>;
  /** The values that are texts. */
  readonly #texts: readonly { readonly value: string; readonly utf8: Buffer }[];
  /** First bytes that values start with. */
  readonly #firsts = new Uint8Array(256);
  #lastPath: string | null = null;
  #lastIsAt = false;

  constructor({ field, values }: FieldTest) {
    this.field = field;
    this.#values = new Set(values);
    this.#texts = values
      .filter((value) => typeof value === "string")
      .map((value) => ({ value, utf8: Buffer.from(value) }));
    for (const value of values) {
      // A number may be written in several ways, of which some start with zero.
      const starts = typeof value === "number" ? "-0123456789" : (JSON.stringify(value)[0] ?? "");
      for (const char of starts) this.#firsts[char.charCodeAt(0)] = 1;
    }
  }

  takes({ path, value }: { readonly path: string; readonly value: unknown }): boolean {
    return this.#values.has(value) && this.isAt(path);
  }

  /** Whether a path is the field's: most rows have it at the same one. */
  isAt(path: string): boolean {
    if (path !== this.#lastPath) {
      this.#lastPath = path;
      this.#lastIsAt = isSamePath(path, this.field);
    }
    return this.#lastIsAt;
  }

  takesBytes(bytes: Buffer, start: number, end: number): boolean {
    const first = bytes[start] ?? 0;
    if (this.#firsts[first] === 0) return false;
    if (first !== quote) return this.#values.has(JSON.parse(bytes.toString("latin1", start, end)));
    const length = end - start - 2;
    return this.#texts.some(({ value, utf8 }) => {
      // An escape takes no fewer bytes than what it stands for, and at most six for each UTF-16 unit.
      if (length < utf8.length || length > 6 * value.length) return false;
      if (length === utf8.length && utf8.compare(bytes, start + 1, end - 1) === 0) return true;
      return hasEscape(bytes, start, end) && decodeString(bytes, start, end) === value;
    });
  }
}

/** The text of a value; null has none. */
function textAt(bytes: Buffer, start: number, end: number): string | null {
  const first = bytes[start];
  if (first === quote) return decodeString(bytes, start, end);
  return first === 0x6e ? null : bytes.toString("latin1", start, end);
}

function matchIn(text: string, pattern: RegExp | null): Omit<Place, "field"> | null {
  const match = pattern?.exec(text) ?? null;
  if (match === null) return null;
  const from = Math.max(0, match.index - around);
  const start = match.index - from;
  const end = start + match[0].length;
  return { excerpt: text.slice(from, from + end + around), start, end };
}

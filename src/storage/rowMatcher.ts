import type { Finder } from "./finder.ts";
import { quote } from "./jsonTokens.ts";
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
 * JSON, is parsed whole, so that all rows read as JSON.parse reads them.
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
    const isJson = this.#walker.walk(bytes, start, end, this.#onScalar);
    if (!isJson || this.#walker.overridden) return this.#parsed(decodeRow(bytes.subarray(start, end)).text);
    return this.#tests.every((test) => test.passed) ? this.#place : null;
  }

  readonly #onScalar = (start: number, end: number, escaped: boolean): void => {
    for (const test of this.#tests) {
      if (test.passed || !test.takesBytes(this.#bytes, start, end, escaped)) continue;
      if (!isSamePath(this.#walker.path(), test.field)) continue;
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
  /** UTF-8 of the values that are texts. */
  readonly #texts: readonly Buffer[];
  /** First bytes that values start with. */
  readonly #firsts = new Uint8Array(256);

  constructor({ field, values }: FieldTest) {
    this.field = field;
    this.#values = new Set(values);
    this.#texts = values.filter((value) => typeof value === "string").map((text) => Buffer.from(text));
    for (const value of values) {
      // A number may be written in several ways, of which some start with zero.
      const starts = typeof value === "number" ? "-0123456789" : (JSON.stringify(value)[0] ?? "");
      for (const char of starts) this.#firsts[char.charCodeAt(0)] = 1;
    }
  }

  takes({ path, value }: { readonly path: string; readonly value: unknown }): boolean {
    return this.#values.has(value) && isSamePath(path, this.field);
  }

  takesBytes(bytes: Buffer, start: number, end: number, escaped: boolean): boolean {
    const first = bytes[start] ?? 0;
    if (this.#firsts[first] === 0) return false;
    if (first !== quote) return this.#values.has(JSON.parse(bytes.toString("latin1", start, end)));
    if (escaped) return this.#values.has(decodeString(bytes, start, end));
    return this.#texts.some(
      (text) => text.length === end - start - 2 && text.compare(bytes, start + 1, end - 1) === 0,
    );
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

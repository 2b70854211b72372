import { FieldValue, plainKey } from "./fieldValue.ts";
import type { Finder } from "./finder.ts";
import { JsonBytes, openBrace, openBracket, quote, scalarEnd } from "./jsonTokens.ts";
import { JsonWalker } from "./jsonWalker.ts";
import { textPattern, type ByteQuery } from "./needle.ts";
import { decodeRow } from "../containers/rowText.ts";
import { soleKey, soleValueAt } from "./soleKey.ts";
import type { SearchHit } from "../types.ts";
import { isInside, valuesOf } from "./valuesOf.ts";

/** Where a text was found in a row; `field` is null and the excerpt empty where none was looked for. */
export type Place = Omit<SearchHit, "row" | "line">;

interface Test {
  readonly value: FieldValue;
  passed: boolean;
}

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
  /** 1 for each code that a value starts with which may matter. */
  readonly #wanted = new Uint8Array(256);
  /** The key of the first test where that is one at the top of rows; null where it isn't, or there is none. */
  readonly #topKey: Buffer | null;
  #json = new JsonBytes(Buffer.alloc(0));
  #anchors: Finder | null = null;
  #place: Place | null = null;
  /** True once no further value matters. */
  #isSettled = false;

  /** @throws StorageError where the pattern can't be used */
  constructor(query: ByteQuery) {
    this.#pattern = query.text === "" ? null : textPattern(query);
    this.#field = query.field ?? null;
    this.#tests = (query.equals ?? []).map((test) => ({
      value: new FieldValue(test),
      passed: false,
    }));
    const [first] = query.equals ?? [];
    const key = first === undefined || first.field.includes(".") ? null : plainKey(first);
    this.#topKey = key === null ? null : Buffer.from(key, "latin1");
    for (let code = 0; code < 256; code++) {
      const matters = this.#pattern !== null || this.#tests.some((test) => test.value.mayStart(code));
      this.#wanted[code] = matters ? 1 : 0;
    }
  }

  /**
   * The first place of the text in a row, where all the row's fields are as they should be; null where not.
   * @param anchors where a text that holds none of their places can't match; null where any may
   */
  match(json: JsonBytes, start: number, end: number, anchors: Finder | null): Place | null {
    this.#json = json;
    const passed = this.#topValuePasses(start, end);
    if (passed === false) return null;
    if (passed === true && this.#pattern === null && this.#tests.length === 1) return nowhere;
    this.#anchors = anchors;
    this.#place = this.#pattern === null ? nowhere : null;
    this.#isSettled = false;
    for (const test of this.#tests) test.passed = false;
    if (!this.#walk(start, end)) return this.#parsed(decodeRow(json.bytes.subarray(start, end)).text);
    return this.#tests.every((test) => test.passed) ? this.#place : null;
  }

  /** Whether the row passes the first test; null where that isn't plain. */
  #topValuePasses(start: number, end: number): boolean | null {
    const test = this.#tests[0];
    if (test === undefined || this.#topKey === null) return null;
    const at = soleValueAt(this.#json, start, end, this.#topKey);
    if (at === soleKey.absent) return false;
    const { bytes, text } = this.#json;
    const first = bytes[at];
    if (at === soleKey.unsure || first === openBrace || first === openBracket) return null;
    try {
      return test.value.isValue(this.#json, at, scalarEnd(bytes, text, at, end));
    } catch (error) {
      if (error instanceof SyntaxError) return null;
      throw error;
    }
  }

  /** False where the row must be parsed. */
  #walk(start: number, end: number): boolean {
    try {
      const isJson = this.#walker.walk(this.#json, start, end, this.#wanted, this.#onScalar);
      return isJson && !this.#walker.overridden;
    } catch (error) {
      if (error instanceof SyntaxError) return false;
      throw error;
    }
  }

  readonly #onScalar = (start: number, end: number): void => {
    if (this.#isSettled) return;
    for (const test of this.#tests) {
      if (test.passed || !test.value.isValue(this.#json, start, end)) continue;
      if (!test.value.isAt(this.#walker.path())) continue;
      test.passed = true;
      this.#keep();
    }
    if (this.#place !== null || this.#pattern === null || this.#isAway(start, end)) return;
    const text = this.#textAt(start, end);
    const found = text === null ? null : matchIn(text, this.#pattern);
    if (found === null) return;
    const field = this.#walker.path();
    if (this.#field !== null && !isInside(field, this.#field)) return;
    this.#place = { field, ...found };
    this.#keep();
  };

  #keep(): void {
    this.#walker.keep();
    this.#isSettled = this.#place !== null && this.#tests.every((test) => test.passed);
  }

  #isAway(start: number, end: number): boolean {
    return this.#anchors !== null && this.#anchors.next(start) >= end;
  }

  /** The text of a value; null has none. */
  #textAt(start: number, end: number): string | null {
    const { bytes } = this.#json;
    const first = bytes[start];
    const text = bytes.toString("utf8", start, end);
    if (first !== quote) return first === 0x6e ? null : text;
    return text.includes("\\") ? (JSON.parse(text) as string) : text.slice(1, -1);
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
    if (!this.#tests.every((test) => values.some((one) => test.value.takes(one)))) return null;
    if (this.#pattern === null) return nowhere;
    for (const { path, value: one } of values) {
      if (one === null || (this.#field !== null && !isInside(path, this.#field))) continue;
      const found = matchIn(typeof one === "string" ? one : JSON.stringify(one), this.#pattern);
      if (found !== null) return { field: path, ...found };
    }
    return null;
  }
}

function matchIn(text: string, pattern: RegExp | null): Omit<Place, "field"> | null {
  const match = pattern?.exec(text) ?? null;
  if (match === null) return null;
  const from = Math.max(0, match.index - around);
  const start = match.index - from;
  const end = start + match[0].length;
  return { excerpt: text.slice(from, from + end + around), start, end };
}

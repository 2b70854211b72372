import { decodeString, hasEscape, quote, type JsonBytes } from "./jsonTokens.ts";
import { spellingsOf } from "./spelling.ts";
import type { FieldTest } from "../types.ts";
import { isSamePath, type RowValue } from "./valuesOf.ts";

/**
 * The last key of the way to a field, in quotes, where writers write it in one way alone; null where it may be written
 * in several, or be a place in an array.
 */
export function plainKey({ field }: FieldTest): string | null {
  const key = field.slice(field.lastIndexOf(".") + 1);
  const isPlain = Array.from(key).every((char) => {
    const { raw, escaped } = spellingsOf(char, false);
    return raw.length === 1 && escaped.length === 0;
  });
  return /^\d*$/u.test(key) || !isPlain ? null : `"${key}"`;
}

/** Whether a field has one of some values. */
export class FieldValue {
  readonly #field: string;
  readonly #values: ReadonlySet<unknown>;
  /** How JSON writers write the values; a number may be written in other ways too. */
  readonly #written: ReadonlySet<string>;
  /** The values that are texts, and their UTF-8, a character a byte. */
  readonly #texts: readonly { readonly value: string; readonly bytes: string }[];
  /** Bytes that they take at most in JSON, quotes not counted: no escape takes more than six a UTF-16 unit. */
  readonly #longest: number;
  /** And at least: none takes fewer than what it stands for. */
  readonly #shortest: number;
  /** Codes that values start with. */
  readonly #firsts = new Uint8Array(256);
  #lastPath: string | null = null;
  #lastIsAt = false;

  constructor({ field, values }: FieldTest) {
    this.#field = field;
    this.#values = new Set(values);
    this.#written = new Set(values.map((value) => JSON.stringify(value)));
    this.#texts = values
      .filter((value) => typeof value === "string")
      .map((value) => ({ value, bytes: Buffer.from(value).toString("latin1") }));
    this.#shortest = Math.min(...this.#texts.map(({ bytes }) => bytes.length));
    this.#longest = Math.max(0, ...this.#texts.map(({ value }) => 6 * value.length));
    for (const value of values) {
      // A number may be written in several ways, of which some start with zero.
      const starts = typeof value === "number" ? "-0123456789" : (JSON.stringify(value)[0] ?? "");
      for (const char of starts) this.#firsts[char.charCodeAt(0)] = 1;
    }
  }

  takes({ path, value }: RowValue): boolean {
    return this.#values.has(value) && this.isAt(path);
  }

  /** Whether a path is the field's: most rows have it at the same one. */
  isAt(path: string): boolean {
    if (path !== this.#lastPath) {
      this.#lastPath = path;
      this.#lastIsAt = isSamePath(path, this.#field);
    }
    return this.#lastIsAt;
  }

  /** Whether one of the values may start with a character. */
  mayStart(code: number): boolean {
    return this.#firsts[code] === 1;
  }

  /** Whether JSON has one of the values at a place. @throws SyntaxError where it can't be read */
  isValue({ bytes, text }: JsonBytes, start: number, end: number): boolean {
    const first = bytes[start] ?? 0;
    if (!this.mayStart(first)) return false;
    if (first !== quote) return this.#isAtom(text.slice(start, end));
    const length = end - start - 2;
    if (length < this.#shortest || length > this.#longest) return false;
    for (const one of this.#texts) {
      if (length === one.bytes.length && text.startsWith(one.bytes, start + 1)) return true;
    }
    // Escapes are longer than what they stand for.
    if (length === this.#shortest || !hasEscape(bytes, start, end)) return false;
    const decoded = decodeString(text.slice(start, end));
    return this.#texts.some(({ value }) => value === decoded);
  }

  #isAtom(token: string): boolean {
    return this.#written.has(token) || this.#values.has(JSON.parse(token));
  }
}

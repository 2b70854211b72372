import {
  atomEnd,
  closeBrace,
  closeBracket,
  colon,
  comma,
  decodeString,
  hasEscape,
  openBrace,
  openBracket,
  quote,
  skipSpace,
  stringEnd,
} from "./jsonTokens.ts";

/** Told of a text, number, truth value or null: its start and end. A text's quotes belong to it. */
export type OnScalar = (start: number, end: number) => void;

/** The way to a value. */
interface Kept {
  /** The key at each level, with its quotes; of an array, anything. */
  readonly keys: readonly string[];
  /** Levels of it that have not ended. */
  depth: number;
}

/**
 * Goes through a JSON text, a character a byte, without making values of it, by JSON.parse's grammar (RFC 8259), but
 * for what strings hold. It calls itself never, however deep a text is nested.
 */
export class JsonWalker {
  #text = "";
  /** Objects and arrays that have not ended, counted from 1: items of the arrays below are theirs, later ones are left over. */
  #depth = 0;
  /** What ends a level; nothing ends level 0. */
  readonly #closers: number[] = [0];
  /** The key under way with its quotes. */
  readonly #keyStarts: number[] = [];
  readonly #keyEnds: number[] = [];
  /** The place in an array. */
  readonly #places: number[] = [];
  #kept: Kept[] = [];
  #overridden = false;
  #lastKey: string | null = null;
  #lastPath = "";

  /**
   * False where it is no JSON text; some values were told of all the same. One long loop, since calls would take a
   * third longer.
   * @param wanted 1 for each code that starts a value to be told of
   */
  walk(text: string, wanted: Uint8Array, onScalar: OnScalar): boolean {
    this.#text = text;
    this.#kept = [];
    this.#overridden = false;
    const [closers, places] = [this.#closers, this.#places];
    let depth = 0;
    let closer = 0;
    let place = 0;
    for (let at = skipSpace(text, 0); at >= 0;) {
      const first = text.charCodeAt(at);
      if (first === openBrace || first === openBracket) {
        places[depth] = place;
        closer = first === openBrace ? closeBrace : closeBracket;
        closers[++depth] = closer;
        place = 0;
        at = skipSpace(text, at + 1);
        if (text.charCodeAt(at) !== closer) {
          if (closer === closeBrace) at = this.#key(text, at, depth);
          continue;
        }
      } else {
        const end = first === quote ? stringEnd(text, at) : atomEnd(text, at);
        if (end < 0) return false;
        if (wanted[first] === 1) {
          places[depth] = place;
          this.#depth = depth;
          onScalar(at, end);
        }
        at = skipSpace(text, end);
      }
      while (depth > 0 && text.charCodeAt(at) === closer) {
        depth--;
        [closer, place] = [closers[depth] ?? 0, places[depth] ?? 0];
        if (this.#kept.length > 0) this.#left(depth);
        at = skipSpace(text, at + 1);
      }
      if (depth === 0) return at === text.length;
      if (text.charCodeAt(at) !== comma) return false;
      at = skipSpace(text, at + 1);
      if (closer === closeBrace) at = this.#key(text, at, depth);
      else place++;
    }
    return false;
  }

  /** After a walk: whether a kept value, or one that holds it, is replaced by a later one of the same key. */
  get overridden(): boolean {
    return this.#overridden;
  }

  /** While told of a value: watches whether it stays. A key with escapes on the way to it counts as replaced. */
  keep(): void {
    const keys: string[] = [];
    for (let level = 1; level <= this.#depth; level++) {
      const key = this.#keyOf(level);
      this.#overridden ||= key.includes("\\");
      keys.push(key);
    }
    this.#kept.push({ keys, depth: keys.length });
  }

  /** While told of a value: its dotted path. @throws SyntaxError where a key is broken */
  path(): string {
    // Most rows are objects that have a value at the same key.
    if (this.#depth !== 1 || this.#closers[1] !== closeBrace) return this.#wholePath();
    const key = this.#keyOf(1);
    if (key !== this.#lastKey) this.#lastPath = this.#wholePath();
    this.#lastKey = key;
    return this.#lastPath;
  }

  #wholePath(): string {
    let path = "";
    for (let level = 1; level <= this.#depth; level++) {
      const isObject = this.#closers[level] === closeBrace;
      const part = isObject ? decodeString(this.#keyOf(level)) : String(this.#places[level]);
      path = path === "" ? part : `${path}.${part}`;
    }
    return path;
  }

  /** Goes over the key at a place. Returns where its value starts; -1 where the text is broken. */
  #key(text: string, at: number, depth: number): number {
    const end = text.charCodeAt(at) === quote ? stringEnd(text, at) : -1;
    if (end < 0) return -1;
    this.#keyStarts[depth] = at;
    this.#keyEnds[depth] = end;
    if (this.#kept.length > 0) this.#compareWithKept(depth);
    const after = skipSpace(text, end);
    return text.charCodeAt(after) === colon ? skipSpace(text, after + 1) : -1;
  }

  #left(depth: number): void {
    for (const kept of this.#kept) kept.depth = Math.min(kept.depth, depth);
  }

  /** A key in an object that holds a kept value: two that may spell the same count as the same. */
  #compareWithKept(depth: number): void {
    const start = this.#keyStarts[depth] ?? 0;
    const end = this.#keyEnds[depth] ?? 0;
    for (const kept of this.#kept) {
      if (depth > kept.depth) continue;
      const old = kept.keys[depth - 1] ?? "";
      const isSame = old.length === end - start && this.#text.startsWith(old, start);
      this.#overridden ||= isSame || hasEscape(this.#text, start, end);
    }
  }

  #keyOf(level: number): string {
    return this.#text.slice(this.#keyStarts[level], this.#keyEnds[level]);
  }
}

import {
  closeBrace,
  closeBracket,
  colon,
  comma,
  decodeString,
  hasEscape,
  JsonBytes,
  openBrace,
  openBracket,
  quote,
  scalarEnd,
  skipSpace,
  stringEnd,
} from "./jsonTokens.ts";

/** Told of a text, number, truth value or null: its start and end. A text's quotes belong to it. */
export type OnScalar = (start: number, end: number) => void;

/** The way to a value. */
interface Kept {
  /** The key at each level, with its quotes; of an array, nothing. */
  readonly keys: readonly string[];
  /** Levels of it that have not ended. */
  depth: number;
}

/**
 * Goes through a row's JSON without making values of it, by JSON.parse's grammar (RFC 8259), but for what strings hold.
 * It calls itself never, however deep a row is nested.
 */
export class JsonWalker {
  #json = new JsonBytes(Buffer.alloc(0));
  /** Where the row ends. */
  #end = 0;
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
   * False where it is no JSON; some values were told of all the same. One long loop, since calls would take a
   * third longer.
   * @param start where the row starts, and `end` where it ends
   * @param wanted 1 for each code that starts a value to be told of
   */
  walk(json: JsonBytes, start: number, end: number, wanted: Uint8Array, onScalar: OnScalar): boolean {
    const { bytes, text } = json;
    this.#json = json;
    this.#end = end;
    this.#kept = [];
    this.#overridden = false;
    const [closers, places] = [this.#closers, this.#places];
    let depth = 0;
    let closer = 0;
    let place = 0;
    for (let at = skipSpace(bytes, start, end); at >= 0;) {
      const first = bytes[at] ?? 0;
      if (first === openBrace || first === openBracket) {
        places[depth] = place;
        closer = first === openBrace ? closeBrace : closeBracket;
        closers[++depth] = closer;
        place = 0;
        at = skipSpace(bytes, at + 1, end);
        if (bytes[at] !== closer) {
          if (closer === closeBrace) at = this.#key(at, depth);
          continue;
        }
      } else {
        const stop = scalarEnd(bytes, text, at, end);
        if (stop < 0) return false;
        if (wanted[first] === 1) {
          places[depth] = place;
          this.#depth = depth;
          onScalar(at, stop);
        }
        at = skipSpace(bytes, stop, end);
      }
      while (depth > 0 && bytes[at] === closer) {
        depth--;
        [closer, place] = [closers[depth] ?? 0, places[depth] ?? 0];
        if (this.#kept.length > 0) this.#left(depth);
        at = skipSpace(bytes, at + 1, end);
      }
      if (depth === 0) return at === end;
      if (bytes[at] !== comma) return false;
      at = skipSpace(bytes, at + 1, end);
      if (closer === closeBrace) at = this.#key(at, depth);
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
      // An array has none: what stands there is the last object's of that level, or of another row.
      const key = this.#closers[level] === closeBrace ? this.#keyOf(level) : "";
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

  /** Goes over the key at a place. Returns where its value starts; -1 where the row is broken. */
  #key(at: number, depth: number): number {
    const { bytes, text } = this.#json;
    const stop = bytes[at] === quote ? stringEnd(bytes, text, at, this.#end) : -1;
    if (stop < 0) return -1;
    this.#keyStarts[depth] = at;
    this.#keyEnds[depth] = stop;
    if (this.#kept.length > 0) this.#compareWithKept(depth);
    const after = skipSpace(bytes, stop, this.#end);
    return bytes[after] === colon ? skipSpace(bytes, after + 1, this.#end) : -1;
  }

  #left(depth: number): void {
    for (const kept of this.#kept) kept.depth = Math.min(kept.depth, depth);
  }

  /** A key in an object that holds a kept value: two that may spell the same count as the same. */
  #compareWithKept(depth: number): void {
    const start = this.#keyStarts[depth] ?? 0;
    const end = this.#keyEnds[depth] ?? 0;
    const { bytes, text } = this.#json;
    for (const kept of this.#kept) {
      if (depth > kept.depth) continue;
      const old = kept.keys[depth - 1] ?? "";
      const isSame = old.length === end - start && text.startsWith(old, start);
      this.#overridden ||= isSame || hasEscape(bytes, start, end);
    }
  }

  #keyOf(level: number): string {
    return this.#json.text.slice(this.#keyStarts[level], this.#keyEnds[level]);
  }
}

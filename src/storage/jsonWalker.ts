import { atomEnd, backslash, escapeEnd, quote, skipPlain, skipSpace } from "./jsonTokens.ts";

const [comma, colon] = [0x2c, 0x3a];
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d];

/**
 * Told of each text, number, truth value and null: its first byte, its end, and whether it is a text with backslashes.
 * A text's quotes belong to it.
 */
export type OnScalar = (start: number, end: number, escaped: boolean) => void;

/** An object or array that is being walked: the bytes of the key under way with its quotes, or the place. */
interface Level {
  isObject: boolean;
  keyStart: number;
  keyEnd: number;
  keyEscaped: boolean;
  place: number;
}

/** The way to a value. */
interface Kept {
  readonly levels: readonly Readonly<Level>[];
  /** Levels of it that have not ended. */
  depth: number;
}

/**
 * Goes through a JSON text's bytes without making values of them, by JSON.parse's grammar (RFC 8259). It calls itself
 * never, however deep a text is nested.
 */
export class JsonWalker {
  readonly #levels: Level[] = [];
  #depth = 0;
  #bytes: Buffer = Buffer.alloc(0);
  #end = 0;
  #escaped = false;
  #kept: Kept[] = [];
  #overridden = false;

  /** False where the bytes are no JSON text; some values were told of all the same. */
  walk(bytes: Buffer, start: number, end: number, onScalar: OnScalar): boolean {
    this.#bytes = bytes;
    this.#end = end;
    this.#depth = 0;
    this.#kept = [];
    this.#overridden = false;
    for (let at = start; ;) {
      at = this.#value(skipSpace(bytes, at, end), onScalar);
      if (at < 0) return false;
      if (this.#depth === 0) return at === end;
    }
  }

  /** After a walk: whether a kept value, or one that holds it, is replaced by a later one of the same key. */
  get overridden(): boolean {
    return this.#overridden;
  }

  /** While told of a value: watches whether it stays. */
  keep(): void {
    const levels = this.#levels.slice(0, this.#depth).map((level) => ({ ...level }));
    this.#kept.push({ levels, depth: levels.length });
  }

  /** While told of a value: its dotted path. */
  path(): string {
    let path = "";
    for (const { isObject, keyStart, keyEnd, place } of this.#levels.slice(0, this.#depth)) {
      const part = isObject ? decodeString(this.#bytes, keyStart, keyEnd) : String(place);
      path = path === "" ? part : `${path}.${part}`;
    }
    return path;
  }

  /** Goes over a value, or into it. Returns where the next one starts, or the end; -1 where the text is broken. */
  #value(at: number, onScalar: OnScalar): number {
    const first = at < this.#end ? this.#bytes[at] : undefined;
    if (first === quote) {
      const end = this.#string(at);
      if (end < 0) return -1;
      onScalar(at, end, this.#escaped);
      return this.#after(end);
    }
    if (first === openBrace || first === openBracket) return this.#enter(at, first === openBrace);
    const end = first === undefined ? -1 : atomEnd(this.#bytes, at, this.#end);
    if (end < 0) return -1;
    onScalar(at, end, false);
    return this.#after(end);
  }

  #enter(at: number, isObject: boolean): number {
    let level = this.#levels[this.#depth];
    if (level === undefined) {
      level = { isObject, keyStart: 0, keyEnd: 0, keyEscaped: false, place: 0 };
      this.#levels.push(level);
    }
    level.isObject = isObject;
    level.place = 0;
    this.#depth++;
    const inside = skipSpace(this.#bytes, at + 1, this.#end);
    if (inside < this.#end && this.#bytes[inside] === (isObject ? closeBrace : closeBracket)) {
      return this.#after(this.#leave(inside));
    }
    return isObject ? this.#key(level, inside) : inside;
  }

  /** What follows a value: the next value of a level, the end of some levels, the end of all. */
  #after(end: number): number {
    for (let at = skipSpace(this.#bytes, end, this.#end); ; at = skipSpace(this.#bytes, at, this.#end)) {
      const level = this.#levels[this.#depth - 1];
      if (this.#depth === 0 || level === undefined) return at;
      const next = at < this.#end ? this.#bytes[at] : undefined;
      if (next === comma) {
        if (level.isObject) return this.#key(level, skipSpace(this.#bytes, at + 1, this.#end));
        level.place++;
        return at + 1;
      }
      if (next !== (level.isObject ? closeBrace : closeBracket)) return -1;
      at = this.#leave(at);
    }
  }

  #leave(at: number): number {
    this.#depth--;
    for (const kept of this.#kept) kept.depth = Math.min(kept.depth, this.#depth);
    return at + 1;
  }

  #key(level: Level, at: number): number {
    if (at >= this.#end || this.#bytes[at] !== quote) return -1;
    const end = this.#string(at);
    if (end < 0) return -1;
    level.keyStart = at;
    level.keyEnd = end;
    level.keyEscaped = this.#escaped;
    for (const kept of this.#kept) if (this.#depth <= kept.depth) this.#compare(kept, level);
    const after = skipSpace(this.#bytes, end, this.#end);
    return after < this.#end && this.#bytes[after] === colon ? after + 1 : -1;
  }

  /** A key in an object that holds a kept value: two that may spell the same count as the same. */
  #compare({ levels }: Kept, key: Level): void {
    const old = levels[this.#depth - 1];
    if (old === undefined) return;
    this.#overridden ||=
      old.keyEscaped ||
      key.keyEscaped ||
      this.#bytes.compare(this.#bytes, old.keyStart, old.keyEnd, key.keyStart, key.keyEnd) === 0;
  }

  /** The end of the string that starts at `at`, its quotes included; -1 where it is broken. */
  #string(at: number): number {
    const [bytes, end] = [this.#bytes, this.#end];
    this.#escaped = false;
    for (let next = skipPlain(bytes, at + 1, end); next < end; next = skipPlain(bytes, next, end)) {
      if (bytes[next] === quote) return next + 1;
      next = bytes[next] === backslash ? escapeEnd(bytes, next, end) : -1;
      if (next < 0) return -1;
      this.#escaped = true;
    }
    return -1;
  }
}

/** The text of a JSON string in bytes, quotes included. */
export function decodeString(bytes: Buffer, start: number, end: number): string {
  const text = bytes.toString("utf8", start + 1, end - 1);
  return text.includes("\\") ? (JSON.parse(`"${text}"`) as string) : text;
}

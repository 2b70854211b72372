import { atomEnd, hasEscape, quote, skipSpace, stringEnd } from "./jsonTokens.ts";

const [comma, colon] = [0x2c, 0x3a];
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d];

/** Told of each text, number, truth value and null: its first byte and its end. A text's quotes belong to it. */
export type OnScalar = (start: number, end: number) => void;

/** An object or array that is being walked: the bytes of the key under way with its quotes, or the place. */
interface Level {
  isObject: boolean;
  keyStart: number;
  keyEnd: number;
  place: number;
}

/** The way to a value. */
interface Kept {
  readonly levels: readonly Readonly<Level>[];
  /** Levels of it that have not ended. */
  depth: number;
}

/**
 * Goes through a JSON text's bytes without making values of them, by JSON.parse's grammar (RFC 8259), but for what
 * strings hold. It calls itself never, however deep a text is nested.
 */
export class JsonWalker {
  readonly #levels: Level[] = [];
  #depth = 0;
  #bytes: Buffer = Buffer.alloc(0);
  #end = 0;
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

  /** While told of a value: its dotted path. @throws SyntaxError where a key is broken */
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
      const end = stringEnd(this.#bytes, at, this.#end);
      if (end < 0) return -1;
      onScalar(at, end);
      return this.#after(end);
    }
    if (first === openBrace || first === openBracket) return this.#enter(at, first === openBrace);
    const end = first === undefined ? -1 : atomEnd(this.#bytes, at, this.#end);
    if (end < 0) return -1;
    onScalar(at, end);
    return this.#after(end);
  }

  #enter(at: number, isObject: boolean): number {
    let level = this.#levels[this.#depth];
    if (level === undefined) {
      level = { isObject, keyStart: 0, keyEnd: 0, place: 0 };
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
    const end = stringEnd(this.#bytes, at, this.#end);
    if (end < 0) return -1;
    level.keyStart = at;
    level.keyEnd = end;
    for (const kept of this.#kept) if (this.#depth <= kept.depth) this.#compare(kept, level);
    const after = skipSpace(this.#bytes, end, this.#end);
    return after < this.#end && this.#bytes[after] === colon ? after + 1 : -1;
  }

  /** A key in an object that holds a kept value: two that may spell the same count as the same. */
  #compare({ levels }: Kept, key: Level): void {
    const old = levels[this.#depth - 1];
    if (old === undefined) return;
    const bytes = this.#bytes;
    this.#overridden ||=
      areSame(bytes, old, key) ||
      hasEscape(bytes, old.keyStart, old.keyEnd) ||
      hasEscape(bytes, key.keyStart, key.keyEnd);
  }
}

function areSame(bytes: Uint8Array, a: Readonly<Level>, b: Readonly<Level>): boolean {
  const length = a.keyEnd - a.keyStart;
  if (b.keyEnd - b.keyStart !== length) return false;
  for (let k = 0; k < length; k++) if (bytes[a.keyStart + k] !== bytes[b.keyStart + k]) return false;
  return true;
}

/** The text of a JSON string in bytes, quotes included. @throws SyntaxError where it holds what JSON doesn't allow */
export function decodeString(bytes: Buffer, start: number, end: number): string {
  const text = bytes.toString("utf8", start + 1, end - 1);
  return text.includes("\\") ? (JSON.parse(`"${text}"`) as string) : text;
}

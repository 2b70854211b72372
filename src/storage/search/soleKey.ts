import {
  closeBracket,
  colon,
  comma,
  hasEscape,
  openBrace,
  openBracket,
  quote,
  scalarEnd,
  skipSpace,
  stringEnd,
  type JsonBytes,
} from "./jsonTokens.ts";

/** From the code of a brace or bracket to the one that closes it. */
const toCloser = 2;
/** What closes each level that has not ended, as deep as rows usually are. */
const closers = new Uint8Array(64);

/** What there may be in place of a value's start. */
export const soleKey = {
  /** The row is JSON that has no such key. */
  absent: -1,
  /** The key may be there more than once or deeper in the row, or the row is no JSON: it is to be looked at closely. */
  unsure: -2,
} as const;

/**
 * Where the value of a key starts that a row has at its top and nowhere else, or one of `soleKey`. Goes through a JSON
 * text by JSON.parse's grammar (RFC 8259) but for what strings hold. It takes far less time than the walk that
 * tells of each value and its way, and most rows of a dataset need no more.
 * @param start where the row starts, and `end` where it ends
 * @param key in its quotes, written without escapes, as bytes: a text is compared in a call, which takes longer
 */
export function soleValueAt(json: JsonBytes, start: number, end: number, key: Uint8Array): number {
  const { bytes, text } = json;
  let found: number = soleKey.absent;
  let depth = 0;
  let closer = 0;
  for (let at = skipSpace(bytes, start, end); ;) {
    const first = bytes[at];
    let isOver = true;
    if (first === openBrace || first === openBracket) {
      if (depth === closers.length) return soleKey.unsure;
      closers[depth++] = closer;
      closer = first + toCloser;
      at = skipSpace(bytes, at + 1, end);
      isOver = bytes[at] === closer;
    } else {
      at = scalarEnd(bytes, text, at, end);
      if (at < 0) return soleKey.unsure;
      at = skipSpace(bytes, at, end);
    }
    if (isOver) {
      while (depth > 0 && bytes[at] === closer) {
        closer = closers[--depth] ?? 0;
        at = skipSpace(bytes, at + 1, end);
      }
      if (depth === 0) return at === end ? found : soleKey.unsure;
      if (bytes[at] !== comma) return soleKey.unsure;
      at = skipSpace(bytes, at + 1, end);
    }
    if (closer === closeBracket) continue;
    const keyEnd = bytes[at] === quote ? stringEnd(bytes, text, at, end) : -1;
    if (keyEnd < 0) return soleKey.unsure;
    const length = keyEnd - at;
    // A key with escapes may be this one: it takes more bytes.
    if (length > key.length && hasEscape(bytes, at, keyEnd)) return soleKey.unsure;
    const isKey = length === key.length && isAt(bytes, at, key);
    at = skipSpace(bytes, keyEnd, end);
    if (bytes[at] !== colon) return soleKey.unsure;
    at = skipSpace(bytes, at + 1, end);
    if (!isKey) continue;
    if (depth > 1 || found >= 0) return soleKey.unsure;
    found = at;
  }
}

function isAt(bytes: Uint8Array, at: number, key: Uint8Array): boolean {
  for (let k = 0; k < key.length; k++) if (bytes[at + k] !== key[k]) return false;
  return true;
}

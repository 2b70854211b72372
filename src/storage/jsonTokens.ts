/** The byte of a quote. */
export const quote = 0x22;
/** The byte of a backslash. */
export const backslash = 0x5c;

/** Bytes that end a run of plain ones in a string: the quote, the backslash, and control characters. */
const special = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte < 0x20 || byte === quote || byte === backslash ? 1 : 0,
);
const shortEscapes = classOf('"\\/bfnrt');
const hexDigits = classOf("0123456789abcdefABCDEF");
const digits = classOf("0123456789");
const spaces = classOf(" \t\n\r");
const words = new Map(["true", "false", "null"].map((word) => [word.charCodeAt(0), Buffer.from(word)]));

function classOf(chars: string): Uint8Array {
  const set = new Uint8Array(256);
  for (const char of chars) set[char.charCodeAt(0)] = 1;
  return set;
}

/** The first byte at or after `at` that is no white space, or the end. */
export function skipSpace(bytes: Uint8Array, at: number, end: number): number {
  return skip(spaces, bytes, at, end);
}

function skip(set: Uint8Array, bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && set[bytes[at] ?? 0] === 1) at++;
  return at;
}

/** The next byte of a string that isn't a plain one, or the end. */
export function skipPlain(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && special[bytes[at] ?? 0] === 0) at++;
  return at;
}

/** The end of the escape whose backslash is at `at`; -1 where it is none. */
export function escapeEnd(bytes: Uint8Array, at: number, end: number): number {
  const kind = bytes[at + 1] ?? 0;
  const after = at + 2;
  if (kind !== 0x75) return after < end && shortEscapes[kind] === 1 ? after : -1;
  return after + 4 < end && skip(hexDigits, bytes, after, after + 4) === after + 4 ? after + 4 : -1;
}

/** The end of the number, truth value or null at `at`; -1 where there is none. */
export function atomEnd(bytes: Uint8Array, at: number, end: number): number {
  const word = words.get(bytes[at] ?? 0);
  if (word === undefined) return numberEnd(bytes, at, end);
  for (let k = 0; k < word.length; k++) if (bytes[at + k] !== word[k]) return -1;
  return at + word.length <= end ? at + word.length : -1;
}

function numberEnd(bytes: Uint8Array, start: number, end: number): number {
  const first = bytes[start] === 0x2d ? start + 1 : start;
  // A zero stands alone.
  let at = bytes[first] === 0x30 ? first + 1 : someDigits(bytes, first, end);
  if (at > 0 && at < end && bytes[at] === 0x2e) at = someDigits(bytes, at + 1, end);
  if (at < 0 || at >= end || ((bytes[at] ?? 0) | 0x20) !== 0x65) return at > end ? -1 : at;
  const sign = bytes[at + 1];
  return someDigits(bytes, sign === 0x2b || sign === 0x2d ? at + 2 : at + 1, end);
}

/** The end of one digit or more; -1 where there is none. */
function someDigits(bytes: Uint8Array, from: number, end: number): number {
  const at = skip(digits, bytes, from, end);
  return at > from ? at : -1;
}

/** The byte of a quote. */
export const quote = 0x22;
const backslash = 0x5c;

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

/** Bytes of a string looked at one by one before the platform is asked, which takes as long. */
const nearby = 16;

/**
 * The end of the string that starts at `at`, its quotes included; -1 where it has none. What it holds is not looked
 * at, which would take three times as long.
 */
export function stringEnd(bytes: Buffer, at: number, end: number): number {
  for (let close = quoteAt(bytes, at + 1, end); close >= 0; close = quoteAt(bytes, close + 1, end)) {
    let first = close;
    while (bytes[first - 1] === backslash) first--;
    if ((close - first) % 2 === 0) return close + 1;
  }
  return -1;
}

function quoteAt(bytes: Buffer, from: number, end: number): number {
  const near = Math.min(from + nearby, end);
  for (let at = from; at < near; at++) if (bytes[at] === quote) return at;
  const at = near < end ? bytes.indexOf(quote, near) : -1;
  return at < end ? at : -1;
}

/** True where a string has escapes. */
export function hasEscape(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at] === backslash) return true;
  return false;
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

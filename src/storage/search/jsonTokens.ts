// A row's bytes are read as a text of one character a byte: the platform finds a quote in it three times as fast.

/** Codes of what JSON's grammar is made of. */
export const [quote, comma, colon] = [0x22, 0x2c, 0x3a];
/** Codes that objects and arrays start and end with. */
export const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d];
const backslash = 0x5c;
const [letterF, letterN, letterT] = [0x66, 0x6e, 0x74];

/** The first place at or after `at` that is no white space, or the end. */
export function skipSpace(text: string, at: number): number {
  let next = at;
  while (isSpace(text.charCodeAt(next))) next++;
  return next;
}

function isSpace(code: number): boolean {
  return code <= 0x20 && (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09);
}

/**
 * The end of the string that starts at `at`, its quotes included; -1 where it has none. What it holds is not looked
 * at, which would take three times as long.
 */
export function stringEnd(text: string, at: number): number {
  for (let close = text.indexOf('"', at + 1); close >= 0; close = text.indexOf('"', close + 1)) {
    let first = close;
    while (text.charCodeAt(first - 1) === backslash) first--;
    if ((close - first) % 2 === 0) return close + 1;
  }
  return -1;
}

/** True where a string has escapes. */
export function hasEscape(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (text.charCodeAt(at) === backslash) return true;
  return false;
}

/** The end of the number, truth value or null at `at`; -1 where there is none. */
export function atomEnd(text: string, at: number): number {
  const first = text.charCodeAt(at);
  if (first === letterT) return text.startsWith("true", at) ? at + 4 : -1;
  if (first === letterF) return text.startsWith("false", at) ? at + 5 : -1;
  if (first === letterN) return text.startsWith("null", at) ? at + 4 : -1;
  return numberEnd(text, at);
}

function numberEnd(text: string, start: number): number {
  const first = text.charCodeAt(start) === 0x2d ? start + 1 : start;
  // A zero stands alone.
  let at = text.charCodeAt(first) === 0x30 ? first + 1 : someDigits(text, first);
  if (at > 0 && text.charCodeAt(at) === 0x2e) at = someDigits(text, at + 1);
  if (at < 0 || (text.charCodeAt(at) | 0x20) !== 0x65) return at;
  const sign = text.charCodeAt(at + 1);
  return someDigits(text, sign === 0x2b || sign === 0x2d ? at + 2 : at + 1);
}

/** The end of one digit or more; -1 where there is none. */
function someDigits(text: string, from: number): number {
  let at = from;
  for (let code = text.charCodeAt(at); code >= 0x30 && code <= 0x39; code = text.charCodeAt(at)) at++;
  return at > from ? at : -1;
}

/** What needs no decoding. */
const plain = /^[ -[\]-~]*$/u;

/** The text of a JSON string, of which each character is a byte of UTF-8. @throws SyntaxError where it can't be read */
export function decodeString(token: string): string {
  if (plain.test(token)) return token.slice(1, -1);
  const text = Buffer.from(token, "latin1").toString("utf8");
  return text.includes("\\") ? (JSON.parse(text) as string) : text.slice(1, -1);
}

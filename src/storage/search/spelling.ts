/** What may stand at each place of a run of bytes. */
export type Spelling = readonly (readonly number[])[];

/** The ways to write one character inside a JSON string. */
export interface CharSpellings {
  /** As itself in UTF-8, upper and lower case together where both are as long; empty where it must be escaped. */
  readonly raw: readonly Spelling[];
  /** With a backslash, but for escapes that `oddEscapes` finds. */
  readonly escaped: readonly Spelling[];
}

/**
 * ASCII that no JSON writer escapes. Writers that make JSON safe for HTML do escape `<`, `>`, `&`, `'`, `+`, `=` and
 * backquotes; some escape `/`.
 */
const neverEscaped = " !#$%()*,-.0123456789:;?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_abcdefghijklmnopqrstuvwxyz{|}~";

/** Code units whose escapes hardly any file holds: a row that does is read, whatever is looked for. */
export function isOddEscape(unit: number): boolean {
  return neverEscaped.includes(String.fromCharCode(unit));
}

/** Those escapes as a pattern for ripgrep: `\u0061`. */
export const oddEscapes = String.raw`\\u00(?:${Array.from(neverEscaped, (char) =>
  anyCase(char.charCodeAt(0).toString(16)),
).join("|")})`;

const shortEscapes: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  "\b": "b",
  "\f": "f",
  "\n": "n",
  "\r": "r",
  "\t": "t",
};

/** @param fold whether upper and lower case are the same */
export function spellingsOf(char: string, fold: boolean): CharSpellings {
  const variants = fold ? sameLetter(char) : [char];
  const raw = variants.filter((one) => one !== '"' && one !== "\\" && one >= " " && !isLone(one));
  return { raw: merged(raw.map((one) => [...Buffer.from(one)])), escaped: variants.flatMap(escapesOf) };
}

/** A byte that stands for itself, such as the quotes around a text. */
export function plainByte(char: string): CharSpellings {
  return { raw: [[[char.charCodeAt(0)]]], escaped: [] };
}

/** The ways to write a character, as one pattern for ripgrep, which is to take bytes for characters. */
export function patternOf({ raw, escaped }: CharSpellings): string {
  const ways = [...raw, ...escaped].map((way) => way.map(bytePattern).join(""));
  const [only] = ways;
  return ways.length === 1 && only !== undefined ? only : `(?:${ways.join("|")})`;
}

function bytePattern(bytes: readonly number[]): string {
  const codes = bytes.map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join("");
  return bytes.length === 1 ? codes : `[${codes}]`;
}

/** One spelling a length, which holds all that are so long. */
function merged(ways: readonly (readonly number[])[]): Spelling[] {
  const byLength = new Map<number, Set<number>[]>();
  for (const way of ways) {
    const sets = byLength.get(way.length) ?? way.map(() => new Set<number>());
    for (const [k, byte] of way.entries()) sets[k]?.add(byte);
    byLength.set(way.length, sets);
  }
  return [...byLength.values()].map((sets) => sets.map((set) => [...set]));
}

function escapesOf(char: string): Spelling[] {
  const short = shortEscapes[char];
  const long = isOddEscape(char.charCodeAt(0)) ? [] : [unicodeEscape(char)];
  return [...(short === undefined ? [] : [asciiBytes(`\\${short}`)]), ...long];
}

function unicodeEscape(char: string): Spelling {
  return Array.from({ length: char.length }, (_, k) => [
    ...asciiBytes("\\u"),
    ...Array.from(char.charCodeAt(k).toString(16).padStart(4, "0"), (digit) =>
      /\d/u.test(digit) ? [digit.charCodeAt(0)] : [digit.charCodeAt(0), digit.toUpperCase().charCodeAt(0)],
    ),
  ]).flat();
}

function asciiBytes(text: string): Spelling {
  return Array.from(text, (char) => [char.charCodeAt(0)]);
}

function anyCase(hex: string): string {
  return hex.replace(/[a-f]/gu, (digit) => `[${digit}${digit.toUpperCase()}]`);
}

function isLone(char: string): boolean {
  return /^[\ud800-\udfff]$/u.test(char);
}

let families: Map<string, string[]> | null = null;

/** Characters that a pattern without regard to case takes for the same, such as s, S and ſ. */
function sameLetter(char: string): string[] {
  if (families === null) {
    families = new Map();
    for (let code = 0; code < 0x1_0000; code++) {
      const one = String.fromCharCode(code);
      const key = familyOf(one);
      // Most characters are alone.
      if (key === one && one.toLowerCase() === one) continue;
      const family = families.get(key);
      if (family === undefined) families.set(key, [one]);
      else family.push(one);
    }
  }
  const key = familyOf(char);
  return [...new Set([char, key, char.toLowerCase(), ...(families.get(key) ?? [])])].filter(
    (one) => Array.from(one).length === 1,
  );
}

function familyOf(char: string): string {
  const lower = char.toLowerCase();
  const upper = lower.toUpperCase();
  return Array.from(upper).length === 1 ? upper : lower;
}

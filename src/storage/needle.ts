import { compilePattern } from "../core/pattern.ts";
import { StorageError, type SearchQuery } from "./types.ts";

/** What to look for, in the bytes of a file and in decoded text. */
export interface Needle {
  /** Matches in decoded text. */
  readonly text: RegExp;
  /**
   * Regular expressions of which one matches in every row whose decoded text `text` matches in; null where none can
   * be given, so that every row must be read.
   */
  readonly spellings: { readonly unicode: readonly string[]; readonly bytes: readonly string[] } | null;
  /**
   * A plain part of what is looked for: where it isn't in the bytes, no spelling is. Quick to look for: as bytes, or
   * as a pattern over text in which each character is a byte. Null where there is none.
   */
  readonly anchor: Buffer | RegExp | null;
  /** Bytes that a match of `spellings` can be long. */
  readonly longest: number;
}

/**
 * ASCII letters and digits written as `\u0061`, which hardly anyone does: such rows are read, whatever is looked for,
 * so that the needle's own pattern can be plain, which is several times faster.
 */
const escapedAlphanumeric = String.raw`\\u00(?:3[0-9]|[46][1-9a-fA-F]|[57][0-9aA])`;

/** @throws StorageError where the query is no regular expression, or one that may run for ever */
export function needleOf(query: SearchQuery): Needle {
  const fold = query.caseSensitive !== true;
  const flags = fold ? "giu" : "gu";
  const literal = query.kind === "regex" ? requiredText(query.text) : query.text;
  const text = query.kind === "regex" ? regex(query.text, flags) : new RegExp(escaped(query.text), flags);
  if (literal === "") return { text, spellings: null, anchor: null, longest: 0 };
  const chars = Array.from(literal);
  const spell = (encode: (char: string) => string): string[] => [
    chars.map((char) => spelling(char, fold, encode)).join(""),
    escapedAlphanumeric,
  ];
  return {
    text,
    spellings: { unicode: spell(escaped), bytes: spell(asBytes) },
    anchor: anchorOf(literal, fold),
    longest: chars.length * 12,
  };
}

/** Characters that are written one way in nearly every file; with regard to case also those that fold beyond ASCII. */
const plainRuns = {
  exact: /[a-z0-9 .,:;=+*<>()[\]{}!?_'#%&|~^$@-]+/giu,
  folding: /[a-jl-rt-z0-9 .,:;=+*<>()[\]{}!?_'#%&|~^$@-]+/giu,
};

function anchorOf(literal: string, fold: boolean): Buffer | RegExp | null {
  const runs = literal.match(fold ? plainRuns.folding : plainRuns.exact) ?? [];
  const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), "");
  if (longest.length < 3) return null;
  if (!fold || !/[a-z]/iu.test(longest)) return Buffer.from(longest);
  const pattern = longest.replace(/[^]/gu, (char) =>
    /[a-z]/iu.test(char) ? `[${char.toLowerCase()}${char.toUpperCase()}]` : escaped(char),
  );
  return new RegExp(pattern, "g");
}

function regex(source: string, flags: string): RegExp {
  try {
    return new RegExp(compilePattern(source).source, flags.replace("g", "gm"));
  } catch (error) {
    throw new StorageError(
      "refused",
      `The pattern can't be used: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** Text as a pattern that means it alone, in JavaScript and in ripgrep. */
function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/gu, "\\$&");
}

/** A character's UTF-8 bytes as a pattern over text in which each character is a byte. */
function asBytes(char: string): string {
  return Array.from(Buffer.from(char), (byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join("");
}

/** All ways to write a character in a JSON string, as a pattern. */
function spelling(char: string, fold: boolean, encode: (char: string) => string): string {
  const variants = fold ? sameLetter(char) : [char];
  const ways = variants.flatMap((one) => waysOf(one, encode));
  const [first] = ways;
  return ways.length === 1 && first !== undefined ? first : `(?:${ways.join("|")})`;
}

const shortEscapes: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\\\",
  "/": "/",
  "\b": "b",
  "\f": "f",
  "\n": "n",
  "\r": "r",
  "\t": "t",
};

function waysOf(char: string, encode: (char: string) => string): string[] {
  const short = shortEscapes[char];
  const raw = char === '"' || char === "\\" || char < " " ? [] : [encode(char)];
  // Rows with escaped letters and digits are read anyway.
  const long = /^[a-z0-9]$/iu.test(char) && char < "\u0080" ? [] : [unicodeEscape(char)];
  return [...raw, ...(short === undefined ? [] : [`\\\\${short}`]), ...long];
}

function unicodeEscape(char: string): string {
  return Array.from({ length: char.length }, (_, k) => {
    const digits = char.charCodeAt(k).toString(16).padStart(4, "0");
    return `\\\\u${digits.replace(/[a-f]/gu, (digit) => `[${digit}${digit.toUpperCase()}]`)}`;
  }).join("");
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

/**
 * The longest text that every match of a regular expression holds, as far as a simple look tells; empty where none is
 * sure. Groups, classes and what is repeated end a run; alternatives leave nothing sure.
 */
export function requiredText(source: string): string {
  let depth = 0;
  let run = "";
  let longest = "";
  const tokens = source.matchAll(
    /\\(?:u\{[^}]*\}|u[0-9a-f]{4}|x[0-9a-f]{2}|c.|[pP]\{[^}]*\}|[\s\S])|\[(?:\\[\s\S]|[^\]\\])*\]|[*+?]\??|\{[^}]*\}\??|[\s\S]/giu,
  );
  const end = (): void => {
    if (run.length > longest.length) longest = run;
    run = "";
  };
  for (const [token] of tokens) {
    if (token === "|" && depth === 0) return "";
    if (token === "(" || token === ")") {
      depth += token === "(" ? 1 : -1;
      end();
    } else if (/^(?:[*?]|\{)/u.test(token)) {
      run = Array.from(run).slice(0, -1).join("");
      end();
    } else if (depth === 0 && /^(?:[^\\^$.+[\](){}]|\\[\\^$.*+?()[\]{}|/])$/u.test(token)) {
      run += token.length === 2 ? token.slice(1) : token;
    } else end();
  }
  end();
  return longest;
}

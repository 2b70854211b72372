import { CONSTANTS, FUNCTIONS, LETTERS, PREFIX_FUNCTIONS } from "./names.ts";
import type { Token, TokenType } from "./token.ts";
import { isUnitAfterNumber } from "./units.ts";

/** A token yet without its place. */
export type Piece = Pick<Token, "type" | "text">;

const ORDINALS = new Set(["st", "nd", "rd", "th"]);
const CURRENCY_CODES = new Set(["USD", "EUR", "GBP", "INR", "RMB", "CNY", "JPY", "KRW", "Rs"]);

/** Words that join expressions, and the operator each is. */
export const CONNECTORS: ReadonlyMap<string, string> = new Map([
  ["and", "and"],
  ["or", "or"],
  ["union", "union"],
  ["intersect", "intersection"],
  ["mod", "mod"],
  ["subset", "subset"],
]);

/** Functions whose name is also an everyday word or two letters: functions only straight before a bracket or script. */
const NEEDS_BRACKET = new Set([
  "min",
  "max",
  "mod",
  "sign",
  "root",
  "round",
  "choose",
  "arg",
  "norm",
  "det",
  "re",
  "im",
  "Re",
  "Im",
  "comb",
  "perm",
  "ceiling",
  "floor",
  "factorial",
  "gcd",
  "lcm",
  "gcf",
  "sh",
  "ch",
  "th",
]);

const SHORT_PROSE = new Set(
  (
    "is no if of to at by so as an on we it be am pm yes the for all any not one two six ten are was has had can day per via dne out who why how its our his her " +
    "nil non odd pen men hat cup box car dog cat egg ace win red tie top way mph"
  ).split(" "),
);

const NOT_PRODUCTS = new Set([
  "sine",
  "cosine",
  "pie",
  "pin",
  "pit",
  "pig",
  "pip",
  "tang",
  "logs",
  "lnin",
  "sins",
  "tans",
  "coth",
  "muse",
  "nuts",
  "note",
  "exit",
  "etas",
  "taut",
  "chin",
  "chip",
  "rhos",
  "expo",
]);

/**
 * Letters as written next to each other outside any command, read as a function, a constant, words, or a product of
 * one-letter variables. `after` is the character that follows, `previous` the token before.
 */
export function readLetters(
  run: string,
  previous: Token | undefined,
  after: string,
  spaced: boolean,
): Piece[] {
  if (run.length === 1) return [letter(run)];
  if (ORDINALS.has(run) && previous?.type === "number" && !spaced) return [];
  if (CURRENCY_CODES.has(run)) return [{ type: "currency", text: run }];
  const connector = CONNECTORS.get(run.toLowerCase());
  if (connector !== undefined && run !== "OR" && !(connector === "mod" && after === "("))
    return [{ type: "operator", text: connector }];
  const bracketed = /[({[_^|]/.test(after);
  const name = FUNCTIONS.get(run) ?? FUNCTIONS.get(run.toLowerCase());
  if (name !== undefined && (bracketed || !NEEDS_BRACKET.has(run))) return [{ type: "function", text: name }];
  if (CONSTANTS.has(run) || LETTERS.has(run)) return [letter(run)];
  const follows =
    previous?.type === "number" ||
    previous?.type === "close" ||
    previous?.type === "text" ||
    previous?.type === "name";
  if (follows && isUnitAfterNumber(run)) return [{ type: "text", text: run }];
  const parts = split(run);
  if (parts === null && after === "(" && run.length >= 4) return [{ type: "applied", text: run }];
  if (previous?.type === "text" && spaced) return [{ type: "text", text: run }];
  return parts ?? (isProse(run) ? [{ type: "text", text: run }] : [...run].map(letter));
}

/** A single letter or the name of one. */
export function letter(text: string): Piece {
  const constant = CONSTANTS.get(text);
  if (constant !== undefined) return { type: "constant", text: constant };
  return { type: "name", text: LETTERS.get(text) ?? text };
}

/** Whether letters look like a word of a language rather than a product of variables. */
export function isProse(run: string): boolean {
  if (run.length <= 3) return SHORT_PROSE.has(run.toLowerCase()) && run !== "AM";
  if (/^[A-Z]+$/.test(run) && run.length <= 6) return false;
  return /[aeiouy]/i.test(run) && /[^aeiouy]/i.test(run) && !ascending(run);
}

function ascending(run: string): boolean {
  return [...run].every((character, index) => index === 0 || character > (run[index - 1] ?? ""));
}

const INSIDE = [...FUNCTIONS.keys(), ...LETTERS.keys(), "pi"]
  .filter(
    (name) =>
      name.length >= 2 &&
      (FUNCTIONS.get(name) === undefined || PREFIX_FUNCTIONS.has(FUNCTIONS.get(name) ?? "")) &&
      !["re", "im", "sh", "ch", "th", "tg", "lg", "ln", "nu", "mu", "xi"].includes(name),
  )
  .concat("ln")
  .sort((a, b) => b.length - a.length);

/** "sinx", "xlnx", "pir": a known name with at most one letter on each side. Null when it is not so. */
function split(run: string): Piece[] | null {
  if (run.length > 9 || NOT_PRODUCTS.has(run.toLowerCase())) return null;
  for (const name of INSIDE) {
    const at = run.indexOf(name);
    const rest = at < 0 ? 9 : run.length - at - name.length;
    if (at < 0 || at > 1 || rest > 1) continue;
    const type: TokenType = FUNCTIONS.has(name) ? "function" : "name";
    const known: Piece = type === "function" ? { type, text: FUNCTIONS.get(name) ?? name } : letter(name);
    return [...[...run.slice(0, at)].map(letter), known, ...[...run.slice(at + name.length)].map(letter)];
  }
  return null;
}

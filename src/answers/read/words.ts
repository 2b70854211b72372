import { CONSTANTS, FUNCTIONS, LETTERS, PREFIX_FUNCTIONS } from "./names.ts";
import type { Token } from "./token.ts";

/** A token yet without its place. */
export type Piece = Pick<Token, "type" | "text">;

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(" "));
}

/** Words that join expressions, and the operator each is. */
export const CONNECTORS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    and: "and",
    or: "or",
    union: "union",
    intersect: "intersection",
    mod: "mod",
    subset: "subset",
    superset: "supset",
    elementof: "in",
    notelementof: "notin",
    containselement: "ni",
  }),
);

/** Ends of ordinals, which say nothing about the number: 3rd. */
export const ORDINALS = words("st nd rd th");

/** Currencies by code, before or after the amount. */
export const CURRENCY_CODES = words("USD EUR GBP INR RMB CNY JPY KRW Rs");

/** Functions whose name is also an everyday word or two letters: functions only straight before a bracket or script. */
const NEEDS_BRACKET = words(
  "min max mod sign root round choose arg norm det re im comb perm ceiling floor factorial gcd lcm gcf sh ch th",
);

/** Words of two or three letters that no one means as a product, where they stand alone. */
const SHORT_PROSE = words(
  "is no if of to at by so as an on we it be am pm yes the for all any not one two six ten are was has had can day per via dne out who why how " +
    "its our his her nil non odd pen men hat cup box car dog cat egg ace win red tie top way mph",
);

/** Words that hold the name of a function or letter by chance. */
const CHANCE_NAMES = words(
  "sine cosine pie pin pit pig pip tang logs lnin sins tans coth muse nuts note exit etas taut chin chip rhos expo",
);

/** The function that letters name where they stand; null when they name none there. */
export function functionNamed(run: string, bracketFollows: boolean): string | null {
  const name = FUNCTIONS.get(run) ?? FUNCTIONS.get(run.toLowerCase());
  return name !== undefined && (bracketFollows || !NEEDS_BRACKET.has(run.toLowerCase())) ? name : null;
}

/** A single letter or the name of one. */
export function letter(text: string): Piece {
  const constant = CONSTANTS.get(text);
  if (constant !== undefined) return { type: "constant", text: constant };
  return { type: "name", text: LETTERS.get(text) ?? text };
}

/** Whether letters look like a word of a language rather than a product of variables. `alone`: no sign touches them. */
export function isProse(run: string, alone = true): boolean {
  if (run.length <= 3) return alone && SHORT_PROSE.has(run.toLowerCase()) && run !== "AM";
  if (/^[A-Z]+$/.test(run) && run.length <= 6) return false;
  return /[aeiouy]/i.test(run) && /[^aeiouy]/i.test(run) && !ascending(run);
}

/** Letters in the order of the alphabet are variables: abcd, uvwxyz. */
function ascending(run: string): boolean {
  return Array.from(run).every((character, index) => index === 0 || character > (run[index - 1] ?? ""));
}

const TOO_SHORT = words("re im sh ch th tg lg nu mu xi");

const INSIDE = [...FUNCTIONS.keys(), ...LETTERS.keys(), "pi"]
  .filter((name) => name.length >= 2 && !TOO_SHORT.has(name))
  .filter((name) => !FUNCTIONS.has(name) || PREFIX_FUNCTIONS.has(FUNCTIONS.get(name) ?? ""))
  .sort((a, b) => b.length - a.length);

/** "sinx", "xlnx", "pir": a known name with at most one letter on each side. Null when it is not so. */
export function gluedName(run: string): Piece[] | null {
  if (run.length > 9 || CHANCE_NAMES.has(run.toLowerCase())) return null;
  for (const name of INSIDE) {
    const at = run.indexOf(name);
    if (at < 0 || at > 1 || run.length - at - name.length > 1) continue;
    const fn = FUNCTIONS.get(name);
    const known: Piece = fn === undefined ? letter(name) : { type: "function", text: fn };
    return [
      ...Array.from(run.slice(0, at)).map(letter),
      known,
      ...Array.from(run.slice(at + name.length)).map(letter),
    ];
  }
  return null;
}

import { CHARACTERS } from "./names.ts";
import { matchAt } from "./numerals.ts";
import type { Piece } from "./words.ts";

/** A sign found at a place, and how many characters it takes. */
interface Sign {
  readonly piece: Piece;
  readonly length: number;
}

/** Signs typed as several characters, longest first. */
const LONG_SIGNS: readonly (readonly [written: string, operator: string])[] = [
  ["<=>", "=>"], ["+/-", "±"], ["==>", "=>"], ["=/=", "!="], ["...", "…"], ["!==", "!="], ["{,}", ","], ["<=", "<="], [">=", ">="], ["=>", ">="], ["=<", "<="], ["!=", "!="],
  ["<>", "!="], ["==", "="], [":=", "="], ["->", "=>"], ["**", "^"], ["&&", "and"], ["~=", "~"], ["''", "''"],
]; // prettier-ignore

const OPENING = ["(", "[", "{", "⟨<", "⌊", "⌈", "（(", "【[", "〈<"];
const CLOSING = [")", "]", "}", "⟩>", "⌋", "⌉", "）)", "】]", "〉>"];
const COMMANDS = {
  "√": "√",
  "∛": "∛",
  "∜": "∜",
  "∫": "integral",
  "∑": "sum",
  "∏": "product",
  "∠": "angle",
  "△": "triangle",
  "∅": "emptyset",
};

const SIGNS: ReadonlyMap<string, Piece> = signTable();

function signTable(): Map<string, Piece> {
  const table = new Map<string, Piece>();
  const add = (type: Piece["type"], entries: Iterable<readonly [string, string]>): void => {
    for (const [sign, text] of entries) table.set(sign, { type, text });
  };
  const same = (signs: string): [string, string][] => Array.from(signs, (sign) => [sign, sign]);
  const bracket = (entry: string): [string, string] => [entry.charAt(0), entry.slice(-1)];
  add("operator", same("+-*/^_!'=<>,;:|%&"));
  add("operator", CHARACTERS);
  add("currency", same("$€£¥₹₩元円원¢"));
  add("open", OPENING.map(bracket));
  add("close", CLOSING.map(bracket));
  add("command", Object.entries(COMMANDS));
  add("name", same("ℝℕℤℚℂ"));
  return table;
}

/** Chinese words between answers, no part of a longer word. */
const CHINESE_CONNECTOR = /(?<!\p{Script=Han})(?:(或者?)|和|且|及|与|以及)(?!\p{Script=Han})/uy;

/** The sign of one or more characters at a place; null when none stands there. */
export function signAt(text: string, at: number): Sign | null {
  if (/[A-Za-z\d\s\\]/.test(text.charAt(at))) return null;
  const connector = matchAt(CHINESE_CONNECTOR, text, at);
  if (connector !== null)
    return {
      piece: { type: "operator", text: connector[1] === undefined ? "and" : "or" },
      length: connector[0].length,
    };
  const long = LONG_SIGNS.find(([written]) => text.startsWith(written, at));
  if (long !== undefined) return { piece: { type: "operator", text: long[1] }, length: long[0].length };
  const piece = SIGNS.get(text.charAt(at));
  return piece === undefined ? null : { piece, length: 1 };
}

/** 5 nPr 2, the number of arrangements of 2 among 5. */
const ARRANGE = /(\d{1,4})\s?nPr\s?(\d{1,4})(?![\w.])/y;
/** 5C2, 5 nCr 2 and {}_5C_2, the number of choices of 2 among 5. */
const CHOOSE =
  /(\d{1,4})(?:C|\s?nCr\s?)(\d{1,4})(?![\w.])|\{\}\s*[_^]\s*\{?(\d{1,4})\}?\s*C\s*_\s*\{?(\d{1,4})\}?/y;
/** 0x1F and 0b101, as programs write numerals. */
const PROGRAM_NUMERAL = /(?<![\w.])0(?:x([\dA-Fa-f]{1,64})|b([01]{1,64}))(?![\w.])/y;
/** (mod 5) */
const MODULUS = /\(\s*(?:\\?mod|\\bmod|\\text\s?\{\s?mod\s?\})\s*(\w{1,20})\s*\)/y;
/** 5'6", feet and inches */
const FEET = /(?<![\d.°])(\d{1,4})\s?['’′]\s?(\d{1,2}(?:\.\d{1,3})?)\s?(?:"|”|″|''|’’)/y;
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉";
const RAISED = /([⁺⁻]?)([⁰¹²³⁴⁵⁶⁷⁸⁹]+)|ⁿ/y;
const LOWERED = /[₀₁₂₃₄₅₆₇₈₉]+/y;

/** dy/dx, \frac{dy}{dx}, \frac{d^2\theta}{dt^2} */
const DERIVATIVE =
  /d([A-Za-z])\s?\/\s?d([A-Za-z])(?![A-Za-z])|\\[dt]?frac\s?\{\s?(?:d|\\mathrm\s?\{d\})(?:\^\{?(\d)\}?)?\s?\\?([A-Za-z]|(?<=\\)[a-z]{2,8})\s?\}\s?\{\s?(?:d|\\mathrm\s?\{d\})\s?([A-Za-z])(?:\^\{?(\d)\}?)?\s?\}/y;

/** d/dx, \frac{d}{dx}, \frac{d^2}{dx^2} before what it is applied to */
const DERIVES =
  /(?:d\s?\/\s?d([A-Za-z])(?![A-Za-z])|\\[dt]?frac\s?\{\s?(?:d|\\mathrm\s?\{d\})(?:\^\{?(\d)\}?)?\s?\}\s?\{\s?(?:d|\\mathrm\s?\{d\})\s?([A-Za-z])(?:\^\{?\d\}?)?\s?\})\s*(?=[(\[\\A-Za-z\d])/y;

/** The sign that takes a derivative at a place, with how often and by what: it is left to work out. Null elsewhere. */
export function derivesAt(text: string, at: number): { name: string; length: number } | null {
  const found = matchAt(DERIVES, text, at);
  if (found === null) return null;
  const [all, by, times = "1", by2] = found;
  return { name: `d${times}/d${by ?? by2 ?? ""}`, length: all.length };
}

/** A derivative at a place, read as one name: its d is no variable, and it is no quotient to be cancelled. */
export function derivativeAt(text: string, at: number): Sign | null {
  const found = matchAt(DERIVATIVE, text, at);
  if (found === null) return null;
  const [all, above, below, order = "1", above2, below2, orderBelow = "1"] = found;
  if (order !== orderBelow) return null;
  const name = derivativeName(above ?? above2 ?? "", below ?? below2 ?? "", Number(order));
  return { piece: { type: "name", text: name }, length: all.length };
}

/** The one name of the derivative of a letter by another, however it is written: dy/dx, d2y/dx2. */
export function derivativeName(of: string, by: string, order: number): string {
  const power = order === 1 ? "" : String(order);
  return `d${power}${of}/d${by}${power}`;
}

/** What stands at a place in LaTeX, where it is a notation that LaTeX writes out; null elsewhere. */
export function rewritten(text: string, at: number): { as: string; length: number } | null {
  const choose = matchAt(CHOOSE, text, at);
  if (choose !== null) {
    const [all, n, k, n2, k2] = choose;
    return { as: `\\binom{${n ?? n2 ?? ""}}{${k ?? k2 ?? ""}}`, length: all.length };
  }
  const arranged = matchAt(ARRANGE, text, at);
  if (arranged !== null)
    return { as: `nPr(${arranged[1] ?? ""},${arranged[2] ?? ""})`, length: arranged[0].length };
  const modulus = matchAt(MODULUS, text, at);
  if (modulus !== null) return { as: `\\pmod{${modulus[1] ?? ""}}`, length: modulus[0].length };
  const numeral = matchAt(PROGRAM_NUMERAL, text, at);
  if (numeral !== null) {
    const [all, hexadecimal, binary = ""] = numeral;
    const as = hexadecimal === undefined ? `${binary}_{2}` : `0${hexadecimal}_{16}`;
    return { as, length: all.length };
  }
  const feet = matchAt(FEET, text, at);
  if (feet !== null)
    return { as: `${feet[1] ?? ""}\\text{ft}${feet[2] ?? ""}\\text{in}`, length: feet[0].length };
  const raised = matchAt(RAISED, text, at);
  if (raised !== null) {
    const [all, sign, digits] = raised;
    return {
      as: digits === undefined ? "^{n}" : `^{${sign === "⁻" ? "-" : ""}${plain(digits, SUPERSCRIPTS)}}`,
      length: all.length,
    };
  }
  const lowered = matchAt(LOWERED, text, at)?.[0];
  return lowered === undefined ? null : { as: `_{${plain(lowered, SUBSCRIPTS)}}`, length: lowered.length };
}

function plain(run: string, from: string): string {
  return Array.from(run, (digit) => from.indexOf(digit)).join("");
}

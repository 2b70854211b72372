import { MAX_CHARACTERS, MAX_NESTING, UnreadableAnswer } from "../limits.ts";
import { CHARACTERS, LETTERS } from "./names.ts";
import { readCommand } from "./commands.ts";
import { matchAt, readNumeral, VULGAR_FRACTIONS } from "./numerals.ts";
import type { CommaReading, Token } from "./token.ts";
import { letter, type Piece } from "./words.ts";
import { scanLetters } from "./letters.ts";

/** A text being cut into tokens. */
export interface Scan {
  readonly text: string;
  readonly commas: CommaReading;
  readonly tokens: Token[];
  at: number;
  spaced: boolean;
  /** Brackets open at this place, innermost last. */
  readonly brackets: string[];
  /** How deep in texts cut out of texts this scan is. */
  readonly depth: number;
}

/**
 * Cuts an answer in LaTeX, plain text or Unicode into tokens.
 * @throws UnreadableAnswer past the bounds of limits.ts or at a sign with no meaning in mathematics.
 */
export function tokenize(text: string, commas: CommaReading = "by look", depth = 0): Token[] {
  if (text.length > MAX_CHARACTERS) throw new UnreadableAnswer(`longer than ${MAX_CHARACTERS} characters`);
  if (depth > 4) throw new UnreadableAnswer("text nested in text");
  const scan: Scan = { text, commas, tokens: [], at: 0, spaced: false, brackets: [], depth };
  while (scan.at < text.length) step(scan);
  return turnBrackets(withoutAlignment(scan.tokens));
}

/** The tokens without the & that line up the equations of an alignment. */
function withoutAlignment(tokens: readonly Token[]): Token[] {
  let aligned = false;
  return tokens.filter((token) => {
    if (token.type === "command" && /^(begin|end) (align|split|gather|eqnarray)/.test(token.text))
      aligned = token.text.startsWith("begin");
    return !(aligned && token.type === "operator" && token.text === "&");
  });
}

/** ]a, b[ and its kin written with the brackets that the parser knows: (a, b). */
function turnBrackets(tokens: Token[]): Token[] {
  const [first, last] = [tokens[0], tokens.at(-1)];
  if (first?.type === "operator" && first.text === "<" && last?.type === "operator" && last.text === ">") {
    tokens[0] = { ...first, type: "open" };
    tokens[tokens.length - 1] = { ...last, type: "close" };
  }
  for (const [index, token] of tokens.entries()) {
    if (token.text !== "]" && token.text !== "[") continue;
    const before = tokens[index - 1];
    const after = tokens[index + 1];
    const opens =
      before === undefined || (before.type === "operator" && before.text !== "!" && before.text !== "%");
    const closes =
      after === undefined ||
      (after.type === "operator" && /^(union|intersection|minus|,|and|or)$/.test(after.text));
    if (token.text === "]" && opens) tokens[index] = { ...token, type: "open", text: "(" };
    if (token.text === "[" && closes && !opens) tokens[index] = { ...token, type: "close", text: ")" };
  }
  return tokens;
}

/** Adds a token and clears the note of white space before it. */
export function emit(scan: Scan, piece: Piece & Pick<Token, "value" | "places">): void {
  if (piece.type === "open") scan.brackets.push(piece.text);
  if (piece.type === "close") scan.brackets.pop();
  if (scan.brackets.length > MAX_NESTING) throw new UnreadableAnswer(`nested deeper than ${MAX_NESTING}`);
  scan.tokens.push({ ...piece, spaced: scan.spaced });
  scan.spaced = false;
}

const OPEN = new Map([
  ["(", "("],
  ["[", "["],
  ["{", "{"],
  ["⟨", "<"],
  ["⌊", "⌊"],
  ["⌈", "⌈"],
  ["（", "("],
  ["【", "["],
  ["〈", "<"],
]);
const CLOSE = new Map([
  [")", ")"],
  ["]", "]"],
  ["}", "}"],
  ["⟩", ">"],
  ["⌋", "⌋"],
  ["⌉", "⌉"],
  ["）", ")"],
  ["】", "]"],
  ["〉", ">"],
]);

/** Plain signs of more than one character, longest first. */
const SIGNS: readonly (readonly [string, string])[] = [
  ["<=>", "=>"], ["==>", "=>"], ["=/=", "!="], ["...", "…"], ["!==", "!="], ["<=", "<="], [">=", ">="], ["=>", ">="], ["=<", "<="], ["!=", "!="],
  ["<>", "!="], ["==", "="], [":=", "="], ["->", "=>"], ["**", "^"], ["&&", "and"], ["~=", "~"], ["''", "''"], ["‐", "-"],
]; // prettier-ignore

/** 5C2 and {}_5C_2, the number of choices of 2 among 5. */
const CHOOSE = /(\d{1,4})C(\d{1,4})(?![\w.])|\{\}\s*[_^]\s*\{?(\d{1,4})\}?\s*C\s*_\s*\{?(\d{1,4})\}?/y;
const NUMERAL_START = /\d|\.(?:\d|\\(?:overline|dot|bar))/y;
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉";
const SUPER_RUN = /([⁺⁻]?)([⁰¹²³⁴⁵⁶⁷⁸⁹]+)|ⁿ/y;
const SUB_RUN = /[₀₁₂₃₄₅₆₇₈₉]+/y;
const WORD_RUN = /\p{L}[\p{L}\p{M}]*/uy;
const SETS = new Map([
  ["ℝ", "ℝ"],
  ["ℕ", "ℕ"],
  ["ℤ", "ℤ"],
  ["ℚ", "ℚ"],
  ["ℂ", "ℂ"],
]);

function step(scan: Scan): void {
  const { text, at } = scan;
  const character = text.charAt(at);
  if (/[\s~]/.test(character) && !text.startsWith("~=", at)) {
    skipSpace(scan);
    return;
  }
  if (character === "\\") {
    readCommand(scan);
    return;
  }
  const choose = matchAt(CHOOSE, text, at);
  if (choose !== null) {
    splice(
      scan,
      `\\binom{${choose[1] ?? choose[3] ?? ""}}{${choose[2] ?? choose[4] ?? ""}}`,
      choose[0].length,
    );
    return;
  }
  if (matchAt(NUMERAL_START, text, at) !== null) {
    number(scan);
    return;
  }
  if (text.startsWith("{,}", at)) {
    one(scan, { type: "operator", text: "," }, 3);
    return;
  }
  const open = OPEN.get(character);
  if (open !== undefined) {
    one(scan, { type: "open", text: open });
    return;
  }
  const close = CLOSE.get(character);
  if (close !== undefined) {
    one(scan, { type: "close", text: close });
    return;
  }
  if (/[A-Za-z]/.test(character)) {
    scanLetters(scan);
    return;
  }
  const sign = SIGNS.find(([written]) => text.startsWith(written, at));
  if (sign !== undefined) {
    one(scan, { type: "operator", text: sign[1] }, sign[0].length);
    return;
  }
  special(scan, character);
}

function skipSpace(scan: Scan): void {
  scan.spaced = true;
  scan.at += 1;
}

function one(scan: Scan, piece: Piece, length = 1): void {
  emit(scan, piece);
  scan.at += length;
}

function number(scan: Scan): void {
  const innermost = scan.brackets.findLast((bracket) => bracket !== "{");
  const numeral = readNumeral(scan.text, scan.at, scan.commas, innermost !== undefined);
  if (numeral === null) throw new UnreadableAnswer("a number with too many digits");
  emit(scan, { type: "number", text: numeral.raw, value: numeral.value, places: numeral.places });
  scan.at = numeral.end;
}

const CURRENCY = "$€£¥₹₩元円원¢";

function special(scan: Scan, character: string): void {
  const mapped = CHARACTERS.get(character);
  if (mapped !== undefined) {
    one(scan, { type: "operator", text: mapped });
    return;
  }
  if ("+-*/^_!'=<>,;:|%&".includes(character)) {
    one(scan, { type: "operator", text: character });
    return;
  }
  if (CURRENCY.includes(character)) {
    one(scan, { type: "currency", text: character });
    return;
  }
  const vulgar = VULGAR_FRACTIONS.get(character);
  if (vulgar !== undefined) {
    emit(scan, { type: "number", text: "", value: vulgar, places: -1 });
    scan.at += 1;
    return;
  }
  scripts(scan, character);
}

function scripts(scan: Scan, character: string): void {
  const raised = matchAt(SUPER_RUN, scan.text, scan.at);
  if (raised !== null) {
    const digits =
      raised[0] === "ⁿ" ? "n" : (raised[1] === "⁻" ? "-" : "") + plainDigits(raised[2] ?? "", SUPERSCRIPTS);
    splice(scan, `^{${digits}}`, raised[0].length);
    return;
  }
  const lowered = matchAt(SUB_RUN, scan.text, scan.at);
  if (lowered !== null) {
    splice(scan, `_{${plainDigits(lowered[0], SUBSCRIPTS)}}`, lowered[0].length);
    return;
  }
  if (character === "√" || character === "∛" || character === "∜") {
    one(scan, { type: "command", text: character });
    return;
  }
  if ("∫∑∏".includes(character)) {
    one(scan, {
      type: "command",
      text: { "∫": "integral", "∑": "sum", "∏": "product" }[character] ?? "",
    });
    return;
  }
  if (character === "∠" || character === "△") {
    one(scan, { type: "command", text: character === "∠" ? "angle" : "triangle" });
    return;
  }
  if (character === "∅") {
    one(scan, { type: "command", text: "emptyset" });
    return;
  }
  word(scan, character);
}

function word(scan: Scan, character: string): void {
  const set = SETS.get(character);
  if (set !== undefined) {
    one(scan, { type: "name", text: set });
    return;
  }
  if (character === "∞" || character === "π" || LETTERS.has(character)) {
    one(scan, letter(character));
    return;
  }
  const run = matchAt(WORD_RUN, scan.text, scan.at)?.[0];
  if (run !== undefined) {
    one(scan, { type: "text", text: run }, run.length);
    return;
  }
  if (/["“”‘`.?#@。]/.test(character)) {
    skipSpace(scan);
    return;
  }
  throw new UnreadableAnswer(`the sign ${JSON.stringify(character)} has no meaning here`);
}

function plainDigits(run: string, from: string): string {
  return Array.from(run)
    .map((digit) => from.indexOf(digit))
    .join("");
}

/** Tokens of `replacement` in place of the next `length` characters. */
export function splice(scan: Scan, replacement: string, length: number): void {
  for (const token of tokenize(replacement, scan.commas, scan.depth + 1)) {
    emit(scan, token);
  }
  scan.at += length;
}

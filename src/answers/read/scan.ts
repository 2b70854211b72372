import { MAX_CHARACTERS, MAX_NESTING, MAX_TOKENS, TooManyParts, UnreadableAnswer } from "../limits.ts";
import { turnBrackets, withoutAlignment } from "./tidy.ts";
import { readCommand } from "./commands.ts";
import { scanLetters } from "./letters.ts";
import { ZERO } from "../rational.ts";
import { LETTERS } from "./names.ts";
import { matchAt, readNumeral, VULGAR_FRACTIONS } from "./numerals.ts";
import { derivativeAt, derivesAt, rewritten, signAt } from "./signs.ts";
import type { CommaReading, Token } from "./token.ts";
import { letter, type Piece } from "./words.ts";

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

/** Adds a token and clears the note of white space before it. */
export function emit(scan: Scan, piece: Piece & Pick<Token, "value" | "places">): void {
  if (piece.type === "open") scan.brackets.push(piece.text);
  if (piece.type === "close") scan.brackets.pop();
  if (scan.brackets.length > MAX_NESTING) throw new UnreadableAnswer(`nested deeper than ${MAX_NESTING}`);
  if (scan.tokens.length >= MAX_TOKENS) throw new TooManyParts();
  scan.tokens.push({ ...piece, spaced: scan.spaced });
  scan.spaced = false;
}

/** A numeral with letters among its digits and its base below: 2A_{16}, ff_16. */
const LETTERED_NUMERAL = /(?=[A-Fa-f]*\d|[A-Fa-f]{2})[\dA-Fa-f]{1,64}(?=_(?:\{\s?1[1-6]\s?\}|1[1-6](?!\d)))/y;
/** Constants as Maxima writes them. */
const MARKED_CONSTANT = /%(pi|e|i)(?![A-Za-z])/y;
const NUMERAL_START = /\d|\.(?:\d|\\(?:overline|dot|bar))/y;
const WORD_RUN = /\p{L}[\p{L}\p{M}]*/uy;
/** Punctuation of prose, which says nothing in an answer. */
const SILENT = /["“”‘`.?#@。]/;

function step(scan: Scan): void {
  const { text, at } = scan;
  const character = text.charAt(at);
  const rewrite = /[\d{(]|[^\0-\x7f]/.test(character) ? rewritten(text, at) : null;
  const sign = signAt(text, at);
  const mayDerive = character === "d" || character === "\\";
  const derivative = mayDerive ? derivativeAt(text, at) : null;
  const derives = mayDerive ? derivesAt(text, at) : null;
  const lettered = /[\dA-Fa-f]/.test(character) ? letteredNumeral(scan) : null;
  const constant = character === "%" && !followsValue(scan) ? matchAt(MARKED_CONSTANT, text, at) : null;
  if (lettered !== null)
    take(scan, { type: "number", text: lettered.toUpperCase(), value: ZERO, places: 0 }, lettered.length);
  else if (constant !== null) take(scan, letter(constant[1] ?? ""), constant[0].length);
  else if (/[\s~]/.test(character) && sign === null) skip(scan);
  else if (derivative !== null) take(scan, derivative.piece, derivative.length);
  else if (derives !== null) take(scan, { type: "command", text: derives.name }, derives.length);
  else if (character === "\\") readCommand(scan);
  else if (rewrite !== null) splice(scan, rewrite.as, rewrite.length);
  else if (matchAt(NUMERAL_START, text, at) !== null) readNumber(scan);
  else if (/[A-Za-z]/.test(character)) scanLetters(scan);
  else if (sign !== null) take(scan, sign.piece, sign.length);
  else readRare(scan, character);
}

/** Its digits where such a numeral stands here, with a letter among them and no other letter before; else null. */
function letteredNumeral(scan: Scan): string | null {
  const digits = matchAt(LETTERED_NUMERAL, scan.text, scan.at)?.[0] ?? null;
  return digits !== null && /[A-F]/i.test(digits) && !/[\w\\]/.test(scan.text.charAt(scan.at - 1))
    ? digits
    : null;
}

/** Whether a value stands straight before this place, so that a percent sign belongs to it. */
function followsValue(scan: Scan): boolean {
  return !scan.spaced && /^(?:number|close|name)$/.test(scan.tokens.at(-1)?.type ?? "");
}

function skip(scan: Scan): void {
  scan.spaced = true;
  scan.at += 1;
}

function take(scan: Scan, piece: Piece & Pick<Token, "value" | "places">, length: number): void {
  emit(scan, piece);
  scan.at += length;
}

function readNumber(scan: Scan): void {
  const innermost = scan.brackets.findLast((bracket) => bracket !== "{");
  const numeral = readNumeral(scan.text, scan.at, scan.commas, innermost !== undefined);
  if (numeral === null) throw new UnreadableAnswer("a number with too many digits");
  const { raw, value, places, end } = numeral;
  take(scan, { type: "number", text: raw, value, places }, end - scan.at);
}

/** Letters and words beyond ASCII, fractions of one character, punctuation. */
function readRare(scan: Scan, character: string): void {
  const vulgar = VULGAR_FRACTIONS.get(character);
  const word = matchAt(WORD_RUN, scan.text, scan.at)?.[0];
  if (vulgar !== undefined) take(scan, { type: "number", text: "", value: vulgar, places: -1 }, 1);
  else if (LETTERS.has(character) || character === "∞" || character === "π") take(scan, letter(character), 1);
  else if (word !== undefined) take(scan, { type: "text", text: word }, word.length);
  else if (SILENT.test(character)) skip(scan);
  else throw new UnreadableAnswer(`the sign ${JSON.stringify(character)} has no meaning here`);
}

/** Tokens of `replacement` in place of the next `length` characters. */
export function splice(scan: Scan, replacement: string, length: number): void {
  for (const token of tokenize(replacement, scan.commas, scan.depth + 1)) emit(scan, token);
  scan.at += length;
}

import type { Expression, Quantity } from "../expression.ts";
import { compare, div } from "../rational.ts";
import { UnreadableAnswer } from "../limits.ts";
import { parseAtom } from "./atom.ts";
import type { Cursor } from "./cursor.ts";
import { slash } from "./sum.ts";
import type { Token } from "./token.ts";
import { measureOf, normalUnit, unitOf, type Measure } from "./units.ts";

/** Whether what follows a value here is a unit or other words that belong to it. */
export function isUnitNext(cursor: Cursor): boolean {
  if (cursor.is("text") || isUnitFraction(cursor) || isBracketedText(cursor)) return true;
  if (cursor.isOperator("*")) return isUnitWord(cursor.peek(1));
  return cursor.is("currency") && !["number", "name", "open", "command"].includes(cursor.peek(1).type);
}

/** A remark in brackets after a value. */
function isBracketedText(cursor: Cursor): boolean {
  return cursor.is("open", "(") && cursor.peek(1).type === "text" && cursor.peek(2).type === "close";
}

function isUnitWord(token: Token): boolean {
  return (
    token.type === "text" &&
    token.text.split(/[\s/·]+/).every((word) => unitOf(word.replace(/\^.*/, "")) !== null)
  );
}

function unitLetter(token: Token): boolean {
  return (
    (token.type === "name" || token.type === "constant") && /^(?:[mshgLNJWKVAC]|Omega)$/.test(token.text)
  );
}

/** \frac{\text{km}}{\text{h}} */
function isUnitFraction(cursor: Cursor): boolean {
  return (
    cursor.is("command", "frac") &&
    cursor.peek(1).text === "{" &&
    cursor.peek(2).type === "text" &&
    isUnitWord(cursor.peek(2))
  );
}

/** The most words that are read as belonging to one value. */
const MOST_WORDS = 64;

/** The words after a value: "cm", "\text{ cm}^2", "km/h", "kg m s^{-2}", "square feet", "miles per hour". */
export function parseUnit(cursor: Cursor, value: Expression): Expression {
  let words = "";
  for (let count = 0; ; count++) {
    cursor.count();
    if (count > MOST_WORDS) throw new UnreadableAnswer(`more than ${MOST_WORDS} words after a number`);
    const more = unitFraction(cursor) ?? unitWord(cursor, words);
    if (more !== null) words += ` ${more}`;
    else if (words !== "" && cursor.isOperator("^")) words += unitPower(cursor);
    else if (isBracketedText(cursor)) cursor.rewind(cursor.mark() + 3);
    else break;
  }
  if (words === "") return value;
  const first: Quantity = { kind: "quantity", value, unit: normalUnit(words) };
  return withSmallerUnit(cursor, first) ?? first;
}

/** The next word of a unit, with the stroke or dot before it; null when none follows. */
function unitWord(cursor: Cursor, before: string): string | null {
  if (cursor.is("text") || cursor.is("currency")) return cursor.next().text;
  const started = before !== "" && (/\bper$/.test(before) || measureOf(normalUnit(before)) !== null);
  if (started && unitLetter(cursor.peek())) return cursor.next().text;
  if (cursor.isOperator("*") && (isUnitWord(cursor.peek(1)) || (started && unitLetter(cursor.peek(1)))))
    return (cursor.next(), cursor.next().text);
  if (!slash(cursor.peek())) return null;
  if (cursor.peek(1).type === "text" || unitLetter(cursor.peek(1)))
    return (cursor.next(), `/ ${cursor.next().text}`);
  return started && cursor.peek(1).text === "(" ? unitsBelow(cursor) : null;
}

/** /(kg·K) */
function unitsBelow(cursor: Cursor): string | null {
  const mark = cursor.mark();
  cursor.rewind(mark + 2);
  const words = unitGroup(cursor);
  if (words !== null && cursor.is("close")) return (cursor.next(), `/ ${words}`);
  cursor.rewind(mark);
  return null;
}

/** Units next to each other, with dots or none between; null when there are none. */
function unitGroup(cursor: Cursor): string | null {
  let words = "";
  while (isUnitWord(cursor.peek()) || unitLetter(cursor.peek()) || cursor.isOperator("*", "^")) {
    if (cursor.isOperator("^")) words += unitPower(cursor);
    else if (!cursor.take("*")) words += ` ${cursor.next().text}`;
  }
  return words === "" ? null : words.trim();
}

function unitFraction(cursor: Cursor): string | null {
  if (!isUnitFraction(cursor)) return null;
  const mark = cursor.mark();
  cursor.rewind(mark + 2);
  const above = unitGroup(cursor);
  const closed = cursor.is("close") && cursor.peek(1).text === "{";
  if (closed) cursor.rewind(cursor.mark() + 2);
  const below = closed ? unitGroup(cursor) : null;
  if (above !== null && below !== null && cursor.is("close")) return (cursor.next(), `${above} / ${below}`);
  cursor.rewind(mark);
  return null;
}

/** 2 hours (and) 30 minutes, 5 feet 6 inches: one amount in the smaller unit. Null when no smaller unit follows. */
function withSmallerUnit(cursor: Cursor, larger: Quantity): Quantity | null {
  const mark = cursor.mark();
  if (!cursor.take("and")) cursor.take(",");
  const big = measureOf(larger.unit);
  // Where the next word alone tells, nothing is read that would only be read again.
  const [amount, word] = [cursor.peek(), cursor.peek(1)];
  const next = word.type === "text" ? measureOf(normalUnit(word.text)) : null;
  const mayFit = amount.type === "number" && word.type === "text" && (next === null || isSmaller(next, big));
  const smaller = mayFit ? parseUnit(cursor, parseAtom(cursor)) : null;
  const small = smaller?.kind === "quantity" ? measureOf(smaller.unit) : null;
  if (big === null || small === null || smaller?.kind !== "quantity" || !isSmaller(small, big)) {
    cursor.rewind(mark);
    return null;
  }
  const factor: Expression = { kind: "number", value: div(big.size, small.size), places: 0 };
  const scaled: Expression = { kind: "product", factors: [larger.value, factor] };
  return { kind: "quantity", value: { kind: "sum", terms: [scaled, smaller.value] }, unit: smaller.unit };
}

function isSmaller(unit: Measure, than: Measure | null): boolean {
  return than !== null && unit.measures === than.measures && compare(than.size, unit.size) > 0;
}

function unitPower(cursor: Cursor): string {
  const braced = cursor.peek(1).type === "open";
  const power = cursor.peek(braced ? 2 : 1);
  const negative = power.type === "operator" && power.text === "-";
  const number = negative ? cursor.peek(braced ? 3 : 2) : power;
  if (number.type !== "number") throw cursor.unexpected();
  cursor.rewind(cursor.mark() + 2 + (braced ? 2 : 0) + (negative ? 1 : 0));
  return `^${negative ? "-" : ""}${number.text}`;
}

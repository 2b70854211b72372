import { wholeNumber, type Expression } from "../expression.ts";
import { add, attempt, isInteger } from "../rational.ts";
import { parseAtom } from "./atom.ts";
import type { Cursor } from "./cursor.ts";
import { parsePostfix } from "./postfix.ts";
import type { Token } from "./token.ts";
import { isUnitNext, parseUnit } from "./quantity.ts";

/** Terms joined by + - ± ∓. */
export function parseSum(cursor: Cursor): Expression {
  cursor.count();
  let left = leadingPlusMinus(cursor) ?? parseProduct(cursor);
  let terms = [left];
  while (cursor.isOperator("+", "-", "±", "∓")) {
    if (danglingSign(cursor)) break;
    const sign = cursor.next().text;
    if (sign === "±" || sign === "∓") {
      left = { kind: "plusminus", left: asSum(terms), right: parseProduct(cursor), minusFirst: sign === "∓" };
      terms = [left];
      continue;
    }
    const term = parseProduct(cursor);
    terms.push(sign === "-" ? { kind: "negative", of: term } : term);
  }
  return asSum(terms);
}

function asSum(terms: readonly Expression[]): Expression {
  const [only] = terms;
  return terms.length === 1 && only !== undefined ? only : { kind: "sum", terms };
}

function leadingPlusMinus(cursor: Cursor): Expression | null {
  if (!cursor.isOperator("±", "∓")) return null;
  const minusFirst = cursor.next().text === "∓";
  return { kind: "plusminus", left: null, right: parseProduct(cursor), minusFirst };
}

/** A sign with nothing after it, as in the charge of an ion. */
function danglingSign(cursor: Cursor): boolean {
  const after = cursor.peek(1);
  return after.type === "close" || after.type === "end";
}

/** Factors joined by * and /, or standing next to each other; the unit after them, if any. */
export function parseProduct(cursor: Cursor): Expression {
  cursor.count();
  return cursor.deeper(() => {
    let left = parseFactor(cursor);
    for (;;) {
      if (isUnitNext(cursor)) return parseUnit(cursor, left);
      if (cursor.isOperator("*")) left = times(left, (cursor.next(), parseFactor(cursor)));
      else if (cursor.isOperator("/"))
        left = { kind: "quotient", over: left, under: (cursor.next(), parseFactor(cursor)) };
      else if (cursor.isOperator("mod"))
        left = { kind: "call", name: "mod", args: [left, (cursor.next(), parseFactor(cursor))] };
      else if (cursor.is("command", "over") || cursor.is("command", "choose")) left = parseOver(cursor, left);
      else if (startsAtom(cursor) || (left.kind === "text" && cursor.is("currency")))
        left = juxtaposed(cursor, left);
      else return left;
      cursor.count();
    }
  });
}

function times(left: Expression, right: Expression): Expression {
  return { kind: "product", factors: left.kind === "product" ? [...left.factors, right] : [left, right] };
}

/** {a \over b}, {n \choose k}: all before it in the group over all after it. */
function parseOver(cursor: Cursor, left: Expression): Expression {
  const choose = cursor.next().text === "choose";
  const under = parseSum(cursor);
  return choose
    ? { kind: "call", name: "binomial", args: [left, under] }
    : { kind: "quotient", over: left, under };
}

/** A factor with the signs before it. */
export function parseFactor(cursor: Cursor): Expression {
  cursor.count();
  if (cursor.take("+")) return cursor.deeper(() => parseFactor(cursor));
  if (cursor.take("-")) return { kind: "negative", of: cursor.deeper(() => parseFactor(cursor)) };
  return parsePostfix(cursor, parseAtom(cursor));
}

/** Whether the token here can start an operand that stands next to another without a sign. */
export function startsAtom(cursor: Cursor): boolean {
  const token = cursor.peek();
  switch (token.type) {
    case "number":
    case "name":
    case "constant":
    case "function":
    case "applied":
      return true;
    case "open":
      return true;
    case "command":
      return !/^(end |pmod$|not$|over$|choose$)/.test(token.text);
    case "operator":
      return (token.text === "|" || token.text === "‖") && cursor.bars === 0;
    default:
      return false;
  }
}

function juxtaposed(cursor: Cursor, left: Expression): Expression {
  const mixed = mixedNumber(cursor, left);

  // Numbers side by side are no product: 9 2 0 0 is a row of digits.
  if (mixed === null && cursor.is("number") && left.kind === "number") throw cursor.unexpected();
  if (mixed !== null) return parsePostfix(cursor, mixed);
  const right = parsePostfix(cursor, parseAtom(cursor));
  return withAngleParts(left, right) ?? times(left, right);
}

/** 45°30', in degrees. Null for anything else. */
function withAngleParts(left: Expression, right: Expression): Expression | null {
  if (left.kind !== "quantity" || left.unit !== "°" || right.kind !== "quantity") return null;
  const parts = right.unit === "'" ? 60n : right.unit === "''" ? 3600n : null;
  if (parts === null) return null;
  const part: Expression = { kind: "quotient", over: right.value, under: wholeNumber(parts) };
  return { ...left, value: { kind: "sum", terms: [left.value, part] } };
}

/** 1 3/4, 12\frac{3}{5}, 2½: a whole number and a fraction next to each other are added, not multiplied. */
function mixedNumber(cursor: Cursor, left: Expression): Expression | null {
  if (left.kind === "negative") {
    const of = mixedNumber(cursor, left.of);
    return of === null ? null : { kind: "negative", of };
  }
  if (left.kind !== "number" || left.places !== 0 || !isInteger(left.value)) return null;
  const token = cursor.peek();
  const mark = cursor.mark();
  const vulgar = token.type === "number" && token.places === -1;
  const slashed =
    token.type === "number" &&
    token.text !== "" &&
    token.spaced &&
    slash(cursor.peek(1)) &&
    cursor.peek(2).type === "number";
  if (!vulgar && !slashed && !cursor.is("command", "frac")) return null;
  const part = slashed ? slashedFraction(cursor) : parseAtom(cursor);
  const value = fractionValue(part);
  const whole = value === null ? null : attempt(() => add(left.value, value));
  if (whole !== null) return { kind: "number", value: whole, places: 0 };
  cursor.rewind(mark);
  return null;
}

/** Whether a token is a stroke between what is above and below. */
export function slash(token: Token): boolean {
  return token.type === "operator" && token.text === "/";
}

function slashedFraction(cursor: Cursor): Expression {
  const over = parseAtom(cursor);
  cursor.next();
  return { kind: "quotient", over, under: parseAtom(cursor) };
}

function fractionValue(part: Expression): { num: bigint; den: bigint } | null {
  if (part.kind === "number") return part.value;
  if (part.kind !== "quotient" || part.over.kind !== "number" || part.under.kind !== "number") return null;
  if (!isInteger(part.over.value) || !isInteger(part.under.value)) return null;
  const [over, under] = [part.over.value.num, part.under.value.num];
  return over >= 0n && over < under ? { num: over, den: under } : null;
}

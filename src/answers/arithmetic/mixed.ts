import { isInteger } from "../rational.ts";
import type { Cursor } from "./cursor.ts";
import type { Node, NumberNode } from "./syntax.ts";
import type { Token } from "./token.ts";

/** A number as it is written; its unit is read after it. */
export function numberNode(token: Token): NumberNode {
  const { value, text, places, money, cut } = token;
  return { type: "number", value, text, places, money, cut, percent: false, unit: "" };
}

/** The fraction of a mixed number, and how many tokens it takes. */
interface Fraction {
  readonly part: Node;
  readonly length: number;
}

/** The fraction that a whole number before this place goes on with: 2½, 2 1/2, 2\frac{1}{2}. Null when it is no mixed number. */
export function fractionAfter(cursor: Cursor): Fraction | null {
  const next = cursor.peek();
  if (next?.kind === "function" && next.text === "frac") return latexFraction(cursor);
  if (next?.kind !== "number") return null;
  if (!isInteger(next.value) && next.places === 0) return { part: numberNode(next), length: 1 };
  return slashedFraction(cursor, next);
}

/** 1/2 written close together. */
function slashedFraction(cursor: Cursor, top: Token): Fraction | null {
  const [slash, bottom] = [cursor.peek(1), cursor.peek(2)];
  if (slash?.kind !== "operator" || slash.text !== "/" || bottom?.kind !== "number") return null;
  return slash.tight && bottom.tight ? proper(top, bottom, 3) : null;
}

/** \frac{1}{2} or \frac12; with anything else in it, it is a factor. */
function latexFraction(cursor: Cursor): Fraction | null {
  const braced = cursor.peek(1)?.kind === "open";
  const [top, bottom] = [cursor.peek(braced ? 2 : 1), cursor.peek(braced ? 5 : 2)];
  if (top?.kind !== "number" || bottom?.kind !== "number") return null;
  if (braced && (cursor.peek(3)?.kind !== "close" || cursor.peek(6)?.kind !== "close")) return null;
  return proper(top, bottom, braced ? 7 : 3);
}

/** A fraction of two whole numbers that is below 1. */
function proper(top: Token, bottom: Token, length: number): Fraction | null {
  if (top.value.num >= bottom.value.num || top.places + bottom.places > 0) return null;
  const part: Node = { type: "binary", operator: "/", left: numberNode(top), right: numberNode(bottom) };
  return { part, length };
}

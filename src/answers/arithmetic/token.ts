import type { Rational } from "../rational.ts";

/**
 * What a token is to a calculation. `break` ends a clause (sentence end, comma, arrow), `opaque` is something a calculation can't
 * pass (an absolute-value bar, an integral sign, dots).
 */
export type TokenKind =
  | "number"
  | "name"
  | "word"
  | "operator"
  | "relation"
  | "open"
  | "close"
  | "function"
  | "percent"
  | "bang"
  | "break"
  | "opaque";

/** One token of a step, with its place in the text in UTF-16 units. */
export interface Token {
  readonly kind: TokenKind;
  /** Normalised text: operators are one of + - * / ÷ ^ mod //, brackets are ( ) [ ] { }. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Nothing, not even a space or a math delimiter, stands before it. */
  readonly tight: boolean;
  /** The value of a number, else 0. */
  readonly value: Rational;
  /** Digits after the decimal point of a number. */
  readonly places: number;
  /** A number with a currency sign before it. */
  readonly money: boolean;
  /** A number that goes on ("0.333..."). */
  readonly cut: boolean;
}

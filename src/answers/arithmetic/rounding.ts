import {
  type Rational,
  HALF,
  abs,
  add,
  div,
  equals,
  isInteger,
  mul,
  pow,
  rational,
  sign,
} from "../rational.ts";
import { type Reading, evaluate, walk } from "./evaluate.ts";
import type { Node, NumberNode, Run } from "./syntax.ts";
import { type Value, asNumber, minus, same, within } from "./value.ts";

/** What surrounds an equation and decides how strictly it is read. */
export interface Circumstances {
  readonly name: (name: string) => Value | null;
  readonly effort: Reading["effort"];
  /** Exact values that printed decimals were rounded from, by their digits. */
  readonly rounded: ReadonlyMap<string, Value>;
  /** The relation is ≈, or "about" stands before the right side. */
  readonly approximate: boolean;
  /** The sentence speaks of rounding or of whole things. Asked only when the sides differ. */
  readonly mayRound: () => boolean;
}

/** Most decimals of one side whose rounding is followed through. */
const MAX_DECIMALS = 16;

const TENTH = rational(1n, 10n);

/** Digits that a computer prints past what doubles hold: 0.1 * 7 = 0.7000000000000001. */
export function floatNoise(l: Value, r: Value, ...nodes: readonly Node[]): boolean {
  const long = nodes.some((node) => decimals(node).some((number) => number.places >= 10));
  const size = Math.max(Math.abs(asNumber(l)), Math.abs(asNumber(r)));
  return long && Math.abs(asNumber(l) - asNumber(r)) <= 1e-11 * size;
}

/** The number a side consists of, with its sign; null when it is more than a number. */
export function literal(node: Node): { readonly number: NumberNode; readonly negative: boolean } | null {
  if (node.type === "number") return { number: node, negative: false };
  if (node.type === "group") return literal(node.of);
  if (node.type !== "negative") return null;
  const inner = literal(node.of);
  return inner === null ? null : { number: inner.number, negative: !inner.negative };
}

/** Size of the last printed digit of a number. */
function lastDigit(number: NumberNode, reading: Reading): Rational {
  const unit = pow(TENTH, number.places);
  return number.percent && reading.percent !== "plain" ? div(unit, rational(100n)) : unit;
}

/** Whether the right side is the left one, rounded as far as it is printed. */
export function roundsTo(l: Value, r: Value, node: Node, reading: Reading, around: Circumstances): boolean {
  const printed = literal(node);
  if (printed === null) return looselyEqual(l, r, node, around);
  const unit = lastDigit(printed.number, reading);
  const { places, cut } = printed.number;
  if (places >= 1 && within(l, r, mul(unit, HALF))) return true;
  if ((places >= 2 || cut || around.approximate) && truncates(l, r, unit)) return true;
  if (around.approximate) {
    return (places === 0 && within(l, r, unit)) || within(l, r, mul(coarse(printed.number, unit), HALF));
  }
  if (printed.number.percent && within(l, r, mul(unit, HALF))) return true;
  return places === 0 && within(l, r, unit) && !wholeNumbers(l, r) && around.mayRound();
}

const wholeNumbers = (l: Value, r: Value): boolean =>
  typeof l !== "number" && typeof r !== "number" && isInteger(l) && isInteger(r);

/** Digits dropped instead of rounded: 2/3 = 0.66. */
function truncates(l: Value, r: Value, unit: Rational): boolean {
  if (Math.abs(asNumber(r)) >= Math.abs(asNumber(l)) || !within(l, r, unit)) return false;
  // A whole last digit off is no truncation.
  const gap = minus(l, r);
  return gap !== null && (typeof gap === "number" || !equals(abs(gap), unit));
}

/** The place of the last digit that is not zero: 100 in 2,300. */
function coarse(number: NumberNode, unit: Rational): Rational {
  if (number.places > 0) return unit;
  const zeros = number.text.length - number.text.replace(/0+$/, "").length;
  return mul(unit, pow(rational(10n), zeros));
}

/** Two calculated sides that differ by what a rounded constant (3.14 for π) or ≈ explains. */
function looselyEqual(l: Value, r: Value, node: Node, around: Circumstances): boolean {
  const irrational = typeof l === "number" || typeof r === "number";
  if (!around.approximate && !(irrational && decimals(node).length > 0)) return false;
  const gap = Math.abs(asNumber(l) - asNumber(r));
  return gap <= 0.01 * Math.max(Math.abs(asNumber(l)), Math.abs(asNumber(r)));
}

/** Decimal numbers of an expression. */
function decimals(node: Node): NumberNode[] {
  const found: NumberNode[] = [];
  walk(node, (part) => {
    if (part.type === "number" && (part.places > 0 || part.cut)) found.push(part);
  });
  return found;
}

/** Whether the sides agree under one way of reading them, exactly or when rounded. */
export function agreeUnder(reading: Reading, left: Run, right: Run, around: Circumstances): boolean {
  const l = evaluate(left.node, reading);
  const r = evaluate(right.node, reading);
  return l !== null && r !== null && (same(l, r) || roundsTo(l, r, right.node, reading, around));
}

/** Whether the sides agree once printed decimals count as what they were rounded from. */
export function fromRounded(left: Run, right: Run, plain: Reading, around: Circumstances): boolean {
  const printed = [...decimals(left.node), ...decimals(right.node)];
  if (printed.length === 0 || printed.length > MAX_DECIMALS) return false;
  if (printed.some((number) => around.rounded.has(number.text))) {
    const number = (node: NumberNode): Value => around.rounded.get(node.text) ?? node.value;
    if (agreeUnder({ ...plain, number }, left, right, around)) return true;
  }
  return withinError(left, right, plain, printed);
}

/** Whether the gap is no more than the last digits of rounded-looking decimals explain: 0.33 * 90 = 30. */
function withinError(left: Run, right: Run, plain: Reading, printed: readonly NumberNode[]): boolean {
  const result = literal(right.node);
  const places = result?.number.places ?? 0;
  const rounded = printed.filter((number) => number !== result?.number && looksRounded(number, places));
  if (rounded.length === 0) return false;
  const gapOf = (reading: Reading): Value | null => {
    const l = evaluate(left.node, reading);
    const r = evaluate(right.node, reading);
    return l === null || r === null ? null : minus(l, r);
  };
  const gap = gapOf(plain);
  if (gap === null) return false;
  let reach = places > 0 && result !== null ? asNumber(mul(lastDigit(result.number, plain), HALF)) : 0;
  for (const one of rounded) {
    const half = mul(pow(TENTH, one.places), HALF);
    const number = (node: NumberNode): Value => (node === one ? add(node.value, half) : node.value);
    const moved = gapOf({ ...plain, number });
    if (moved === null) return false;
    reach += Math.abs(asNumber(moved) - asNumber(gap));
  }
  return Math.abs(asNumber(gap)) <= reach * (1 + 1e-9);
}

/** Whether a decimal may well be a rounded one: finer than the result and no multiple of 0.05, or one of thirds, sixths, ... */
function looksRounded(number: NumberNode, resultPlaces: number): boolean {
  if (number.cut) return true;
  if (number.places < 2 || number.money) return false;
  const twentieths = isInteger(mul(number.value, rational(20n)));
  if (!twentieths && number.places > resultPlaces) return true;
  const slack = mul(pow(TENTH, number.places), HALF);
  return [3n, 6n, 7n, 9n].some((part) => {
    const scaled = mul(number.value, rational(part));
    const nearest = rational((scaled.num * 2n + scaled.den) / (scaled.den * 2n));
    return sign(nearest) !== 0 && within(scaled, nearest, mul(slack, rational(part)));
  });
}

import {
  type Rational,
  HALF,
  abs,
  add,
  attempt,
  compare,
  div,
  equals,
  isInteger,
  mul,
  pow,
  rational,
  sign,
} from "../rational.ts";
import { PLAIN, type Reading, evaluate, walk } from "./evaluate.ts";
import type { Node, NumberNode, Run } from "./syntax.ts";
import { familiesOf, isConversion, sizeIn, unitsIn } from "./units.ts";
import { type Value, asNumber, isGiant, minus, same, within } from "./value.ts";

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

/** How two sides compare: equal, equal when rounded, different, or not both calculable. */
export type Agreement = "equal" | "rounded" | "different" | "unknown";

/** Most decimals of one side whose rounding is followed through. */
const MAX_DECIMALS = 16;

const TENTH = rational(1n, 10n);

/** Compares two sides: first as written, then in every other sense a person could mean. Symmetric in nothing: results stand right. */
export function compareSides(left: Run, right: Run, around: Circumstances): Agreement {
  const plain: Reading = { ...PLAIN, name: around.name, effort: around.effort };
  const l = evaluate(left.node, plain);
  const r = evaluate(right.node, plain);
  if (l === null || r === null) return "unknown";
  if (same(l, r)) return "equal";
  if (isGiant(l) || isGiant(r)) return "different";
  if (floatNoise(l, r, left.node, right.node)) return "rounded";
  if (roundsTo(l, r, right.node, plain, around)) return "rounded";
  if (left.doubtful || right.doubtful) return "unknown";
  if (isProportion(left, right)) return "unknown";
  if (fromRounded(left, right, plain, around)) return "rounded";
  if (inAnotherSense(left, right, plain, around)) return "equal";
  if (inOtherUnits(left, right, plain, l, r)) return "equal";
  return "different";
}

/** Digits that a computer prints past what doubles hold: 0.1 * 7 = 0.7000000000000001. */
function floatNoise(l: Value, r: Value, ...nodes: readonly Node[]): boolean {
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
function roundsTo(l: Value, r: Value, node: Node, reading: Reading, around: Circumstances): boolean {
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

/** "1/4 = 5 students", "20% = 8": a part stands for a quantity. */
function isProportion(left: Run, right: Run): boolean {
  if (isAllPercent(right.node) && literal(left.node)?.number.percent === false) return true;
  if (!partOfWhole(left.node)) return false;
  if (left.node.type === "number" && !features(right.node).percent) return true;
  if (left.trailing > 0 && right.operators > 0) return true;
  const quantity = literal(right.node);
  return quantity !== null && !quantity.number.percent && isInteger(quantity.number.value);
}

/** "48 = 100% + 20%" */
function isAllPercent(node: Node): boolean {
  if (node.type === "binary") return isAllPercent(node.left) && isAllPercent(node.right);
  return (node.type === "number" && node.percent) || (node.type === "group" && isAllPercent(node.of));
}

function partOfWhole(node: Node): boolean {
  if (node.type === "number") return node.percent;
  if (node.type === "group") return partOfWhole(node.of);
  if (node.type !== "binary" || node.operator !== "/") return false;
  const top = literal(node.left);
  const bottom = literal(node.right);
  if (top === null || bottom === null) return false;
  return compare(top.number.value, bottom.number.value) < 0;
}

/** Whether the sides agree once printed decimals count as what they were rounded from. */
function fromRounded(left: Run, right: Run, plain: Reading, around: Circumstances): boolean {
  const printed = [...decimals(left.node), ...decimals(right.node)];
  if (printed.length === 0 || printed.length > MAX_DECIMALS) return false;
  if (printed.some((number) => around.rounded.has(number.text))) {
    const number = (node: NumberNode): Value => around.rounded.get(node.text) ?? node.value;
    if (agreeUnder({ ...plain, number }, left, right, around)) return true;
  }
  return withinError(left, right, plain, printed);
}

function agreeUnder(reading: Reading, left: Run, right: Run, around: Circumstances): boolean {
  const l = evaluate(left.node, reading);
  const r = evaluate(right.node, reading);
  return l !== null && r !== null && (same(l, r) || roundsTo(l, r, right.node, reading, around));
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

/** Percent signs and mixed numbers in their other senses. */
function inAnotherSense(left: Run, right: Run, plain: Reading, around: Circumstances): boolean {
  const seen = features(left.node, right.node);
  if (seen.mixed && agreeUnder({ ...plain, mixed: "product" }, left, right, around)) return true;
  if (!seen.percent) return false;
  if (agreeUnder({ ...plain, percent: "plain" }, left, right, around)) return true;
  if (agreeUnder({ ...plain, percent: "relative" }, left, right, around)) return true;
  return percentOnOneSide(left, right, plain, around);
}

/** "1/4 * 100 = 25%" and "0.25 * 100% = 25": one side counts in hundredths. */
function percentOnOneSide(left: Run, right: Run, plain: Reading, around: Circumstances): boolean {
  const unsigned: Reading = { ...plain, percent: "plain" };
  const readings: readonly (readonly [Reading, Reading])[] = [
    [unsigned, plain],
    [plain, unsigned],
  ];
  return readings.some(([first, second]) => {
    const l = evaluate(left.node, first);
    const r = evaluate(right.node, second);
    return l !== null && r !== null && (same(l, r) || roundsTo(l, r, right.node, second, around));
  });
}

function features(...nodes: readonly Node[]): { readonly percent: boolean; readonly mixed: boolean } {
  let percent = false;
  let mixed = false;
  for (const node of nodes) {
    walk(node, (part) => {
      percent ||= part.type === "percent" || (part.type === "number" && part.percent);
      mixed ||= part.type === "mixed";
    });
  }
  return { percent, mixed };
}

/** Every unit phrase of an expression; "$" for money. */
export function phrases(node: Node): string[] {
  const found: string[] = [];
  walk(node, (part) => {
    if (part.type !== "number" && part.type !== "group") return;
    if (part.unit !== "") found.push(part.unit);
    if (part.type === "number" && part.money) found.push("$");
  });
  return found;
}

/** Whether the sides agree once their units are changed into one another: "2 * 60 = 2 hours", "1 hour + 30 minutes = 90 minutes". */
function inOtherUnits(left: Run, right: Run, plain: Reading, l: Value, r: Value): boolean {
  const [lefts, rights] = [phrases(left.node), phrases(right.node)];
  const texts = [...lefts, ...rights];
  const words = [...new Set(texts.flatMap(unitsIn))].slice(0, 12);
  if (words.length === 0) return false;
  // $5 * 4 = $100: both sides count in one unit, there is nothing to change.
  if (words.length === 1 && [lefts, rights].every((side) => side.flatMap(unitsIn).length > 0)) return false;
  const powers = texts.some((text) => /square|sq|cubic|cube/.test(text)) ? [1, 2, 3] : [1];
  if (convertible(l, r, words, powers)) return true;
  const families = new Set(words.flatMap(familiesOf));
  return [...families].some((family) => {
    const number = (node: NumberNode): Value => {
      const unit = node.unit === "" && node.money ? "$" : node.unit;
      return attempt(() => mul(node.value, sizeIn(unit, family))) ?? node.value;
    };
    const scaledLeft = evaluate(left.node, { ...plain, number });
    const scaledRight = evaluate(right.node, { ...plain, number });
    if (scaledLeft === null || scaledRight === null) return false;
    return same(scaledLeft, scaledRight) || convertible(scaledLeft, scaledRight, words, powers);
  });
}

function convertible(l: Value, r: Value, words: readonly string[], powers: readonly number[]): boolean {
  if (typeof l === "number" || typeof r === "number" || sign(l) === 0 || sign(r) === 0) return false;
  const quotient = attempt(() => div(l, r));
  return quotient !== null && sign(quotient) > 0 && isConversion(quotient, words, powers);
}

/** Whether a value is the number a side starts with: "5 * 3 = 15 + 2 = 17" runs on from 15. */
export function startsWith(node: Node, value: Value): boolean {
  let part = node;
  while (part.type === "binary") {
    const share = part.operator === "of" ? evaluate(part.left, PLAIN) : null;
    if (share !== null && same(share, value)) return true;
    part = part.left;
  }
  return part !== node && part.type === "number" && same(part.value, value);
}

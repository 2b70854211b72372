import {
  type Rational,
  RationalError,
  abs,
  add,
  compare,
  digits,
  div,
  equals,
  isInteger,
  mul,
  neg,
  pow,
  rational,
  round,
  sub,
  toDecimal,
  toNumber,
  toString,
} from "../rational.ts";

/** A value: exact, or a double where it is irrational (a surd, a multiple of π). */
export type Value = Rational | number;

/** Relative error allowed to doubles; their own is about 1e-15 a calculation. */
const DOUBLE_ERROR = 1e-9;

/** The value as a double. */
export const asNumber = (value: Value): number => (typeof value === "number" ? value : toNumber(value));

type Exact = (a: Rational, b: Rational) => Rational;

/** A two-sided operation, exact where both sides are. */
function combine(a: Value, b: Value, exact: Exact, double: (a: number, b: number) => number): Value | null {
  if (typeof a !== "number" && typeof b !== "number") return exact(a, b);
  return finite(double(asNumber(a), asNumber(b)));
}

/** a + b */
export const plus = (a: Value, b: Value): Value | null => combine(a, b, add, (x, y) => x + y);
/** a - b */
export const minus = (a: Value, b: Value): Value | null => combine(a, b, sub, (x, y) => x - y);
/** a times b */
export const times = (a: Value, b: Value): Value | null => combine(a, b, mul, (x, y) => x * y);
/** a over b. @throws RationalError when b is an exact zero. */
export const over = (a: Value, b: Value): Value | null => combine(a, b, div, (x, y) => x / y);
/** -a */
export const negative = (a: Value): Value => (typeof a === "number" ? -a : neg(a));

const finite = (x: number): number | null => (Number.isFinite(x) ? x : null);

/** base to the power of exponent: exact for whole exponents and for exact roots, else a double. Null when there is none. */
export function power(base: Value, exponent: Value): Value | null {
  if (typeof base !== "number" && typeof exponent !== "number") {
    if (isInteger(exponent)) return pow(base, exponent.num);
    const root = exponent.den <= 64n ? exactRoot(base, exponent.den) : null;
    if (root !== null) return pow(root, exponent.num);
  }
  return finite(asNumber(base) ** asNumber(exponent));
}

/** The degree-th root: exact where it is rational, else a double. Null for an even root of a negative number. */
export function rootOf(value: Value, degree: Value): Value | null {
  if (typeof degree === "number" || !isInteger(degree) || degree.num < 2n || degree.num > 64n) return null;
  if (typeof value !== "number") {
    const exact = exactRoot(value, degree.num);
    if (exact !== null) return exact;
  }
  const x = asNumber(value);
  const odd = degree.num % 2n === 1n;
  if (x < 0 && !odd) return null;
  const magnitude = Math.abs(x) ** (1 / Number(degree.num));
  return finite(x < 0 ? -magnitude : magnitude);
}

function exactRoot(value: Rational, degree: bigint): Rational | null {
  if (value.num < 0n && degree % 2n === 0n) return null;
  const num = integerRoot(value.num < 0n ? -value.num : value.num, degree);
  const den = integerRoot(value.den, degree);
  if (num === null || den === null) return null;
  return rational(value.num < 0n ? -num : num, den);
}

/** The exact degree-th root of a whole number of at most 300 digits, or null. */
function integerRoot(value: bigint, degree: bigint): bigint | null {
  if (value < 2n) return value;
  if (value >= 10n ** 300n) return null;
  const guess = BigInt(Math.round(Number(value) ** (1 / Number(degree))));
  // Newton's steps from a double's guess reach the root of a number of this size in a few rounds.
  let root = guess < 1n ? 1n : guess;
  for (let round = 0; round < 64; round += 1) {
    const lower = root ** (degree - 1n);
    const next = ((degree - 1n) * root + value / lower) / degree;
    if (next === root) break;
    root = next;
  }
  for (const candidate of [root - 1n, root, root + 1n]) {
    if (candidate > 0n && candidate ** degree === value) return candidate;
  }
  return null;
}

/** n! for whole n from 0 to 700, the largest that fits the digit bound. @throws RationalError beyond. */
export function factorial(n: Value): Value | null {
  if (typeof n === "number" || !isInteger(n) || n.num < 0n) return null;
  if (n.num > 700n) throw new RationalError("too many digits");
  let product = 1n;
  for (let factor = 2n; factor <= n.num; factor += 1n) product *= factor;
  return rational(product);
}

/** n choose k for whole 0 <= k <= n <= 2000. */
export function binomial(n: Value, k: Value): Value | null {
  if (typeof n === "number" || typeof k === "number" || !isInteger(n) || !isInteger(k)) return null;
  if (k.num < 0n || k.num > n.num || n.num > 2_000n) return null;
  const small = k.num * 2n > n.num ? n.num - k.num : k.num;
  let product = 1n;
  for (let index = 1n; index <= small; index += 1n) product = (product * (n.num - small + index)) / index;
  return rational(product);
}

/** Equal exactly, or within the error of doubles where one is irrational. */
export function same(a: Value, b: Value): boolean {
  if (typeof a !== "number" && typeof b !== "number") return equals(a, b);
  const x = asNumber(a);
  const y = asNumber(b);
  return Math.abs(x - y) <= DOUBLE_ERROR * Math.max(1e-300, Math.abs(x), Math.abs(y));
}

/** Whether |a - b| <= bound. */
export function within(a: Value, b: Value, bound: Rational): boolean {
  const gap = minus(a, b);
  if (gap === null) return false;
  if (typeof gap === "number") return Math.abs(gap) <= toNumber(bound) * (1 + DOUBLE_ERROR);
  return compare(abs(gap), bound) <= 0;
}

const GIANT = 10n ** 300n;

/** Whether a value has so many digits that calculating with it takes milliseconds. */
export function isGiant(value: Value): boolean {
  return typeof value !== "number" && (value.num > GIANT || value.num < -GIANT || value.den > GIANT);
}

/** Most digits of a value that is printed. */
const PRINTED = 40;

/** The exact value as text: a decimal where it ends, else a fraction; "≈" and a decimal for irrational ones and giants. */
export function print(value: Value): string {
  if (typeof value === "number") return `≈${Number(value.toPrecision(10))}`;
  if (digits(value.num) > PRINTED || digits(value.den) > PRINTED)
    return `≈${toNumber(value).toPrecision(10)}`;
  return toDecimal(value) ?? toString(value);
}

/** A value as one would write it as a result: exact where the decimal ends, else rounded to `places` and more. */
export function printResult(value: Value, places: number): string {
  if (typeof value === "number") return `≈${value.toFixed(Math.min(10, Math.max(2, places)))}`;
  const exact = print(value);
  if (!exact.includes("/")) return exact;
  const rounded = round(value, Math.min(10, Math.max(2, places)));
  return `${exact} ≈ ${print(rounded)}`;
}

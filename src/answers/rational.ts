/** The most decimal digits a numerator or denominator may have. */
export const MAX_DIGITS = 2_048;

const LIMIT = 10n ** BigInt(MAX_DIGITS);

/** An exact rational number in lowest terms; the denominator is positive. */
export interface Rational {
  readonly num: bigint;
  readonly den: bigint;
}

/** A calculation that has no exact rational result within bounds. `kind` says which of the two it was. */
export class RationalError extends Error {
  readonly kind: "division by zero" | "too many digits";

  constructor(kind: "division by zero" | "too many digits") {
    super(kind === "too many digits" ? `more than ${MAX_DIGITS} digits` : kind);
    this.name = "RationalError";
    this.kind = kind;
  }
}

function gcd(a: bigint, b: bigint): bigint {
  let x = a < 0n ? -a : a;
  let y = b < 0n ? -b : b;
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/**
 * num/den in lowest terms.
 * @throws RationalError when den is zero or a part has more than MAX_DIGITS digits.
 */
export function rational(num: bigint | number, den: bigint | number = 1n): Rational {
  const n = BigInt(num);
  const d = BigInt(den);
  if (d === 0n) throw new RationalError("division by zero");
  if (d === 1n) return bounded(n, 1n);
  const g = gcd(n, d);
  const sign = d < 0n ? -1n : 1n;
  return bounded((sign * n) / g, (sign * d) / g);
}

function bounded(num: bigint, den: bigint): Rational {
  if (num >= LIMIT || num <= -LIMIT || den >= LIMIT) throw new RationalError("too many digits");
  return { num, den };
}

/** 0 */
export const ZERO: Rational = { num: 0n, den: 1n };
/** 1 */
export const ONE: Rational = { num: 1n, den: 1n };
/** -1 */
export const MINUS_ONE: Rational = { num: -1n, den: 1n };
/** 1/2 */
export const HALF: Rational = { num: 1n, den: 2n };

/** a + b. @throws RationalError past MAX_DIGITS. */
export function add(a: Rational, b: Rational): Rational {
  if (a.den === 1n && b.den === 1n) return bounded(a.num + b.num, 1n);
  return rational(a.num * b.den + b.num * a.den, a.den * b.den);
}

/** a - b. @throws RationalError past MAX_DIGITS. */
export function sub(a: Rational, b: Rational): Rational {
  return add(a, neg(b));
}

/** a times b. @throws RationalError past MAX_DIGITS. */
export function mul(a: Rational, b: Rational): Rational {
  return rational(a.num * b.num, a.den * b.den);
}

/** a divided by b. @throws RationalError when b is zero or past MAX_DIGITS. */
export function div(a: Rational, b: Rational): Rational {
  return rational(a.num * b.den, a.den * b.num);
}

/** -a */
export function neg(a: Rational): Rational {
  return { num: -a.num, den: a.den };
}

/** |a| */
export function abs(a: Rational): Rational {
  return a.num < 0n ? neg(a) : a;
}

/**
 * base to an integer power; 0 to the 0 is 1. Sizes are checked before anything is multiplied, so that 10^10^10 costs nothing.
 * @throws RationalError for zero to a negative power or past MAX_DIGITS.
 */
export function pow(base: Rational, exponent: bigint | number): Rational {
  const e = BigInt(exponent);
  if (e === 0n) return ONE;
  if (base.num === 0n) {
    if (e < 0n) throw new RationalError("division by zero");
    return ZERO;
  }
  const size = e < 0n ? -e : e;
  if (base.den === 1n && (base.num === 1n || base.num === -1n)) return size % 2n === 0n ? ONE : base;
  if (
    BigInt(Math.max(digits(base.num), digits(base.den)) - 1) * size > BigInt(MAX_DIGITS) ||
    size > 8n * BigInt(MAX_DIGITS)
  ) {
    throw new RationalError("too many digits");
  }
  const num = base.num ** size;
  const den = base.den ** size;
  return e > 0n ? bounded(num, den) : rational(den, num);
}

/** How many decimal digits an integer has, its sign aside. */
export function digits(value: bigint): number {
  return (value < 0n ? -value : value).toString().length;
}

/** Below 0 when a < b, 0 when equal, above 0 when a > b. */
export function compare(a: Rational, b: Rational): -1 | 0 | 1 {
  const left = a.num * b.den;
  const right = b.num * a.den;
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Whether a and b are the same number. */
export function equals(a: Rational, b: Rational): boolean {
  return a.num === b.num && a.den === b.den;
}

/** Below 0, 0 or above 0 as a is. */
export function sign(a: Rational): -1 | 0 | 1 {
  return a.num < 0n ? -1 : a.num > 0n ? 1 : 0;
}

/** Whether a is a whole number. */
export function isInteger(a: Rational): boolean {
  return a.den === 1n;
}

/** The largest integer not above a. */
export function floor(a: Rational): bigint {
  const quotient = a.num / a.den;
  return a.num < 0n && quotient * a.den !== a.num ? quotient - 1n : quotient;
}

/** The smallest integer not below a. */
export function ceil(a: Rational): bigint {
  return -floor(neg(a));
}

/** a rounded to `places` digits after the point (negative: to tens, hundreds ...), halves away from zero, as in school. */
export function round(a: Rational, places = 0): Rational {
  const scale = pow(rational(10n), places);
  const scaled = mul(abs(a), scale);
  const rounded = div(rational(floor(add(scaled, HALF))), scale);
  return a.num < 0n ? neg(rounded) : rounded;
}

/** The nearest double, infinite only beyond the range of doubles. */
export function toNumber(a: Rational): number {
  const shift = Math.max(a.num.toString(2).length, a.den.toString(2).length) - 1_000;
  if (shift <= 0) return Number(a.num) / Number(a.den);
  const top = Number(a.num >> BigInt(shift));
  const bottom = Number(a.den >> BigInt(shift));
  if (bottom > 0 && top !== 0) return top / bottom;
  return bottom > 0 ? 0 : a.num < 0n ? -Infinity : Infinity;
}

/**
 * The exact value of a finite double's shortest decimal form: 0.1 gives 1/10, not the binary fraction behind it.
 * Null for NaN and infinities.
 */
export function fromNumber(value: number): Rational | null {
  return Number.isFinite(value) ? parseRational(String(value)) : null;
}

/** "n" or "n/d", in lowest terms. */
export function toString(a: Rational): string {
  return a.den === 1n ? a.num.toString() : `${a.num}/${a.den}`;
}

/** Decimal text when the decimals end within `places` digits, else null: 1/8 gives "0.125", 1/3 null. `all`: zeros at the end stay. */
export function toDecimal(a: Rational, places = 20, all = false): string | null {
  const scaled = mul(abs(a), pow(rational(10n), places));
  if (scaled.den !== 1n) return null;
  const text = scaled.num.toString().padStart(places + 1, "0");
  const whole = text.slice(0, text.length - places);
  const part = places === 0 ? "" : text.slice(-places).replace(all ? /$/ : /0+$/, "");
  return `${a.num < 0n ? "-" : ""}${whole}${part === "" ? "" : `.${part}`}`;
}

const PLAIN = /^([+-]?)(\d{1,3}(?:,\d{3})+|\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,30}))?$/;

/**
 * Digits as one writes a number: "1,234.50", ".5", "5.", "1e-3", "−4". Thousands are groups of three after commas.
 * Null when the text is not such a number or is past bounds.
 */
export function parseDecimal(text: string): Rational | null {
  if (text.length > MAX_DIGITS) return null;
  const match = PLAIN.exec(text.replace("\u2212", "-").trim());
  if (match === null) return null;
  const [, minus, whole = "", part = "", exponent = "0"] = match;
  const all = whole.replaceAll(",", "") + part;
  if (all === "") return null;
  const value = attempt(() => mul(rational(BigInt(all)), pow(rational(10n), Number(exponent) - part.length)));
  return value !== null && minus === "-" ? neg(value) : value;
}

/**
 * A number as people write one in plain text: a decimal, a fraction "3/4", a mixed number "1 3/4", each perhaps with a percent
 * sign ("12.5%" is 1/8). Null when the text is none of these.
 */
export function parseRational(text: string): Rational | null {
  const trimmed = text.trim();
  if (trimmed.endsWith("%")) {
    const value = parseRational(trimmed.slice(0, -1));
    return value === null ? null : div(value, rational(100n));
  }
  const slash = trimmed.indexOf("/");
  if (slash < 0) return parseDecimal(trimmed);
  const den = parseDecimal(trimmed.slice(slash + 1));
  if (den === null || den.num === 0n) return null;
  const head = trimmed.slice(0, slash).trim();
  const mixed = /^([+-]?\d{1,2048})\s+(\d{1,2048})$/.exec(head);
  if (mixed === null) {
    const num = parseDecimal(head);
    return num === null ? null : attempt(() => div(num, den));
  }
  const [, whole = "0", num = "0"] = mixed;
  const part = attempt(() => div(rational(BigInt(num)), den));
  if (part === null) return null;
  const base = rational(BigInt(whole));
  return attempt(() => (whole.startsWith("-") ? sub(base, part) : add(base, part)));
}

/** What `calculate` gives, or null when it has no exact result within bounds. */
export function attempt<T>(calculate: () => T): T | null {
  try {
    return calculate();
  } catch (error) {
    if (error instanceof RationalError) return null;
    throw error;
  }
}

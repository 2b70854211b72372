import type { Expression } from "../expression.ts";
import * as Q from "../rational.ts";
import type { Rational } from "../rational.ts";

/** From this many digits after the point on, a decimal is taken as a measured or rounded number, not an exact one. */
export const MEASURED_PLACES = 9;

/**
 * The exact rational value of an expression without free variables; null when it has none (variables, irrational parts, a
 * division by zero, a decimal long enough to be a rounded one).
 * @throws RationalError of kind "too many digits" when the value is past bounds.
 */
export function exactValue(node: Expression): Rational | null {
  switch (node.kind) {
    case "number":
      return node.places >= MEASURED_PLACES ? null : node.value;
    case "based":
      return basedValue(node.digits, node.base);
    case "sum":
      return fold(node.terms, Q.add);
    case "product":
      return fold(node.factors, Q.mul);
    case "negative":
      return fold([node.of], (value) => value, Q.neg);
    case "quotient":
      return fold([node.over, node.under], divide);
    case "power":
      return fold([node.base, node.exponent], rationalPower);
    case "quantity":
      return node.unit === "%" ? fold([node.value], (value) => value, percent) : null;
    case "call":
      return exactCall(node.name, node.args);
    case "ratio":
      return node.parts.length === 2 ? fold(node.parts, divide) : null;
    default:
      return null;
  }
}

function fold(
  parts: readonly Expression[],
  join: (a: Rational, b: Rational) => Rational | null,
  last: (value: Rational) => Rational | null = (value) => value,
): Rational | null {
  let result: Rational | null = null;
  for (const part of parts) {
    const value = exactValue(part);
    if (value === null) return null;
    result = result === null ? value : join(result, value);
    if (result === null) return null;
  }
  return result === null ? null : last(result);
}

function divide(a: Rational, b: Rational): Rational | null {
  return b.num === 0n ? null : Q.div(a, b);
}

function percent(value: Rational): Rational {
  return Q.div(value, Q.rational(100n));
}

/** The value of digits in a base, perhaps with a point among them; null when a digit is not of that base. */
export function basedValue(digits: string, base: number): Rational | null {
  let value = 0n;
  for (const character of digits.replace(".", "")) {
    const digit = parseInt(character, 36);
    if (Number.isNaN(digit) || digit >= base) return null;
    value = value * BigInt(base) + BigInt(digit);
  }
  const places = digits.includes(".") ? digits.length - 1 - digits.indexOf(".") : 0;
  return Q.div(Q.rational(value), Q.pow(Q.rational(BigInt(base)), places));
}

function rationalPower(base: Rational, exponent: Rational): Rational | null {
  if (base.num === 0n && exponent.num <= 0n) return null;
  if (exponent.den === 1n) return Q.pow(base, exponent.num);
  if (exponent.den > 64n) return null;
  const root = exactRoot(base, Number(exponent.den));
  return root === null ? null : Q.pow(root, exponent.num);
}

/** The real root of that degree when it is rational, else null. */
export function exactRoot(value: Rational, degree: number): Rational | null {
  if (degree < 1 || (value.num < 0n && degree % 2 === 0)) return null;
  const num = integerRoot(value.num < 0n ? -value.num : value.num, degree);
  const den = integerRoot(value.den, degree);
  if (num === null || den === null) return null;
  return Q.rational(value.num < 0n ? -num : num, den);
}

function integerRoot(value: bigint, degree: number): bigint | null {
  if (value < 2n || degree === 1) return value;
  const power = BigInt(degree);
  let low = 1n;
  let high = 1n << BigInt(Math.ceil(value.toString(2).length / degree) + 1);
  while (low < high) {
    const middle = (low + high) >> 1n;
    if (middle ** power < value) low = middle + 1n;
    else high = middle;
  }
  return low ** power === value ? low : null;
}

function exactCall(name: string, args: readonly Expression[]): Rational | null {
  const values: Rational[] = [];
  for (const arg of args) {
    const value = exactValue(arg);
    if (value === null) return null;
    values.push(value);
  }
  const [a, b] = values;
  if (a === undefined) return null;
  if (values.length > 2 || VARIADIC.has(name)) return variadic(name, values);
  return b === undefined ? exactUnary(name, a) : exactBinary(name, a, b);
}

function exactUnary(name: string, a: Rational): Rational | null {
  switch (name) {
    case "abs":
      return Q.abs(a);
    case "sqrt":
      return exactRoot(a, 2);
    case "floor":
      return Q.rational(Q.floor(a));
    case "ceil":
      return Q.rational(Q.ceil(a));
    case "round":
      return Q.round(a);
    case "sign":
      return Q.rational(Q.sign(a));
    case "factorial":
      return factorial(a, 1n);
    case "doublefactorial":
      return factorial(a, 2n);
    default:
      return null;
  }
}

function exactBinary(name: string, a: Rational, b: Rational): Rational | null {
  switch (name) {
    case "binomial":
    case "permutations":
      return choose(a, b, name === "binomial");
    case "mod":
      return b.num === 0n ? null : Q.sub(a, Q.mul(b, Q.rational(Q.floor(Q.div(a, b)))));
    case "root":
      return b.den === 1n && b.num > 0n && b.num <= 64n ? exactRoot(a, Number(b.num)) : null;
    case "round":
      return b.den === 1n && b.num >= -64n && b.num <= 64n ? Q.round(a, Number(b.num)) : null;
    default:
      return null;
  }
}

const LARGEST_FACTORIAL = 800n;

/** The product of every `step`th whole number up to a. 800! has 1,977 digits, the most within bounds by hundreds. */
function factorial(a: Rational, step: bigint): Rational | null {
  if (a.den !== 1n || a.num < 0n) return null;
  if (a.num > LARGEST_FACTORIAL) throw new Q.RationalError("too many digits");
  let product = 1n;
  for (let factor = a.num; factor > 1n; factor -= step) product *= factor;
  return Q.rational(product);
}

function choose(n: Rational, k: Rational, unordered: boolean): Rational | null {
  if (n.den !== 1n || k.den !== 1n || n.num < 0n || k.num < 0n) return null;
  if (k.num > n.num) return Q.ZERO;
  const few = unordered && n.num - k.num < k.num ? n.num - k.num : k.num;
  if (few > 2_000n) throw new Q.RationalError("too many digits");
  let value = Q.ONE;
  for (let i = 0n; i < few; i++) value = Q.mul(value, Q.rational(n.num - i, unordered ? i + 1n : 1n));
  return value;
}

const VARIADIC = new Set(["min", "max", "gcd", "lcm"]);

function variadic(name: string, values: readonly Rational[]): Rational | null {
  if (name === "min" || name === "max") {
    const wanted = name === "min" ? -1 : 1;
    return values.reduce((best, value) => (Q.compare(value, best) === wanted ? value : best));
  }
  if ((name !== "gcd" && name !== "lcm") || values.some((value) => value.den !== 1n)) return null;
  return Q.rational(
    values
      .map((value) => (value.num < 0n ? -value.num : value.num))
      .reduce((a, b) => (name === "gcd" ? gcd(a, b) : a === 0n || b === 0n ? 0n : (a / gcd(a, b)) * b)),
  );
}

function gcd(a: bigint, b: bigint): bigint {
  return b === 0n ? a : gcd(b, a % b);
}

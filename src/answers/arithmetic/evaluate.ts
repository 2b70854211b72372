import { type Rational, RationalError, floor, isInteger, mul, rational, sub } from "../rational.ts";
import type { BinaryOperator, Node, NumberNode } from "./syntax.ts";
import {
  type Value,
  binomial,
  factorial,
  isGiant,
  minus,
  negative,
  over,
  plus,
  power,
  rootOf,
  times,
} from "./value.ts";

const HUNDRED = rational(100n);
const ONE = rational(1n);

/** One way to read an expression. Each member is about something that people write in more than one sense. */
export interface Reading {
  /** The value of a name, or null when the name is free. */
  readonly name: (name: string) => Value | null;
  /** What a number counts for: its value, or the value it was rounded from, or its value in a base unit. */
  readonly number: (node: NumberNode) => Value;
  /** 25% as 25/100, as plain 25, or after + and - as a part of what stands before. */
  readonly percent: "hundredth" | "plain" | "relative";
  /** How many more operations on giant numbers may be made; shared by the readings of one step. */
  readonly effort: { giants: number };
  /** 2 1/2 and 2\frac{1}{2} as a mixed number, or as a product. */
  readonly mixed: "sum" | "product";
}

/** The usual reading, with no names and no giant numbers. */
export const PLAIN: Reading = {
  name() {
    return null;
  },
  number(node) {
    return node.value;
  },
  effort: Object.freeze({ giants: 0 }),
  percent: "hundredth",
  mixed: "sum",
};

/**
 * The value of an expression under a reading. Null when it has none: a free name, a division by zero, an even root of a negative
 * number, more digits than the bound. Never throws.
 */
export function evaluate(node: Node, reading: Reading): Value | null {
  try {
    return valueOf(node, reading);
  } catch (error) {
    if (error instanceof RationalError) return null;
    throw error;
  }
}

function valueOf(node: Node, reading: Reading): Value | null {
  switch (node.type) {
    case "number":
      return numberValue(node, reading);
    case "name":
      return node.name === "π" ? Math.PI : reading.name(node.name);
    case "group":
      return valueOf(node.of, reading);
    case "negative":
      return mapValue(node.of, reading, negative);
    case "factorial":
      return mapValue(node.of, reading, factorial);
    case "percent":
      return mapValue(node.of, reading, (value) =>
        reading.percent === "plain" ? value : over(value, HUNDRED),
      );
    case "root":
      return root(node.of, node.degree, reading);
    case "binomial":
      return both(node.n, node.k, reading, binomial);
    case "mixed":
      return both(node.whole, node.part, reading, reading.mixed === "sum" ? plus : times);
    case "binary":
      return binary(node.operator, node.left, node.right, reading);
  }
}

function numberValue(node: NumberNode, reading: Reading): Value | null {
  const value = reading.number(node);
  return node.percent && reading.percent !== "plain" ? over(value, HUNDRED) : value;
}

function mapValue(node: Node, reading: Reading, change: (value: Value) => Value | null): Value | null {
  const value = valueOf(node, reading);
  return value === null ? null : change(value);
}

function both(a: Node, b: Node, reading: Reading, join: (a: Value, b: Value) => Value | null): Value | null {
  const left = valueOf(a, reading);
  if (left === null) return null;
  const right = valueOf(b, reading);
  if (right === null || ((isGiant(left) || isGiant(right)) && !spend(reading))) return null;
  const value = join(left, right);
  return value !== null && isGiant(value) && !spend(reading) ? null : value;
}

/** Pays for one operation on giant numbers; false when nothing is left to pay with. */
function spend(reading: Reading): boolean {
  if (reading.effort.giants <= 0) return false;
  reading.effort.giants -= 1;
  return true;
}

function root(of: Node, degree: Node | null, reading: Reading): Value | null {
  if (degree === null) return mapValue(of, reading, (value) => rootOf(value, rational(2n)));
  return both(of, degree, reading, rootOf);
}

function binary(operator: BinaryOperator, left: Node, right: Node, reading: Reading): Value | null {
  switch (operator) {
    case "+":
      return relative(left, right, reading, ONE) ?? both(left, right, reading, plus);
    case "-":
      return relative(left, right, reading, rational(-1n)) ?? both(left, right, reading, minus);
    case "*":
    case "of":
    case "implicit":
      return both(left, right, reading, times);
    case "/":
      return both(left, right, reading, over);
    case "^":
      return both(left, right, reading, power);
    case "mod":
      return both(left, right, reading, remainder);
    case "//":
      return both(left, right, reading, quotient);
  }
}

/** 200 + 10%: in shops, 220. Null where this is not asked for. */
function relative(left: Node, right: Node, reading: Reading, sign: Rational): Value | null {
  if (reading.percent !== "relative" || !isPercent(right) || isPercent(left)) return null;
  return both(left, right, reading, (whole, part) => {
    const change = times(part, sign);
    const factor = change === null ? null : plus(ONE, change);
    return factor === null ? null : times(whole, factor);
  });
}

function isPercent(node: Node): boolean {
  if (node.type === "group") return isPercent(node.of);
  return node.type === "percent" || (node.type === "number" && node.percent);
}

function remainder(a: Value, b: Value): Value | null {
  const whole = quotient(a, b);
  if (whole === null || typeof whole === "number" || typeof a === "number" || typeof b === "number")
    return null;
  return sub(a, mul(whole, b));
}

function quotient(a: Value, b: Value): Value | null {
  if (typeof a === "number" || typeof b === "number" || b.num === 0n) return null;
  if (!isInteger(a) || !isInteger(b)) return null;
  const exact = over(a, b);
  return exact === null || typeof exact === "number" ? null : rational(floor(exact));
}

/** Calls `visit` with every node, parents first. */
export function walk(node: Node, visit: (node: Node) => void): void {
  visit(node);
  for (const child of children(node)) walk(child, visit);
}

function children(node: Node): readonly Node[] {
  switch (node.type) {
    case "number":
    case "name":
      return [];
    case "group":
    case "negative":
    case "factorial":
    case "percent":
      return [node.of];
    case "root":
      return node.degree === null ? [node.of] : [node.of, node.degree];
    case "binomial":
      return [node.n, node.k];
    case "mixed":
      return [node.whole, node.part];
    case "binary":
      return [node.left, node.right];
  }
}

/** Names in an expression, π aside. */
export function namesIn(node: Node): string[] {
  const names: string[] = [];
  walk(node, (part) => {
    if (part.type === "name" && part.name !== "π") names.push(part.name);
  });
  return names;
}

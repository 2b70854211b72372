import { wholeNumber, type Expression } from "../expression.ts";
import { MINUS_ONE, equals, rational } from "../rational.ts";
import { show } from "../show.ts";
import { parseAtom } from "./atom.ts";
import type { Cursor } from "./cursor.ts";
import { parseItems } from "./parse.ts";
import { parsePostfix, parseScript } from "./postfix.ts";
import { PREFIX_FUNCTIONS } from "./names.ts";
import { startsAtom } from "./sum.ts";

/** A known function with its scripts and its argument, bracketed or not: log_2(8), \sin^2 x, \ln|x|. */
export function parseCall(cursor: Cursor): Expression {
  const name = cursor.next().text;
  let lower: Expression | null = null;
  let raised: Expression | null = null;
  while (cursor.isOperator("_", "^")) {
    if (cursor.next().text === "_") lower = parseScript(cursor, false);
    else raised = parseScript(cursor);
  }
  const args = parseArguments(cursor, name);
  return withPower(name, lower, raised, args);
}

function withPower(
  name: string,
  lower: Expression | null,
  raised: Expression | null,
  args: readonly Expression[],
): Expression {
  if (raised === null) return callOf(name, args, lower);
  const inverse = inverseName(name);
  if (inverse !== null && isMinusOne(raised)) return callOf(inverse, args, lower);
  return { kind: "power", base: callOf(name, args, lower), exponent: raised };
}

function inverseName(name: string): string | null {
  if (/^(sin|cos|tan|cot|sec|csc)h?$/.test(name)) return `arc${name}`;
  return name.startsWith("arc") ? name.slice(3) : null;
}

function isMinusOne(node: Expression): boolean {
  if (node.kind === "negative") return node.of.kind === "number" && equals(node.of.value, rational(1n));
  return node.kind === "number" && equals(node.value, MINUS_ONE);
}

/** The call by its canonical name: lg, exp, cbrt and the like become the general function. */
function callOf(name: string, args: readonly Expression[], lower: Expression | null): Expression {
  const [first, second] = args;
  if (first === undefined) return { kind: "call", name, args };
  if (SYMMETRIC.has(name))
    return { kind: "call", name, args: [...args].sort((a, b) => (show(a) < show(b) ? -1 : 1)) };
  switch (name) {
    case "exp":
      return { kind: "power", base: { kind: "constant", name: "e" }, exponent: first };
    case "lg":
      return { kind: "call", name: "log", args: [first, wholeNumber(10n)] };
    case "log":
      return { kind: "call", name: "log", args: lower === null ? args : [first, lower] };
    case "cbrt":
      return { kind: "call", name: "root", args: [first, wholeNumber(3n)] };
    case "root":
      return second === undefined
        ? { kind: "call", name: "sqrt", args: [first] }
        : { kind: "call", name, args: degreeLast(first, second) };
    default:
      return { kind: "call", name, args };
  }
}

/** root(x, 3) and root(3, x): the degree is the whole number; of two, the one that leaves a whole root. */
function degreeLast(first: Expression, second: Expression): readonly Expression[] {
  const [a, b] = [smallWhole(first), smallWhole(second)];
  if (a === null || (b !== null && (isPowerOf(a, b) || !isPowerOf(b, a)))) return [first, second];
  return [second, first];
}

/** A whole number above 1 that may be the degree of a root or what it is taken of; null for anything else. */
function smallWhole(node: Expression): number | null {
  const whole = node.kind === "number" && node.value.den === 1n && node.value.num > 1n;
  return whole && node.value.num < 1_000_000n ? Number(node.value.num) : null;
}

function isPowerOf(value: number, degree: number): boolean {
  return Math.round(value ** (1 / degree)) ** degree === value;
}

/** Functions to which the order of their arguments is nothing. */
const SYMMETRIC = new Set(["gcd", "lcm", "min", "max"]);

function parseArguments(cursor: Cursor, name: string): Expression[] {
  if (cursor.is("open", "(") || (cursor.is("open", "{") && name !== "log") || cursor.is("open", "[")) {
    cursor.next();
    const args = parseItems(cursor);
    if (!cursor.is("close") || args.length === 0) throw cursor.unexpected();
    cursor.next();
    return args;
  }
  if (!PREFIX_FUNCTIONS.has(name)) throw cursor.unexpected();
  return [parseBareArgument(cursor)];
}

/** sin 2x, \cos\frac{\pi}{6}, ln|x|: operands next to each other up to a sign, a bracket or another function. */
function parseBareArgument(cursor: Cursor): Expression {
  if (cursor.take("-")) return { kind: "negative", of: parseBareArgument(cursor) };
  if (cursor.take("+")) return parseBareArgument(cursor);
  const factors = [parsePostfix(cursor, parseAtom(cursor))];
  while (startsAtom(cursor) && !cursor.is("function") && !cursor.is("open", "(") && !cursor.isOperator("|")) {
    factors.push(parsePostfix(cursor, parseAtom(cursor)));
  }
  const [only] = factors;
  return factors.length === 1 && only !== undefined ? only : { kind: "product", factors };
}

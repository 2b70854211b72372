import { symbols, type Expression, type RelationSign } from "../expression.ts";
import { isReal, real } from "../evaluate/complex.ts";
import { compile, NotNumeric } from "../evaluate/numeric.ts";
import { signChanges } from "../evaluate/roots.ts";
import { constantValue } from "./scalars.ts";
import { normal, type Span } from "./spans.ts";
import type { Context } from "./verdict.ts";

/**
 * The solutions of an inequality in one variable: where its sides cross is found numerically, then each stretch is tested. Null
 * where it has another number of variables or no real values.
 */
export function inequality(
  left: Expression,
  right: Expression,
  sign: RelationSign,
  context: Context,
): Span[] | null {
  const names = [...symbols(right, symbols(left))];
  const [name] = names;
  if (names.length !== 1 || name === undefined) return null;
  if (!["<", "<=", ">", ">=", "!=", "="].includes(sign)) return null;
  try {
    return solve(differenceOf(left, right, name, context), sign, shortcut(left, right, context));
  } catch (error) {
    if (error instanceof NotNumeric) return null;
    throw error;
  }
}

function differenceOf(
  left: Expression,
  right: Expression,
  name: string,
  context: Context,
): (x: number) => number {
  const [a, b] = [left, right].map((side) => compile(side, context.budget, context.logBase));
  if (a === undefined || b === undefined) throw new NotNumeric("a side is missing");
  return (x) => {
    const point = new Map([[name, real(x)]]);
    const [p, q] = [a(point), b(point)];
    if (!isReal(p) || !isReal(q)) return NaN;
    return Math.abs(p.re - q.re) <= p.error + q.error ? 0 : p.re - q.re;
  };
}

/** The exact crossing of a bare variable with a constant. */
function shortcut(left: Expression, right: Expression, context: Context): number | null {
  if (left.kind === "symbol") return constantValue(right, context);
  return right.kind === "symbol" ? constantValue(left, context) : null;
}

function solve(f: (x: number) => number, sign: RelationSign, only: number | null): Span[] {
  const crossings = only === null ? signChanges(f) : [only];
  const extra =
    only === null ? Array.from({ length: 41 }, (_, index) => index - 20).filter((x) => f(x) === 0) : [];
  const breaks = [...new Set([...crossings, ...extra].filter(Number.isFinite))]
    .sort((a, b) => a - b)
    .filter((x, i, all) => i === 0 || x - (all[i - 1] ?? 0) > 1e-9);
  const spans: Span[] = [];
  const edges = [-Infinity, ...breaks, Infinity];
  for (const [index, from] of edges.entries()) {
    const to = edges[index + 1];
    if (Number.isFinite(from) && holds(atCrossing(f, from), sign))
      spans.push({ from, to: from, fromIn: true, toIn: true });
    if (to !== undefined && holds(f(between(from, to)), sign))
      spans.push({ from, to, fromIn: false, toIn: false });
  }
  return normal(spans);
}

/** The difference at a crossing: 0 where it is a root, NaN at a pole or the end of the domain. */
function atCrossing(f: (x: number) => number, x: number): number {
  const value = f(x);
  const step = 1e-7 * Math.max(1, Math.abs(x));
  const scale = Math.min(Math.abs(f(x - step)), Math.abs(f(x + step)));
  return Number.isNaN(value) ? NaN : Math.abs(value) <= Math.max(1e-4, 10 * scale) ? 0 : NaN;
}

function between(from: number, to: number): number {
  if (from === -Infinity) return to === Infinity ? 0.318 : to - 1.37 - Math.abs(to) * 0.1;
  return to === Infinity ? from + 1.37 + Math.abs(from) * 0.1 : from + (to - from) * 0.471;
}

function holds(difference: number, sign: RelationSign): boolean {
  switch (sign) {
    case "<":
      return difference < 0;
    case "<=":
      return difference <= 0;
    case ">":
      return difference > 0;
    case ">=":
      return difference >= 0;
    case "!=":
      return difference < 0 || difference > 0;
    default:
      return difference === 0;
  }
}

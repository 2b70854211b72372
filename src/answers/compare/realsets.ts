import { symbols, type Expression, type RelationSign } from "../expression.ts";
import { isReal, real } from "../evaluate/complex.ts";
import { compile, NotNumeric } from "../evaluate/numeric.ts";
import { signChanges } from "../evaluate/roots.ts";
import { show } from "../show.ts";
import { constantValue } from "./scalars.ts";
import { different, equal, type Context, type Verdict } from "./verdict.ts";

/** A stretch of the real line; a single point when both ends are the same. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly fromIn: boolean;
  readonly toIn: boolean;
}

const LINE: Span = { from: -Infinity, to: Infinity, fromIn: false, toIn: false };

const ABOVE: Span = { ...LINE, from: 0 };
const BELOW: Span = { ...LINE, to: 0 };
/** ℝ and, by their index, its parts: ℝ^+ without 0. */
const NAMED_SETS: ReadonlyMap<string, Span[]> = new Map([
  ["ℝ", [LINE]],
  ["ℝ_+", [ABOVE]],
  ["ℝ_-", [BELOW]],
  ["ℝ_>0", [ABOVE]],
  ["ℝ_<0", [BELOW]],
  ["ℝ_>=0", [{ ...ABOVE, fromIn: true }]],
  ["ℝ_<=0", [{ ...BELOW, toIn: true }]],
]);

/** The set of real numbers a node stands for: intervals, sets, unions, inequalities in one variable. Null when it is none. */
export function realSet(node: Expression, context: Context): Span[] | null {
  switch (node.kind) {
    case "bracketed":
      return interval(node.items, node.open === "[", node.close === "]", context);
    case "set":
      return points(node.items, context);
    case "join":
      return joined(node, context);
    case "relation":
      return relationSet(node.sides.map(withPlainNames), node.signs, context);
    case "builder":
      return builderSet(node.element, node.condition, context);
    case "list":
      return listSet(node.items, node.connector, context);
    case "symbol":
      return NAMED_SETS.get(node.name) ?? null;
    case "power":
      return node.base.kind === "symbol" && node.base.name === "ℝ" && node.exponent.kind === "symbol"
        ? (NAMED_SETS.get(`ℝ_${node.exponent.name}`) ?? null)
        : null;
    case "text":
      return /^(all )?(real numbers|reals|real number)$/i.test(node.text) ? [LINE] : null;
    default:
      return null;
  }
}

function interval(
  items: readonly Expression[],
  fromIn: boolean,
  toIn: boolean,
  context: Context,
): Span[] | null {
  const [first, second, third] = items;
  if (first === undefined || second === undefined || third !== undefined) return null;
  const from = constantValue(first, context);
  const to = constantValue(second, context);
  if (from === null || to === null || from > to) return null;
  return from === to && !(fromIn && toIn)
    ? null // (1, 1) is a point, no interval
    : [{ from, to, fromIn: fromIn && from !== -Infinity, toIn: toIn && to !== Infinity }];
}

function points(items: readonly Expression[], context: Context): Span[] | null {
  const values = items.map((item) => constantValue(item, context));
  if (!values.every((value) => value !== null)) return null;
  return normal(values.map((value) => ({ from: value, to: value, fromIn: true, toIn: true })));
}

function joined(node: Extract<Expression, { kind: "join" }>, context: Context): Span[] | null {
  const left = realSet(node.left, context);
  const right = realSet(node.right, context);
  if (left === null || right === null) return null;
  if (node.sign === "union") return normal([...left, ...right]);
  return node.sign === "minus" ? intersect(left, complement(right)) : intersect(left, right);
}

/** {x | ...} and {x ∈ S | ...} of a letter by itself, which is what the condition is about. */
function builderSet(element: Expression, condition: Expression, context: Context): Span[] | null {
  const isFrom = element.kind === "relation" && element.signs[0] === "in";
  const [name, within] = isFrom ? element.sides : [element];
  const [of, more] = symbols(condition);
  if (name?.kind !== "symbol" || name.name !== of || more !== undefined) return null;
  const set = realSet(condition, context);
  if (set === null || !isFrom) return set;
  const outer = within === undefined ? null : realSet(within, context);
  return outer === null ? null : intersect(set, outer);
}

/** Conditions joined by "or" are a union; by "and" or commas what all allow, unless nothing is allowed by all. */
function listSet(items: readonly Expression[], connector: string, context: Context): Span[] | null {
  const names = new Set(items.flatMap((item) => [...symbols(item)]));
  if (names.size > 1) return null;
  if (!items.every((item) => item.kind === "relation" || item.kind === "bracketed" || item.kind === "join"))
    return null;
  const sets = items.map((item) => realSet(item, context));
  if (!sets.every((set) => set !== null)) return null;
  if (items.some((item) => item.kind !== "relation")) return connector === "," ? null : normal(sets.flat());
  const common = sets.reduce((left, right) => intersect(left, right));
  return connector === "or" || (common.length === 0 && connector !== "and") ? normal(sets.flat()) : common;
}

/** f(x) as one variable, so that 0 < f(x) < 1 is an interval. */
function withPlainNames(side: Expression): Expression {
  return side.kind === "apply" && symbols(side).size > 0 ? { kind: "symbol", name: show(side) } : side;
}

function relationSet(
  sides: readonly Expression[],
  signs: readonly RelationSign[],
  context: Context,
): Span[] | null {
  let result: Span[] = [LINE];
  for (const [index, sign] of signs.entries()) {
    const [left, right] = [sides[index], sides[index + 1]];
    if (left === undefined || right === undefined) return null;
    const part =
      sign === "in" || sign === "notin"
        ? membership(left, right, sign, context)
        : inequality(left, right, sign, context);
    if (part === null) return null;
    result = intersect(result, part);
  }
  return result;
}

function membership(
  left: Expression,
  right: Expression,
  sign: "in" | "notin",
  context: Context,
): Span[] | null {
  if (left.kind !== "symbol") return null;
  const set = realSet(right, context);
  return set === null || sign === "in" ? set : complement(set);
}

/** The solutions of an inequality in one variable: where its sides cross is found numerically, then each stretch is tested. */
function inequality(
  left: Expression,
  right: Expression,
  sign: RelationSign,
  context: Context,
): Span[] | null {
  const names = [...symbols(right, symbols(left))];
  const [name] = names;
  if (names.length !== 1 || name === undefined) return null;
  if (!["<", "<=", ">", ">=", "!=", "="].includes(sign)) return null;
  let difference: (x: number) => number;
  try {
    difference = differenceOf(left, right, name, context);
    return solve(difference, sign, shortcut(left, right, context));
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

/** Sorted, with spans that touch joined. */
export function normal(spans: readonly Span[]): Span[] {
  const sorted = [...spans].sort((a, b) => a.from - b.from || Number(b.fromIn) - Number(a.fromIn));
  const result: Span[] = [];
  for (const span of sorted) {
    const last = result.at(-1);
    const touches =
      last !== undefined && (span.from < last.to || (near(span.from, last.to) && (span.fromIn || last.toIn)));
    if (!touches) result.push(span);
    else result[result.length - 1] = { ...last, ...laterEnd(last, span) };
  }
  return result;
}

function laterEnd(a: Span, b: Span): Pick<Span, "to" | "toIn"> {
  if (near(a.to, b.to)) return { to: a.to, toIn: a.toIn || b.toIn };
  return a.to > b.to ? { to: a.to, toIn: a.toIn } : { to: b.to, toIn: b.toIn };
}

/** What a set leaves of the real line. */
export function complement(spans: readonly Span[]): Span[] {
  const result: Span[] = [];
  let from = -Infinity;
  let fromIn = false;
  for (const span of normal(spans)) {
    if (span.from > from || (span.from === from && fromIn && !span.fromIn))
      result.push({ from, to: span.from, fromIn, toIn: !span.fromIn && span.from !== -Infinity });
    from = span.to;
    fromIn = !span.toIn;
  }
  if (from < Infinity) result.push({ from, to: Infinity, fromIn: fromIn && from !== -Infinity, toIn: false });
  return result.filter((span) => span.from < span.to || (span.fromIn && span.toIn));
}

function intersect(left: readonly Span[], right: readonly Span[]): Span[] {
  return complement([...complement(left), ...complement(right)]);
}

function near(a: number, b: number): boolean {
  return (
    a === b || (Number.isFinite(a - b) && Math.abs(a - b) <= 1e-8 * Math.max(1, Math.abs(a), Math.abs(b)))
  );
}

/** Whether two sets are the same stretches of the line, ends and all. */
export function sameSet(a: readonly Span[], b: readonly Span[]): boolean {
  return (
    a.length === b.length &&
    a.every((span, index) => {
      const other = b[index];
      return (
        other !== undefined &&
        near(span.from, other.from) &&
        near(span.to, other.to) &&
        span.fromIn === other.fromIn &&
        span.toIn === other.toIn
      );
    })
  );
}

/** Compares two answers as sets of real numbers; null when one of them is none. */
export function compareAsSets(gold: Expression, pred: Expression, context: Context): Verdict | null {
  const a = realSet(gold, context);
  const b = a === null ? null : realSet(pred, context);
  if (a === null || b === null) return null;
  return sameSet(a, b) ? equal("equal as sets of real numbers") : different("different sets of real numbers");
}

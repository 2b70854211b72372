import { symbols, type Expression, type RelationSign } from "../expression.ts";
import { show } from "../show.ts";
import { inequality } from "./inequalities.ts";
import { constantValue } from "./scalars.ts";
import { complement, intersect, LINE, normal, sameSet, type Span } from "./spans.ts";
import { different, equal, type Context, type Verdict } from "./verdict.ts";

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

/** Compares two answers as sets of real numbers; null when one of them is none. */
export function compareAsSets(gold: Expression, pred: Expression, context: Context): Verdict | null {
  const a = realSet(gold, context);
  const b = a === null ? null : realSet(pred, context);
  if (a === null || b === null) return null;
  return sameSet(a, b) ? equal("equal as sets of real numbers") : different("different sets of real numbers");
}

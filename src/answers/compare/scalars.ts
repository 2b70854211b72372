import { children, some, symbols, variables, type Expression } from "../expression.ts";
import { show } from "../show.ts";
import { exactValue } from "../evaluate/exact.ts";
import { distance, isReal, real, size } from "../evaluate/complex.ts";
import { compile, isDerivative, NotNumeric, type Evaluate } from "../evaluate/numeric.ts";
import { match, sample, samplePoint } from "../evaluate/sample.ts";
import { equals, RationalError, toNumber, type Rational } from "../rational.ts";
import { compareRounded, type Known } from "./rounding.ts";
import { different, equal, unsure, type Context, type Verdict } from "./verdict.ts";

/** Points that must agree before two expressions count as equal. */
const ENOUGH_POINTS = 4;

/** Compares two expressions that are one value each. */
export function compareScalars(gold: Expression, pred: Expression, context: Context): Verdict {
  try {
    const verdict =
      compareInfinite(gold, pred) ??
      compareBased(gold, pred) ??
      compareExact(gold, pred) ??
      compareNumerically(gold, pred, context);
    if (verdict.equal !== false || !context.budget.stoodFor) return verdict;
    const settled = settledAtIntegers(gold, pred, context);
    if (settled !== null) return settled;
    return leftOver(gold) === leftOver(pred)
      ? verdict
      : unsure("not comparable: a sum, integral, limit or derivative is left to work out");
  } catch (error) {
    if (error instanceof NotNumeric) return unsure(`not comparable: ${error.message}`);
    if (error instanceof RationalError) return unsure(`not comparable: ${error.message}`);
    throw error;
  }
}

/** 1 or -1 for plus or minus infinity, 0 for all else. */
export function infinite(node: Expression): -1 | 0 | 1 {
  if (node.kind === "constant") return node.name === "infinity" ? 1 : 0;
  if (node.kind !== "negative") return 0;
  const inner = infinite(node.of);
  return inner === 0 ? 0 : inner === 1 ? -1 : 1;
}

function compareInfinite(gold: Expression, pred: Expression): Verdict | null {
  const [a, b] = [infinite(gold), infinite(pred)];
  if (a === 0 && b === 0) return null;
  return a === b ? equal("both infinite") : different("only one is that infinity");
}

/** Numerals with their base: the base may be left out, but the same amount in another base is no plain yes. */
function compareBased(gold: Expression, pred: Expression): Verdict | null {
  if (gold.kind !== "based" && pred.kind !== "based") return null;
  if (gold.kind === "based" && pred.kind === "based" && gold.base === pred.base) {
    const [a, b] = [exactValue(gold), exactValue(pred)];
    const same = gold.digits === pred.digits || (a !== null && b !== null && equals(a, b));
    return same ? equal("equal numerals") : different("different numerals");
  }
  const [a, b] = [digitsOf(gold), digitsOf(pred)];
  if (a !== null && a === b && (gold.kind !== "based" || pred.kind !== "based"))
    return equal("the same digits, one without its base");
  const [left, right] = [exactValue(gold), exactValue(pred)];
  return left !== null && right !== null && equals(left, right)
    ? unsure("equal in another base")
    : different("different numbers");
}

function digitsOf(node: Expression): string | null {
  if (node.kind === "based") return node.digits;
  return node.kind === "number" && node.value.den === 1n ? node.value.num.toString() : null;
}

function compareExact(gold: Expression, pred: Expression): Verdict | null {
  const a = exactValue(gold);
  const b = exactValue(pred);
  if (a === null || b === null) return null;
  if (equals(a, b)) return equal("equal as numbers");
  return compareRounded(gold, pred, known(a), known(b));
}

function known(exact: Rational): Known {
  return { exact, near: toNumber(exact) };
}

function compareNumerically(gold: Expression, pred: Expression, context: Context): Verdict {
  const a = compile(gold, context.budget, context.logBase);
  const b = compile(pred, context.budget, context.logBase);
  const names = variables([gold, pred]);
  if (names.length === 0) return compareConstants(gold, pred, a, b);
  const found = sample(a, b, names, some(gold, isComplexCall) || some(pred, isComplexCall));
  if (found.difference !== null) return different(`different expressions, as at ${at(found.difference)}`);
  if (found.same >= ENOUGH_POINTS) return equal(`equal expressions (the same at ${found.same} points)`);
  const counting = names.every((name) => COUNTING.test(name)) ? compareAtIntegers(a, b, names) : null;
  if (counting !== null) return counting;
  if (found.apart >= 2 * ENOUGH_POINTS) return different("only one has real values");
  return unsure("not comparable: no common domain found");
}

/** A function that does nothing to real numbers, or all to their signs: only other numbers show what it does. */
function isComplexCall(node: Expression): boolean {
  return node.kind === "call" && ["conj", "re", "im"].includes(node.name);
}

/** The sums, integrals, limits and derivatives in an expression, by their ends: where these differ, values stood in for them prove nothing. */
function leftOver(node: Expression): string {
  const own =
    node.kind === "bound" && node.sign !== "limit"
      ? `${node.sign} ${[node.lower, node.upper].map((end) => (end === null ? "" : show(end))).join(" ")};`
      : node.kind === "bound" || (node.kind === "apply" && isDerivative(node.name))
        ? `${node.kind};`
        : "";
  return own + children(node).map(leftOver).join("");
}

const COUNTING = /^[nkmNKM]$/;

/** Sums and products up to a counting letter, worked out at whole numbers; null when something is left to work out there too. */
function settledAtIntegers(gold: Expression, pred: Expression, context: Context): Verdict | null {
  const names = variables([gold, pred]);
  if (!names.some((name) => COUNTING.test(name))) return null;
  const budget = { left: context.budget.left, stoodFor: false };
  const [a, b] = [compile(gold, budget, context.logBase), compile(pred, budget, context.logBase)];
  const verdict = compareAtIntegers(a, b, names);
  context.budget.left = budget.left;
  return budget.stoodFor ? null : verdict;
}

/** Expressions that have no common real domain, such as (-1)^n, at whole numbers for their counting letters. Null when undefined there too. */
function compareAtIntegers(a: Evaluate, b: Evaluate, names: readonly string[]): Verdict | null {
  let agreed = 0;
  for (let start = 1; start <= 8; start++) {
    const point = samplePoint(names, start);
    for (const [index, name] of names.entries())
      if (COUNTING.test(name)) point.set(name, real(start + 3 * index));
    const found = match(a(point), b(point));
    if (found === "different") return different(`different expressions, as at ${at(point)}`);
    if (found === "same") agreed += 1;
  }
  return agreed >= ENOUGH_POINTS ? equal("equal for whole numbers") : null;
}

function at(point: ReadonlyMap<string, { re: number }>): string {
  return [...point].map(([name, value]) => `${name} = ${Number(value.re.toPrecision(4))}`).join(", ");
}

/** Relative difference up to which two values within reach of their errors count as the same. */
const NEAR = 1e-12;

function compareConstants(gold: Expression, pred: Expression, a: Evaluate, b: Evaluate): Verdict {
  const [left, right] = [a(new Map()), b(new Map())];
  const found = match(left, right);
  if (found === "undefined") return unsure("not comparable: undefined");
  const scale = Math.max(size(left), size(right), 1e-3);
  const near = found === "blurred" && distance(left, right) <= NEAR * scale;
  if (found === "same" || near) return equal("equal as numbers");
  if (found === "blurred" && left.error + right.error > 1e-6 * scale)
    return unsure("not comparable: too imprecise");
  if (!isReal(left) || !isReal(right)) return different("different numbers");
  return compareRounded(
    gold,
    pred,
    { exact: exactValue(gold), near: left.re },
    { exact: exactValue(pred), near: right.re },
  );
}

/** The real value of a constant expression as a double, infinities included; null when it has none. */
export function constantValue(node: Expression, context: Context): number | null {
  const sign = infinite(node);
  if (sign !== 0) return sign * Infinity;
  if (symbols(node).size > 0) return null;
  try {
    const value = compile(node, context.budget, context.logBase)(new Map([["", real(0)]]));
    return isReal(value) && Number.isFinite(value.re) ? value.re : null;
  } catch (error) {
    if (error instanceof NotNumeric || error instanceof RationalError) return null;
    throw error;
  }
}

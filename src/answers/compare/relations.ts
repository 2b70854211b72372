import { variables, type Expression, type Relation, type RelationSign } from "../expression.ts";
import { add, distance, divide, isReal, negate, real, size, type Complex } from "../evaluate/complex.ts";
import { compile, NotNumeric, type Evaluate } from "../evaluate/numeric.ts";
import { COARSE_GRID, signChanges } from "../evaluate/roots.ts";
import { samplePoint, TRIALS } from "../evaluate/sample.ts";
import { RationalError } from "../rational.ts";
import { compareScalars } from "./scalars.ts";
import { all, different, equal, unsure, type Context, type Verdict } from "./verdict.ts";

type Pair = readonly [left: Expression, right: Expression];

/** An inequality with its larger side last, or an equation. `strict` is whether equality is left out. */
interface Standard {
  readonly sides: Pair;
  readonly kind: "equation" | "inequation" | "order";
  readonly strict: boolean;
}

/** Compares two relations of two sides each as conditions: the same solutions make them equal. */
export function compareConditions(gold: Relation, pred: Relation, context: Context): Verdict {
  const [a, b] = [standard(gold), standard(pred)];
  if (a === null || b === null) return unsure("not comparable: chains of relations");
  if (a.kind !== b.kind || a.strict !== b.strict) return different("different kinds of relation");
  try {
    return compareStandard(a, b, context);
  } catch (error) {
    if (error instanceof NotNumeric || error instanceof RationalError)
      return unsure(`not comparable: ${error.message}`);
    throw error;
  }
}

function standard(relation: Relation): Standard | null {
  const [left, right] = relation.sides;
  const [sign] = relation.signs;
  if (left === undefined || right === undefined || sign === undefined || relation.signs.length !== 1)
    return null;
  const flipped = sign === ">" || sign === ">=";
  const kind = kindOf(sign);
  return kind === null
    ? null
    : { sides: flipped ? [right, left] : [left, right], kind, strict: sign === "<" || sign === ">" };
}

function kindOf(sign: RelationSign): Standard["kind"] | null {
  if (sign === "=" || sign === "~") return "equation";
  if (sign === "!=") return "inequation";
  return sign === "<" || sign === "<=" || sign === ">" || sign === ">=" ? "order" : null;
}

function compareStandard(a: Standard, b: Standard, context: Context): Verdict {
  const [f, g] = [difference(a.sides, context), difference(b.sides, context)];
  const names = variables([...a.sides, ...b.sides]);
  if (names.length === 0) return compareClosed(a, b, context);
  const proportion = compareRatio(f, g, names, a.kind === "equation");
  if (proportion === "constant" || (proportion === "negative" && a.kind !== "order"))
    return equal(`equal as ${a.kind === "order" ? "inequalities" : "equations"}`);
  if (proportion === "negative") return different("the inequality points the other way");
  if (proportion === "one vanishes") return different("only one holds everywhere");
  if (a.kind === "order" && truthDiffers(f, g, names)) return different("different inequalities");
  return compareSolutions(f, g, names, a.kind);
}

/** Relations without variables: the same sides, in either order where order is nothing. */
function compareClosed(a: Standard, b: Standard, context: Context): Verdict {
  const [left, right] = a.sides;
  const straight = all(
    [compareScalars(left, b.sides[0], context), compareScalars(right, b.sides[1], context)],
    "equal sides",
  );
  if (straight.equal === true || a.kind === "order") return straight;
  const crossed = all(
    [compareScalars(left, b.sides[1], context), compareScalars(right, b.sides[0], context)],
    "equal sides",
  );
  return crossed.equal === true ? crossed : straight;
}

function difference(sides: Pair, context: Context): Evaluate {
  const left = compile(sides[0], context.budget, context.logBase);
  const right = compile(sides[1], context.budget, context.logBase);
  return (point) => add(left(point), negate(right(point)));
}

type Proportion = "constant" | "negative" | "one vanishes" | "none";

/** Whether f is a constant multiple of g wherever both are defined and real; of equations that never are, wherever both are defined. */
function compareRatio(f: Evaluate, g: Evaluate, names: readonly string[], isEquation: boolean): Proportion {
  const found = compareRealRatio(f, g, names);
  return found === null ? (isEquation ? compareComplexRatio(f, g, names) : "none") : found;
}

function compareComplexRatio(f: Evaluate, g: Evaluate, names: readonly string[]): Proportion {
  let ratio: Complex | null = null;
  let seen = 0;
  for (let trial = 0; trial < TRIALS; trial++) {
    const point = samplePoint(names, trial);
    const value = divide(f(point), g(point));
    if (!Number.isFinite(value.re) || value.error > 1e-6 * size(value)) continue;
    ratio ??= value;
    if (distance(value, ratio) > 4 * (value.error + ratio.error)) return "none";
    seen += 1;
  }
  return seen >= 4 ? "constant" : "none";
}

/** Null when no point has both real. */
function compareRealRatio(f: Evaluate, g: Evaluate, names: readonly string[]): Proportion | null {
  let ratio: { value: number; error: number } | null = null;
  let seen = 0;
  let zeros = 0;
  for (let trial = 0; trial < TRIALS; trial++) {
    const point = samplePoint(names, trial);
    const [p, q] = [f(point), g(point)];
    if (!usable(p) || !usable(q)) continue;
    const [pZero, qZero] = [size(p) <= p.error, size(q) <= q.error];
    if (pZero && qZero) zeros += 1;
    if (pZero !== qZero && Math.max(size(p) / (p.error || 1e-300), size(q) / (q.error || 1e-300)) > 8)
      return "one vanishes";
    if (pZero || qZero) continue;
    const value = p.re / q.re;
    const error = Math.abs(value) * (p.error / size(p) + q.error / size(q) + 1e-14);
    if (ratio !== null && Math.abs(value - ratio.value) > 4 * (error + ratio.error)) return "none";
    if (error <= 1e-6 * Math.abs(value)) seen += 1;
    if (ratio === null || error < ratio.error) ratio = { value, error };
  }
  if (ratio === null) return zeros > 2 ? "constant" : zeros > 0 ? "none" : null;
  if (seen < 4 && !(names.length === 0 && seen > 0)) return "none";
  return ratio.value > 0 ? "constant" : "negative";
}

function usable(value: Complex): boolean {
  return Number.isFinite(value.re) && Number.isFinite(value.im) && isReal(value);
}

function truthDiffers(f: Evaluate, g: Evaluate, names: readonly string[]): boolean {
  for (let trial = 0; trial < TRIALS; trial++) {
    const point = samplePoint(names, trial);
    const [p, q] = [f(point), g(point)];
    if (usable(p) && usable(q) && size(p) > p.error && size(q) > q.error && p.re < 0 !== q.re < 0)
      return true;
  }
  return false;
}

const ENOUGH_SOLUTIONS = 3;

/** Solves each for each variable in turn, at fixed values of the others, and checks the solutions in the other. */
function compareSolutions(
  f: Evaluate,
  g: Evaluate,
  names: readonly string[],
  kind: Standard["kind"],
): Verdict {
  const [ofF, ofG] = [checkSolutions(f, g, names), checkSolutions(g, f, names)];
  const count = (outcome: Outcome): number => ofF[outcome] + ofG[outcome];
  if (count("fails") > 0)
    return different(kind === "order" ? "different inequalities" : "different solutions");
  if (names.length > 1 && (ofF.holds === 0 || ofG.holds === 0))
    return unsure("not comparable: no solutions found");
  if (count("other order") > 0) return unsure("the same solutions, counted another way");
  if (count("undefined") > 0) return unsure("the same solutions where both are defined");
  const enough = names.length === 1 ? 2 : 2 * ENOUGH_SOLUTIONS;
  if (count("holds") >= enough) return equal("equal as conditions (the same solutions)");
  return unsure("not comparable: too few solutions found");
}

/** What becomes of a solution of one equation in another. */
type Outcome = "holds" | "other order" | "undefined" | "fails" | "no root";

/** How many solutions of f solve g too, or what else; up to the first that doesn't. */
function checkSolutions(f: Evaluate, g: Evaluate, names: readonly string[]): Record<Outcome, number> {
  const counts: Record<Outcome, number> = {
    holds: 0,
    "other order": 0,
    undefined: 0,
    fails: 0,
    "no root": 0,
  };
  for (const [index, name] of names.entries()) {
    for (let trial = 0; trial < (names.length === 1 ? 1 : 3); trial++) {
      const others = samplePoint(names, 3 * trial + index);
      const at = (evaluate: Evaluate, x: number): Complex => evaluate(others.set(name, real(x)));
      const valueAt = (evaluate: Evaluate) => (x: number) => {
        const value = at(evaluate, x);
        return isReal(value) ? value.re : NaN;
      };
      for (const root of signChanges(valueAt(f), COARSE_GRID)) {
        const outcome = checkRoot(
          (x) => at(f, x),
          (x) => at(g, x),
          root,
        );
        counts[outcome] += 1;
        if (outcome === "fails") return counts;
      }
    }
  }
  return counts;
}

function checkRoot(f: (x: number) => Complex, g: (x: number) => Complex, root: number): Outcome {
  const step = 1e-4 * Math.max(1, Math.abs(root));
  const scale = distance(f(root + step), f(root - step));
  if (!(size(f(root)) <= 1e-6 * scale + f(root).error)) return "no root"; // a pole or a jump
  const value = g(root);
  if (!usable(value) || value.strayed) return "undefined";
  const sideways = Math.max(distance(g(root + step), value), distance(g(root - step), value));
  if (size(value) > 1e-4 * sideways + value.error) return "fails";
  const growth = (h: number): number => size(g(root + h)) / size(f(root + h));
  const change = growth(10 * step) / growth(step);
  return change > 4 || change < 0.25 ? "other order" : "holds";
}

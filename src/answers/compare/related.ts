import { isScalar, symbols, type Expression, type Relation, type RelationSign } from "../expression.ts";
import { chainValue, labelled, renamed } from "./labels.ts";
import { compareOrdered, compareUnordered } from "./lists.ts";
import { compareAsSets } from "./realsets.ts";
import { compareConditions } from "./relations.ts";
import { same } from "./same.ts";
import { different, unsure, type Context, type Verdict } from "./verdict.ts";

/** Compares two answers of which at least one is a relation. */
export function compareRelations(gold: Expression, pred: Expression, context: Context): Verdict {
  const [a, b] = [labelled(gold), labelled(pred)];
  if (a !== null && b !== null && gold.kind === "relation" && pred.kind === "relation") {
    return compareLabelled(gold, pred, a, b, context);
  }
  if (gold.kind === "relation" && pred.kind === "relation") return compareTwoRelations(gold, pred, context);
  if (a !== null && pred.kind !== "relation") return withoutLabel(same(a.value, pred, context));
  if (b !== null && gold.kind !== "relation") return withoutLabel(same(gold, b.value, context));
  return relationWithOther(gold, pred, context);
}

function withoutLabel(verdict: Verdict): Verdict {
  return verdict.equal === true
    ? { equal: true, reason: `${verdict.reason}; only one is labelled` }
    : verdict;
}

interface Side {
  readonly label: Expression;
  readonly value: Expression;
}

function compareLabelled(gold: Relation, pred: Relation, a: Side, b: Side, context: Context): Verdict {
  const alike = renamed(b.label, a.label);
  const values = same(a.value, alike === null ? b.value : alike(b.value), context);
  const labels = alike !== null || sameLabel(a.label, b.label, context) || namesOneCurve(a.label, b.label);
  if (labels && values.equal === true)
    return { equal: true, reason: `${values.reason}, with the same label` };
  if (gold.signs.length > 1 || pred.signs.length > 1 || !isScalar(a.value) || !isScalar(b.value)) {
    return values.equal === true && !labels ? unsure("equal values with different labels") : values;
  }
  const conditions = compareConditions(gold, pred, context);
  if (conditions.equal === true) return conditions;
  if (values.equal === true && (a.label.kind === "text" || b.label.kind === "text"))
    return unsure("equal values with different labels");
  return labels ? values : conditions;
}

/** y = ... against f(x) = ... */
function namesOneCurve(a: Expression, b: Expression): boolean {
  const [curve, other] = a.kind === "apply" ? [a, b] : [b, a];
  return curve.kind === "apply" && other.kind === "symbol" && other.name === "y";
}

function sameLabel(a: Expression, b: Expression, context: Context): boolean {
  if (a.kind === "symbol" && b.kind === "symbol") return derivative(a.name) === derivative(b.name);
  return same(a, b, context).equal === true;
}

/** y' for dy/dx, y'' for d2y/dx2; any other name as it is. */
function derivative(name: string): string {
  return name.replace(/^d(\d?)([a-z]+)\/d[xt]\d?$/, (_, order: string, of: string) =>
    of.concat("'".repeat(Number(order || 1))),
  );
}

function compareTwoRelations(gold: Relation, pred: Relation, context: Context): Verdict {
  if (gold.signs.some(isStructural) || pred.signs.some(isStructural))
    return compareSides(gold, pred, context);
  const [a, b] = [rising(gold), rising(pred)];
  if (a.signs.length === 1 && b.signs.length === 1) {
    const verdict = compareConditions(a, b, context);
    if (verdict.equal === true) return verdict;
    const equations = isEquation(a) && isEquation(b);
    const sets = equations ? null : compareAsSets(a, b, context);
    if (sets?.equal === true) return sets;
    if (verdict.equal === false) return verdict;
    const sides = equations
      ? compareUnordered(a.sides, b.sides, context, "equations")
      : compareSides(a, b, context);
    return sides.equal === true ? sides : verdict;
  }
  return compareSides(a, b, context);
}

function isEquation(relation: Relation): boolean {
  return relation.signs.every((sign) => sign === "=");
}

/** A chain of > and ≥ turned round. */
function rising(relation: Relation): Relation {
  if (!relation.signs.every((sign) => sign === ">" || sign === ">=")) return relation;
  const signs = relation.signs.map((sign): RelationSign => (sign === ">" ? "<" : "<="));
  return { ...relation, signs: signs.reverse(), sides: [...relation.sides].reverse() };
}

function isStructural(sign: string): boolean {
  return ["in", "notin", "subset", "subseteq"].includes(sign);
}

/** Relations by what they allow, else side by side: x ∈ A against x ∈ A, a < b < c against a < b < c. */
function compareSides(gold: Relation, pred: Relation, context: Context): Verdict {
  const sets = compareAsSets(gold, pred, context);
  if (sets !== null)
    return sets.equal === true && otherVariable(gold, pred) ? different("about another variable") : sets;
  if (gold.signs.join() !== pred.signs.join()) return different("different kinds of relation");
  if (gold.sides.length !== pred.sides.length) return different("chains of different length");
  const allEqual = gold.signs.every((sign) => sign === "=");
  if (allEqual) return compareUnordered(gold.sides, pred.sides, context, "chains of equations");
  return compareOrdered(gold.sides, pred.sides, context, "relations");
}

/** Whether each is about one variable, and not the same. */
function otherVariable(gold: Relation, pred: Relation): boolean {
  const [a, b] = [[...symbols(gold)], [...symbols(pred)]];
  return a.length === 1 && b.length === 1 && a[0] !== b[0];
}

/** A relation against something that is none: x ∈ S against S, x > 5 against (5, ∞), an equation against a value. */
function relationWithOther(gold: Expression, pred: Expression, context: Context): Verdict {
  const [relation, other] = gold.kind === "relation" ? [gold, pred] : [pred, gold];
  if (relation.kind !== "relation") return unsure("not comparable");
  const sets = compareAsSets(gold, pred, context);
  if (sets !== null) return sets;
  const [left, right] = relation.sides;
  if (relation.signs[0] === "in" && left?.kind === "symbol" && right !== undefined)
    return same(gold === relation ? right : gold, gold === relation ? pred : right, context);
  if (
    left === undefined ||
    right === undefined ||
    !relation.signs.every((sign) => sign === "=" || sign === "~")
  )
    return different("only one is a relation");
  if (other.kind === "text") return unsure("not comparable: a relation and words");

  const [first] = relation.sides;
  const value = relation.signs[0] === "~" && first !== undefined ? first : chainValue(relation);
  const asked = isAskedSum(relation);
  if (!asked && !isConstantChain(relation)) return different("only one is an equation");
  const verdict = same(gold === relation ? value : gold, gold === relation ? pred : value, context);
  return asked && verdict.equal === true && relation.sides.some(hasPlaneLetter)
    ? unsure("equal, if the sum is what was asked for")
    : verdict;
}

/** m + n = 113, where a problem asks for m + n: letters added up, and a number. */
function isAskedSum(relation: Relation): boolean {
  const [sum, value, more] = relation.sides;
  return (
    sum?.kind === "sum" &&
    sum.terms.every((term) => term.kind === "symbol") &&
    value !== undefined &&
    more === undefined &&
    isScalar(value) &&
    symbols(value).size === 0
  );
}

/** Whether the equation may be that of a line: x + y = 3. */
function hasPlaneLetter(side: Expression): boolean {
  return [...symbols(side)].some((name) => /^[xyz]$/.test(name));
}

/** 2 + 3 = 5: sums worked out, whose last side is the answer. */
function isConstantChain(relation: Relation): boolean {
  const values = relation.sides.map((side) => (side.kind === "quantity" ? side.value : side));
  return values.every((value) => isScalar(value) && symbols(value).size === 0);
}

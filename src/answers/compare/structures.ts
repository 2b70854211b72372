import { children, isScalar, type Expression } from "../expression.ts";
import { compareBuilders } from "./builders.ts";
import { compareWithBrackets, compareWithMatrix } from "./brackets.ts";
import { compareLists, compareOrdered, compareUnordered } from "./lists.ts";
import { isMembership } from "./prepare.ts";
import { compareAsSets } from "./realsets.ts";
import { same } from "./same.ts";
import { compareWithAxes } from "./vectors.ts";
import { compareScalars, constantValue } from "./scalars.ts";
import { all, different, equal, unsure, type Context, type Verdict } from "./verdict.ts";

/** Compares lists, sets, brackets, matrices, ratios and whatever holds them. */
export function compareStructures(gold: Expression, pred: Expression, context: Context): Verdict {
  if (gold.kind === "builder" && pred.kind === "builder") return compareBuilders(gold, pred, context);
  const passed = comparePassed(gold, pred, context);
  if (passed !== null) return passed;
  const sets = asSetKinds(gold, pred) ? compareAsSets(gold, pred, context) : null;
  if (sets !== null && (sets.equal === true || gold.kind !== pred.kind)) return sets;
  if (gold.kind === "join" && pred.kind === "join") return compareJoins(gold, pred, context);
  const vectors = compareWithAxes(gold, pred, context);
  if (vectors !== null) return vectors;
  if (gold.kind === "matrix" || pred.kind === "matrix") return compareWithMatrix(gold, pred, context);
  if (gold.kind === "bracketed" || pred.kind === "bracketed") return compareWithBrackets(gold, pred, context);
  if (gold.kind === "ratio" && pred.kind === "ratio") return compareRatios(gold.parts, pred.parts, context);
  const [a, b] = [itemsOf(gold), itemsOf(pred)];
  if (a !== null && b !== null) {
    if (isLogic(gold) && isLogic(pred) && gold.connector !== pred.connector)
      return different("joined by another word");
    const isSet = gold.kind === "set" || pred.kind === "set";
    return isSet ? compareUnordered(a, b, context, "sets") : compareLists(a, b, context);
  }
  const point = gold.kind === "join" ? alone(pred) : pred.kind === "join" ? alone(gold) : null;
  const points =
    point === null
      ? null
      : compareAsSets(gold.kind === "join" ? gold : point, pred.kind === "join" ? pred : point, context);
  if (points !== null) return points;
  if (isScalar(gold) || isScalar(pred)) return compareOneWithMany(gold, pred, a, b, context);
  return compareParts(gold, pred, context);
}

/** {2kπ | k ∈ ℤ} against 2kπ, as answers say it for every k; null for anything else. */
function comparePassed(gold: Expression, pred: Expression, context: Context): Verdict | null {
  const [a, b] = [passedThrough(gold), passedThrough(pred)];
  if (a === null ? b === null || !isScalar(gold) : !isScalar(pred)) return null;
  return same(a ?? gold, b ?? pred, context);
}

/** The element of a set that only says which numbers a letter of it stands for. */
function passedThrough(node: Expression): Expression | null {
  if (node.kind !== "builder" || !isMembership(node.condition)) return null;
  return isScalar(node.element) && node.element.kind !== "symbol" ? node.element : null;
}

/** A value as the set of itself alone, as braces around it may have been lost; null for anything else. */
function alone(node: Expression): Expression | null {
  return isScalar(node) && node.kind !== "symbol" ? { kind: "set", items: [node] } : null;
}

/** Structures of one kind, part by part; sums and products in any order. Parts that differ are no proof that the wholes do. */
function compareParts(gold: Expression, pred: Expression, context: Context): Verdict {
  const [a, b] = [children(gold), children(pred)];
  if (isListOfValues(gold) ? pred.kind === "join" : isListOfValues(pred) && gold.kind === "join")
    return different("a list of values against a set of numbers");
  const doubt = unsure(`not comparable: a ${gold.kind} and a ${pred.kind}`);
  if (gold.kind !== pred.kind || a.length !== b.length || a.length === 0 || headOf(gold) !== headOf(pred))
    return doubt;
  const inAnyOrder = gold.kind === "sum" || gold.kind === "product";
  const parts = inAnyOrder
    ? compareUnordered(a, b, context, "expressions")
    : compareOrdered(a, b, context, "expressions");
  return parts.equal === true ? parts : doubt;
}

function isListOfValues(node: Expression): boolean {
  return (
    node.kind === "list" &&
    node.items.length > 1 &&
    node.items.every((item) => item.kind !== "symbol" && isScalar(item))
  );
}

function headOf(node: Expression): string {
  return "name" in node ? node.name : "sign" in node ? node.sign : "";
}

const SET_KINDS: ReadonlySet<Expression["kind"]> = new Set<Expression["kind"]>([
  "join", "builder", "bracketed", "symbol", "set", "list", "power",
]); // prettier-ignore

function asSetKinds(gold: Expression, pred: Expression): boolean {
  const kinds = new Set([gold.kind, pred.kind]);
  if (kinds.has("set") && kinds.has("bracketed") && kinds.size === 2) return false;
  if (kinds.has("set") && kinds.size === 1) return false;
  return SET_KINDS.has(gold.kind) && SET_KINDS.has(pred.kind);
}

/** A and B, A or B, of statements named by letters. */
function isLogic(node: Expression): node is Extract<Expression, { kind: "list" }> {
  return (
    node.kind === "list" &&
    node.connector !== "," &&
    node.items.every((item) => item.kind === "symbol" || item.kind === "apply")
  );
}

/** The items of a list or set; null for anything else. */
export function itemsOf(node: Expression): readonly Expression[] | null {
  return node.kind === "list" || node.kind === "set" ? node.items : null;
}

function compareOneWithMany(
  gold: Expression,
  pred: Expression,
  a: readonly Expression[] | null,
  b: readonly Expression[] | null,
  context: Context,
): Verdict {
  const items = a ?? b;
  const [only] = items ?? [];
  if (items?.length === 1 && only !== undefined)
    return a === null ? same(gold, only, context) : same(only, pred, context);
  if (gold.kind === "ratio" || pred.kind === "ratio") return compareScalars(gold, pred, context);
  const matches = (item: Expression): boolean =>
    (a === null ? same(gold, item, context) : same(item, pred, context)).equal === true;
  if (items !== null && items.length > 1 && items.every(matches)) return equal("equal, said several times");
  const [, second] = items ?? [];
  if (items?.length === 2 && only !== undefined && second?.kind === "quotient") {
    const sum: Expression = { kind: "sum", terms: [only, second] };
    const mixed = a === null ? same(gold, sum, context) : same(sum, pred, context);
    if (mixed.equal === true) return unsure("equal if read as a mixed number");
  }
  return different(items === null ? `a ${gold.kind} against a ${pred.kind}` : "one answer against several");
}

function compareRatios(gold: readonly Expression[], pred: readonly Expression[], context: Context): Verdict {
  if (gold.length !== pred.length) return different("ratios of different length");
  const [first, ...rest] = gold;
  const [predFirst, ...predRest] = pred;
  if (first === undefined || predFirst === undefined) return unsure("not comparable");
  if ([...gold, ...pred].some((part) => constantValue(part, context) === 0))
    return compareOrdered(gold, pred, context, "ratios");
  const parts = rest.map((part, index) =>
    compareScalars(over(part, first), over(predRest[index] ?? part, predFirst), context),
  );
  return all(parts, "equal as ratios");
}

function over(a: Expression, b: Expression): Expression {
  return { kind: "quotient", over: a, under: b };
}

function compareJoins(
  gold: Extract<Expression, { kind: "join" }>,
  pred: Extract<Expression, { kind: "join" }>,
  context: Context,
): Verdict {
  const [a, b] = [parts(gold, gold.sign), parts(pred, pred.sign)];
  if (gold.sign !== pred.sign) {
    const alike = compareUnordered(a, b, context, "operands").equal === true;
    return alike ? different("sets joined differently") : unsure("not comparable: sets joined differently");
  }
  if (gold.sign === "minus") return compareOrdered(a, b, context, "differences of sets");
  return compareUnordered(a, b, context, gold.sign === "union" ? "unions" : "intersections");
}

function parts(node: Expression, sign: string): Expression[] {
  if (node.kind !== "join" || node.sign !== sign) return [node];
  return sign === "minus" ? [node.left, node.right] : [...parts(node.left, sign), ...parts(node.right, sign)];
}

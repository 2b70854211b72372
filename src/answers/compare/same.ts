import {
  children,
  isScalar,
  symbols,
  type Expression,
  type Relation,
  type RelationSign,
} from "../expression.ts";
import { chainValue, labelled, renamed } from "./labels.ts";
import {
  compareLists,
  compareMatrices,
  compareOrdered,
  compareUnordered,
  compareWithTuple,
} from "./lists.ts";
import { compareQuantities } from "./quantities.ts";
import { realSet, sameSet } from "./realsets.ts";
import { compareConditions } from "./relations.ts";
import { compareScalars, constantValue } from "./scalars.ts";
import { compareTexts, meaning, meansAllReals, meansEmpty } from "./texts.ts";
import { all, different, equal, unsure, type Context, type Verdict } from "./verdict.ts";

/** Compares two prepared answers of any kind. */
export function same(gold: Expression, pred: Expression, context: Context): Verdict {
  if (isScalar(gold) && isScalar(pred)) return compareScalars(gold, pred, context);
  if (gold.kind === "relation" || pred.kind === "relation") return compareRelations(gold, pred, context);
  const introduced = compareIntroduced(gold, pred, context);
  if (introduced !== null) return introduced;
  if (gold.kind === "quantity" || pred.kind === "quantity")
    return compareQuantities(gold, pred, context, same);
  if (gold.kind === "text" || pred.kind === "text") return compareWithText(gold, pred, context);
  return compareStructures(gold, pred, context);
}

function compareRelations(gold: Expression, pred: Expression, context: Context): Verdict {
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
  if (a.kind === "symbol" && b.kind === "symbol") return a.name === b.name;
  return same(a, b, context).equal === true;
}

function compareTwoRelations(gold: Relation, pred: Relation, context: Context): Verdict {
  if (gold.signs.some(isStructural) || pred.signs.some(isStructural))
    return compareSides(gold, pred, context);
  const [a, b] = [rising(gold), rising(pred)];
  if (a.signs.length === 1 && b.signs.length === 1) {
    const verdict = compareConditions(a, b, context);
    if (verdict.equal === true) return verdict;
    const sets = compareAsSets(a, b, context);
    if (sets?.equal === true) return sets;
    if (verdict.equal === false) return verdict;
  }
  return compareSides(a, b, context);
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
  if (allEqual) return compareUnordered(gold.sides, pred.sides, context, same, "chains of equations");
  return compareOrdered(gold.sides, pred.sides, context, same, "relations");
}

/** Whether each is about one variable, and not the same. */
function otherVariable(gold: Relation, pred: Relation): boolean {
  const [a, b] = [[...symbols(gold)], [...symbols(pred)]];
  return a.length === 1 && b.length === 1 && a[0] !== b[0];
}

function compareAsSets(gold: Expression, pred: Expression, context: Context): Verdict | null {
  const a = realSet(gold, context);
  const b = a === null ? null : realSet(pred, context);
  if (a === null || b === null) return null;
  return sameSet(a, b) ? equal("equal as sets of real numbers") : different("different sets of real numbers");
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

  const value = chainValue(relation);
  return isConstantChain(relation)
    ? same(gold === relation ? value : gold, gold === relation ? pred : value, context)
    : different("only one is an equation");
}

/** 2 + 3 = 5: sums worked out, whose last side is the answer. */
function isConstantChain(relation: Relation): boolean {
  const values = relation.sides.map((side) => (side.kind === "quantity" ? side.value : side));
  return values.every((value) => isScalar(value) && symbols(value).size === 0);
}

/** Values after words such as "at least": the words must agree too. Null when neither has any. */
function compareIntroduced(gold: Expression, pred: Expression, context: Context): Verdict | null {
  const [a, b] = [introduction(gold), introduction(pred)];
  if (a === null && b === null) return null;
  const values = same(a?.value ?? gold, b?.value ?? pred, context);
  if (values.equal !== true) return values;
  if (a === null || b === null) return unsure("equal values, but only one has words before it");
  const words = compareTexts(a.words, b.words);
  return words.equal === true ? values : words;
}

function introduction(node: Expression): { words: string; value: Expression } | null {
  if (node.kind === "quantity") {
    const inner = introduction(node.value);
    return inner === null ? null : { ...inner, value: { ...node, value: inner.value } };
  }
  if (node.kind !== "product") return null;
  const [first, second, ...rest] = node.factors;
  if (first?.kind !== "text" || second === undefined) return null;
  return {
    words: first.text,
    value: rest.length === 0 ? second : { kind: "product", factors: [second, ...rest] },
  };
}

function compareWithText(gold: Expression, pred: Expression, context: Context): Verdict {
  if (gold.kind === "text" && pred.kind === "text") return compareTexts(gold.text, pred.text);
  const [text, other] =
    gold.kind === "text" ? [gold.text, pred] : pred.kind === "text" ? [pred.text, gold] : ["", pred];
  if (other.kind === "set" && other.items.length === 0)
    return meansEmpty(text) ? equal("both say there is none") : different("only one is empty");
  if (meansAllReals(text)) {
    const set = realSet(other, context);
    if (set !== null)
      return sameSet(set, [{ from: -Infinity, to: Infinity, fromIn: false, toIn: false }])
        ? equal("all real numbers")
        : different("not all real numbers");
  }
  if (other.kind === "list" && other.items[0]?.kind === "text")
    return compareTexts(text, other.items[0].text);
  if (meaning(text) !== null) return different("words against a value");
  return text.split(" ").length > 3
    ? unsure("not comparable: words and a value")
    : different("words against a value");
}

function compareStructures(gold: Expression, pred: Expression, context: Context): Verdict {
  const sets = asSetKinds(gold, pred) ? compareAsSets(gold, pred, context) : null;
  if (sets !== null && (sets.equal === true || gold.kind !== pred.kind)) return sets;
  if (gold.kind === "join" && pred.kind === "join") return compareJoins(gold, pred, context);
  if (gold.kind === "matrix" || pred.kind === "matrix") return compareWithMatrix(gold, pred, context);
  if (gold.kind === "bracketed" || pred.kind === "bracketed") return compareWithBrackets(gold, pred, context);
  if (gold.kind === "ratio" && pred.kind === "ratio") return compareRatios(gold.parts, pred.parts, context);
  const [a, b] = [itemsOf(gold), itemsOf(pred)];
  if (a !== null && b !== null) {
    if (isLogic(gold) && isLogic(pred) && gold.connector !== pred.connector)
      return different("joined by another word");
    const isSet = gold.kind === "set" || pred.kind === "set";
    return isSet ? compareUnordered(a, b, context, same, "sets") : compareLists(a, b, context, same);
  }
  if (isScalar(gold) || isScalar(pred)) return compareOneWithMany(gold, pred, a, b, context);
  return compareParts(gold, pred, context);
}

/** Structures of one kind, part by part; sums and products in any order. Parts that differ are no proof that the wholes do. */
function compareParts(gold: Expression, pred: Expression, context: Context): Verdict {
  const [a, b] = [children(gold), children(pred)];
  const doubt = unsure(`not comparable: a ${gold.kind} and a ${pred.kind}`);
  if (gold.kind !== pred.kind || a.length !== b.length || a.length === 0 || headOf(gold) !== headOf(pred))
    return doubt;
  const inAnyOrder = gold.kind === "sum" || gold.kind === "product";
  const parts = inAnyOrder
    ? compareUnordered(a, b, context, same, "expressions")
    : compareOrdered(a, b, context, same, "expressions");
  return parts.equal === true ? parts : doubt;
}

function headOf(node: Expression): string {
  return "name" in node ? node.name : "sign" in node ? node.sign : "";
}

function asSetKinds(gold: Expression, pred: Expression): boolean {
  const kinds = new Set([gold.kind, pred.kind]);
  if (kinds.has("set") && kinds.has("bracketed") && kinds.size === 2) return false;
  if (kinds.has("set") && kinds.size === 1) return false;
  return (
    ["join", "builder", "bracketed", "symbol", "set", "list"].includes(gold.kind) &&
    ["join", "builder", "bracketed", "symbol", "set", "list"].includes(pred.kind)
  );
}

/** A and B, A or B, of statements named by letters. */
function isLogic(node: Expression): node is Extract<Expression, { kind: "list" }> {
  return (
    node.kind === "list" &&
    node.connector !== "," &&
    node.items.every((item) => item.kind === "symbol" || item.kind === "apply")
  );
}

function itemsOf(node: Expression): readonly Expression[] | null {
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
    return compareOrdered(gold, pred, context, same, "ratios");
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
    const alike = compareUnordered(a, b, context, same, "operands").equal === true;
    return alike ? different("sets joined differently") : unsure("not comparable: sets joined differently");
  }
  if (gold.sign === "minus") return compareOrdered(a, b, context, same, "differences of sets");
  return compareUnordered(a, b, context, same, gold.sign === "union" ? "unions" : "intersections");
}

function parts(node: Expression, sign: string): Expression[] {
  if (node.kind !== "join" || node.sign !== sign) return [node];
  return sign === "minus" ? [node.left, node.right] : [...parts(node.left, sign), ...parts(node.right, sign)];
}

/** A matrix against a matrix, rows of brackets, or a tuple that is its only row or column. */
function compareWithMatrix(gold: Expression, pred: Expression, context: Context): Verdict {
  const [a, b] = [rowsOf(gold), rowsOf(pred)];
  if (a === null || b === null) return different("only one is a matrix");
  const flat =
    gold.kind !== pred.kind &&
    (a.length === 1 || a.every((row) => row.length === 1)) &&
    (b.length === 1 || b.every((row) => row.length === 1));
  return flat
    ? compareOrdered(a.flat(), b.flat(), context, same, "vectors")
    : compareMatrices(a, b, context, same);
}

function rowsOf(node: Expression): readonly (readonly Expression[])[] | null {
  if (node.kind === "matrix") return node.rows;
  if (node.kind !== "bracketed") return null;
  const rows = node.items.map((item) => (item.kind === "bracketed" ? item.items : null));
  return rows.every((row) => row !== null) ? rows : [node.items];
}

function compareWithBrackets(gold: Expression, pred: Expression, context: Context): Verdict {
  if (gold.kind === "bracketed" && pred.kind === "bracketed") return compareTwoBrackets(gold, pred, context);
  const [brackets, other] = gold.kind === "bracketed" ? [gold, pred] : [pred, gold];
  if (brackets.kind !== "bracketed") return unsure("not comparable");
  if (other.kind === "list")
    return compareWithTuple(itemsOf(gold) ?? brackets.items, itemsOf(pred) ?? brackets.items, context, same);
  if (other.kind === "set") {
    const [only] = other.items;
    if (other.items.length === 1 && only !== undefined)
      return gold === other ? same(only, pred, context) : same(gold, only, context);
    const items = compareUnordered(brackets.items, other.items, context, same, "items");
    return brackets.open === "[" && items.equal === true
      ? unsure("the same items, as a list and as a set")
      : different("a tuple against a set");
  }
  return different(
    `a ${gold.kind === "bracketed" ? "tuple" : gold.kind} against a ${pred.kind === "bracketed" ? "tuple" : pred.kind}`,
  );
}

type Brackets = Extract<Expression, { kind: "bracketed" }>;

/** Points and vectors compare by items whatever their brackets; of two items, round and square ones are intervals too. */
function compareTwoBrackets(gold: Brackets, pred: Brackets, context: Context): Verdict {
  const items = compareOrdered(
    gold.items,
    pred.items,
    context,
    same,
    gold.open === "(" && gold.close === ")" ? "tuples" : "intervals",
  );
  const mayBeInterval = gold.items.length === 2 && gold.open !== "<" && pred.open !== "<";
  const differs = gold.open !== pred.open || gold.close !== pred.close;
  return mayBeInterval && differs && items.equal === true
    ? different("different ends of the interval")
    : items;
}

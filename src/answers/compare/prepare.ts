import {
  children,
  mapChildren,
  some,
  symbols,
  wholeNumber,
  type Expression,
  type Relation,
} from "../expression.ts";
import { workedOut } from "../evaluate/matrices.ts";
import { show } from "../show.ts";
import { changeAfter, withOneName } from "./changes.ts";
import { labelled } from "./labels.ts";
import { rational } from "../rational.ts";
import { multiplier, numberFromWords } from "../read/numberWords.ts";

/**
 * An expression made ready for comparing: ± written out as two answers, number words as numbers, "5 million" as a number,
 * a lone item taken out of its list.
 */
export function prepare(node: Expression): Expression {
  const [upper, lower] = [withSign(node, true), withSign(node, false)];
  if (node.kind === "list") return relist(node.items.flatMap(flattened), node.connector);
  if (hasPlusMinus(node) && upper !== null && lower !== null)
    return { kind: "list", items: [prepare(upper), prepare(lower)], connector: "or" };
  return simple(node);
}

function relist(items: readonly Expression[], connector: "," | "and" | "or"): Expression {
  const conditions = items.some((item) => !isMembership(item));
  const shown = items.filter(
    (item) => !(item.kind === "text" && item.text === "…") && !(conditions && isMembership(item)),
  );
  const [only] = shown;
  const rounds = labelRounds(shown);
  if (rounds !== null)
    return {
      kind: "list",
      items: rounds.map((items) => ({ kind: "list", items, connector: "," })),
      connector,
    };
  return shown.length === 1 && only !== undefined ? only : { kind: "list", items: shown, connector };
}

/** x = 1, y = 2, x = 3, y = 4 by rounds through its labels; null when the labels don't go round. */
function labelRounds(items: readonly Expression[]): Expression[][] | null {
  const labels = items.map((item) => labelled(item)?.label);
  const names = labels.map((label) => (label === undefined ? "" : show(label)));
  const length = names.indexOf(names[0] ?? "", 1);
  if (
    length < 2 ||
    names.length % length !== 0 ||
    names.some((name, index) => name === "" || name !== names[index % length])
  )
    return null;
  return Array.from({ length: names.length / length }, (_, round) =>
    items.slice(round * length, (round + 1) * length),
  );
}

/** x = y = z = 0 */
function isCommonValue(node: Relation): boolean {
  const names = node.sides.slice(0, -1);
  const last = node.sides.at(-1);
  return (
    names.length > 1 &&
    last !== undefined &&
    symbols(last).size === 0 &&
    node.signs.every((sign) => sign === "=") &&
    names.every((side) => side.kind === "symbol")
  );
}

function spreadOut(node: Relation): Expression {
  const value = node.sides.at(-1) ?? node;
  const items = node.sides
    .slice(0, -1)
    .map((side): Expression => ({ kind: "relation", signs: ["="], sides: [side, value] }));
  return { kind: "list", items, connector: "," };
}

/** k ∈ ℤ beside the answer itself: what kind of number a letter stands for. */
export function isMembership(node: Expression): boolean {
  if (node.kind !== "relation" || node.signs.join() !== "in") return false;
  const [left, right] = node.sides;
  return left?.kind === "symbol" && right?.kind === "symbol" && /^[ℝℤℕℚℂ]|^[RZNQC]$/.test(right.name);
}

function flattened(item: Expression): readonly Expression[] {
  const ready = prepare(item);
  return ready.kind === "list" && hasPlusMinus(item) ? ready.items : [ready];
}

function hasPlusMinus(node: Expression): boolean {
  return some(node, (part) => part.kind === "plusminus");
}

function simple(node: Expression): Expression {
  const rows =
    node.kind !== "matrix" && some(node, (part) => part.kind === "matrix") ? workedOut(node) : null;
  if (rows !== null) return { kind: "matrix", rows };
  if (node.kind === "text") return fromText(node.text) ?? node;
  if (node.kind === "quantity") return fromQuantity(node.value, node.unit);
  if (node.kind === "set") return { ...node, items: node.items.flatMap(flattened) };
  if (node.kind === "product") return withoutLeadIn(node) ?? withoutCondition(node.factors) ?? node;
  if (node.kind === "relation" && isCommonValue(node)) return spreadOut(node);
  if (node.kind === "relation") return { ...node, sides: node.sides.map(simple) };
  return node;
}

const LEAD_IN =
  /^(?:(?:about|approximately|approx|around|exactly|roughly|nearly|almost|a|total|of|the|is|are|in|equals?|only|just|after|by|for|it|takes?|will|there|were|was|we|get|have|has|had|be|to|value|answer) ?)+$/i;

/** The same without blanks between, in Chinese and Korean: "all together needs", "about". */
const EASTERN_LEAD_IN =
  /^(?:一共|总共|共计|共|需要|需|还剩下?|剩下?|还有|有|是|为|等于|大约|约|得到|得|因此|所以|他们?|她们?|它们?|答案|答|약|총|모두|전부|따라서|\s)+$/u;

/** Words before a value that leave it what it is: "about 5", "a total of 5"; the name of a point before its coordinates. */
function withoutLeadIn(node: Extract<Expression, { kind: "product" }>): Expression | null {
  const [first, second, ...rest] = node.factors;
  if (
    first?.kind === "symbol" &&
    /^[A-Z]$/.test(first.name) &&
    second?.kind === "bracketed" &&
    rest.length === 0
  )
    return second;
  if (first?.kind !== "text" || second === undefined) return null;
  const change = changeAfter(first.text);
  if (change !== null && rest.length === 0) return { kind: "quantity", value: second, unit: change };
  if (!LEAD_IN.test(first.text) && !EASTERN_LEAD_IN.test(first.text) && numberFromWords(first.text) === null)
    return null;
  return rest.length === 0 ? second : { kind: "product", factors: [second, ...rest] };
}

/** What a letter is limited to: n ≥ 1. */
function isLimit(node: Expression): boolean {
  return (
    node.kind === "relation" &&
    node.sides.some((side) => side.kind === "symbol") &&
    node.signs.every((sign) => /^(?:[<>]=?|!=)$/.test(sign))
  );
}

/** ... (k ∈ ℤ), ... (n ≥ 1) */
function withoutCondition(factors: readonly Expression[]): Expression | null {
  const last = factors.at(-1);
  const rest = factors.slice(0, -1);
  const [only] = rest;
  if (last === undefined || only === undefined || !(isMembership(last) || isLimit(last))) return null;
  return rest.length === 1 ? only : { kind: "product", factors: rest };
}

function fromText(text: string): Expression | null {
  const [over, under = "1"] = numberFromWords(text)?.split("/") ?? [];
  if (over === undefined) return null;
  return { kind: "number", value: rational(BigInt(over), BigInt(under)), places: 0 };
}

function fromQuantity(value: Expression, unit: string): Expression {
  if (value.kind === "product") value = withoutLeadIn(value) ?? value;
  const [first = "", ...rest] = unit.split(" ");
  const factor = multiplier(first);
  const base = value.kind === "text" ? (fromText(value.text) ?? value) : value;
  if (factor === null) return withOneName({ kind: "quantity", value: simple(base), unit });
  const product: Expression = {
    kind: "product",
    factors: [base, wholeNumber(BigInt(factor))],
  };
  return rest.length === 0 ? product : { kind: "quantity", value: product, unit: rest.join(" ") };
}

/** The expression with every ± read as + (upper) or - (lower) and every ∓ the other way; null when nothing changes. */
function withSign(node: Expression, upper: boolean): Expression | null {
  return hasPlusMinus(node) ? resolve(node, upper) : null;
}

function resolve(node: Expression, upper: boolean): Expression {
  const changed = mapChildren(node, (part) => resolve(part, upper));
  if (changed.kind !== "plusminus") return changed;
  const { left, right } = changed;
  const term: Expression = upper !== changed.minusFirst ? right : { kind: "negative", of: right };
  return left === null ? term : { kind: "sum", terms: [left, term] };
}

/** How many nodes an expression has. */
export function countNodes(node: Expression): number {
  return children(node).reduce((sum, child) => sum + countNodes(child), 1);
}

import type { Expression } from "../expression.ts";
import { compareMatrices, compareOrdered, compareUnordered, compareWithTuple } from "./lists.ts";
import { same } from "./same.ts";
import { itemsOf } from "./structures.ts";
import { different, unsure, type Context, type Verdict } from "./verdict.ts";

/** A matrix against a matrix, rows of brackets, or a tuple that is its only row or column. */
export function compareWithMatrix(gold: Expression, pred: Expression, context: Context): Verdict {
  const [a, b] = [rowsOf(gold), rowsOf(pred)];
  if (a === null || b === null) return different("only one is a matrix");
  const flat =
    gold.kind !== pred.kind &&
    (a.length === 1 || a.every((row) => row.length === 1)) &&
    (b.length === 1 || b.every((row) => row.length === 1));
  return flat ? compareOrdered(a.flat(), b.flat(), context, "vectors") : compareMatrices(a, b, context);
}

function rowsOf(node: Expression): readonly (readonly Expression[])[] | null {
  if (node.kind === "matrix") return node.rows;
  if (node.kind !== "bracketed") return null;
  const rows = node.items.map((item) => (item.kind === "bracketed" ? item.items : null));
  return rows.every((row) => row !== null) ? rows : [node.items];
}

/** Brackets against brackets, a list, or a set of one item. */
export function compareWithBrackets(gold: Expression, pred: Expression, context: Context): Verdict {
  if (gold.kind === "bracketed" && pred.kind === "bracketed") return compareTwoBrackets(gold, pred, context);
  const [brackets, other] = gold.kind === "bracketed" ? [gold, pred] : [pred, gold];
  if (brackets.kind !== "bracketed") return unsure("not comparable");
  if (other.kind === "builder") return unsure("not comparable: a set by a condition and brackets");
  if (other.kind === "list")
    return compareWithTuple(itemsOf(gold) ?? brackets.items, itemsOf(pred) ?? brackets.items, context);
  if (other.kind === "set") {
    const [only] = other.items;
    if (other.items.length === 1 && only !== undefined)
      return gold === other ? same(only, pred, context) : same(gold, only, context);
    const items = compareUnordered(brackets.items, other.items, context, "items");
    return brackets.open === "[" && brackets.items.length !== 2 && items.equal === true
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
    gold.open === "(" && gold.close === ")" ? "tuples" : "intervals",
  );
  const mayBeInterval = gold.items.length === 2 && gold.open !== "<" && pred.open !== "<";
  const differs = gold.open !== pred.open || gold.close !== pred.close;
  return mayBeInterval && differs && items.equal === true
    ? different("different ends of the interval")
    : items;
}

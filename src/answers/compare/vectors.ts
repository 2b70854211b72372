import { children, some, wholeNumber, type Expression } from "../expression.ts";
import { compareOrdered } from "./lists.ts";
import type { Context, Verdict } from "./verdict.ts";

const AXES = ["i", "j", "k"];

/** Compares 2i + 3j with a tuple, a row or a column of its components; null when the two are not that. */
export function compareWithAxes(gold: Expression, pred: Expression, context: Context): Verdict | null {
  const [goldItems, predItems] = [componentList(gold), componentList(pred)];
  if ((goldItems === null) === (predItems === null)) return null;
  const length = (goldItems ?? predItems ?? []).length;
  const along = alongAxes(goldItems === null ? gold : pred, length);
  if (along === null) return null;
  return goldItems === null
    ? compareOrdered(along, predItems ?? [], context, "vectors")
    : compareOrdered(goldItems, along, context, "vectors");
}

/** The components of a point, or of a matrix of one row or column; null for anything else. */
function componentList(node: Expression): readonly Expression[] | null {
  if (node.kind === "bracketed")
    return node.items.every((item) => item.kind !== "bracketed") ? node.items : null;
  if (node.kind !== "matrix") return null;
  const flat = node.rows.length === 1 || node.rows.every((row) => row.length === 1);
  return flat ? node.rows.flat() : null;
}

/** The components of a sum of multiples of i, j and k; null when a term is no such multiple, or i is alone and may be the imaginary unit. */
function alongAxes(node: Expression, length: number): readonly Expression[] | null {
  if (length !== 2 && length !== 3) return null;
  const parts = AXES.slice(0, length).map((): Expression[] => []);
  const terms = node.kind === "sum" ? node.terms : [node];
  for (const term of terms) {
    const found = alongAxis(term);
    if (found === null) return null;
    const axis = parts[found.axis];
    if (axis === undefined) return null;
    axis.push(found.length);
  }
  if (!parts.slice(1).some((part) => part.length > 0)) return null;
  return parts.map((terms): Expression => (terms.length === 0 ? wholeNumber(0n) : { kind: "sum", terms }));
}

function alongAxis(term: Expression): { axis: number; length: Expression } | null {
  if (term.kind === "negative") {
    const of = alongAxis(term.of);
    return of === null ? null : { ...of, length: { kind: "negative", of: of.length } };
  }
  if (term.kind === "quotient") {
    const over = alongAxis(term.over);
    return over === null || some(term.under, isAxis)
      ? null
      : { ...over, length: { kind: "quotient", over: over.length, under: term.under } };
  }
  if (isAxis(term)) return { axis: axisOf(term), length: wholeNumber(1n) };
  if (term.kind !== "product") return null;
  const axes = children(term).filter(isAxis);
  const rest = term.factors.filter((factor) => !isAxis(factor));
  const [axis] = axes;
  return axis === undefined || axes.length > 1 || rest.some((factor) => some(factor, isAxis))
    ? null
    : { axis: axisOf(axis), length: { kind: "product", factors: rest } };
}

function isAxis(node: Expression): boolean {
  return axisOf(node) >= 0;
}

function axisOf(node: Expression): number {
  return node.kind === "symbol" || node.kind === "constant" ? AXES.indexOf(node.name) : -1;
}

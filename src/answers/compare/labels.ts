import { isScalar, symbols, withSymbols, type Expression, type Relation } from "../expression.ts";

/** A value with what it was said to be the value of: x in "x = 5". */
export interface Labelled {
  readonly label: Expression;
  readonly value: Expression;
}

/** Whether a node can be the name of something asked for: x, f(x), AB, |AB|, A:B, (x, y), some words. */
export function isLabel(node: Expression): boolean {
  switch (node.kind) {
    case "symbol":
    case "text":
      return true;
    case "apply":
      return true;
    case "product":
      return (
        isProbability(node.factors) ||
        node.factors.every(
          (factor) =>
            factor.kind === "symbol" ||
            factor.kind === "apply" ||
            (factor.kind === "constant" && factor.name !== "pi"),
        )
      );
    case "call":
      return symbols(node).size > 0 && node.args.every((arg) => isLabel(arg));
    case "quotient":
      return isLabel(node.over) && isLabel(node.under);
    case "power":
      return (
        (node.base.kind === "call" && isLabel(node.base)) ||
        (node.base.kind === "symbol" && /^(sigma|chi|R|S)$/.test(node.base.name))
      );
    case "ratio":
      return node.parts.every(isLabel);
    case "bracketed":
      return node.items.every(isLabel);
    case "quantity":
      return isLabel(node.value);
    default:
      return false;
  }
}

/** A^{-1}, A^T, A^n */
function isMatrixPower(node: Expression): boolean {
  return node.kind === "power" && node.base.kind === "symbol" && /^[A-Z]$/.test(node.base.name);
}

/** P(X = 2), P(A ∩ B), Var(X): a capital letter and an event. */
function isProbability(factors: readonly Expression[]): boolean {
  const [head, event, more] = factors;
  return (
    head?.kind === "symbol" &&
    /^[A-Z]$/.test(head.name) &&
    event !== undefined &&
    more === undefined &&
    !isScalar(event)
  );
}

/**
 * "x = 5", "5 = x" or "x = 2 + 3 = 5" as label and value; "x = 1/3 ≈ 0.33" keeps the exact value. Null when the relation is
 * an equation proper.
 */
export function labelled(node: Expression): Labelled | null {
  if (node.kind !== "relation" || !node.signs.every((sign) => sign === "=" || sign === "~")) return null;
  const [first] = node.sides;
  const last = node.sides.at(-1);
  if (first === undefined || last === undefined) return null;
  if (node.signs.length > 1 && node.sides.every((side) => side.kind === "symbol")) return null;
  const value = chainValue(node);
  const names = isLabel(first) || (value.kind === "matrix" && isMatrixPower(first));
  if (names && !sharesSymbol(first, value)) return { label: first, value };
  if (node.signs.length > 1) {
    const label = node.sides.find((side) => isLabel(side) && side !== value);
    return label === undefined || symbols(value).size > 0 ? null : { label, value };
  }
  return isLabel(last) && !sharesSymbol(last, first) && !isLabel(first)
    ? { label: last, value: first }
    : null;
}

/** The side a chain comes down to: the last one, or the last before an approximation of it. */
export function chainValue(node: Relation): Expression {
  const rounded = node.signs.indexOf("~");
  const side = rounded > 0 ? node.sides[rounded] : node.sides.at(-1);
  return side ?? node;
}

function sharesSymbol(label: Expression, value: Expression): boolean {
  if (label.kind !== "symbol") return false;
  return symbols(value).has(label.name);
}

/** The letter of a label without its index or argument: x of x_1, W of W(n). Null for other labels. */
export function stem(label: Expression): string | null {
  if (label.kind === "symbol") return label.name.replace(/[_'].*$/, "");
  if (label.kind === "apply") return label.name;
  const [head, argument, more] = label.kind === "product" ? label.factors : [];
  return head?.kind === "symbol" &&
    /^[A-Z]$/.test(head.name) &&
    argument?.kind === "symbol" &&
    /^[a-z]$/.test(argument.name) &&
    more === undefined
    ? head.name
    : null;
}

/**
 * How to write an expression in the letters of another function head: from f(t) to f(x) it puts x for t. Null when the heads are
 * not one function of single letters each.
 */
export function renamed(from: Expression, to: Expression): ((node: Expression) => Expression) | null {
  if (
    from.kind !== "apply" ||
    to.kind !== "apply" ||
    from.name !== to.name ||
    from.args.length !== to.args.length
  )
    return null;
  const names = new Map<string, Expression>();
  for (const [index, arg] of from.args.entries()) {
    const target = to.args[index];
    if (arg.kind !== "symbol" || target?.kind !== "symbol") return null;
    names.set(arg.name, target);
  }
  return (node) => withSymbols(node, (name) => names.get(name));
}

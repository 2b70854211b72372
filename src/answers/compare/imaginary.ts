import { mapChildren, some, symbols, type Expression } from "../expression.ts";

/**
 * One of two expressions with the imaginary unit in place of an I or j, where the other writes it i: 2 + 3j against 2 + 3i. A j
 * counts only in a sum with a part that has none, since 3i and 3j are also axes. Null where no letter can mean it.
 */
export function withImaginaryUnit(node: Expression, other: Expression): Expression | null {
  if (hasUnit(node) || !hasUnit(other)) return null;
  const [own, theirs] = [symbols(node), symbols(other)];
  const letter = ["I", "j"].find((name) => own.has(name) && !theirs.has(name));
  if (letter === undefined || (letter === "j" && !isComplexSum(node, letter))) return null;
  const replace = (part: Expression): Expression =>
    part.kind === "symbol" && part.name === letter
      ? { kind: "constant", name: "i" }
      : mapChildren(part, replace);
  return replace(node);
}

function hasUnit(node: Expression): boolean {
  return some(node, (part) => part.kind === "constant" && part.name === "i");
}

function isComplexSum(node: Expression, letter: string): boolean {
  return node.kind === "sum" && node.terms.some((term) => !symbols(term).has(letter));
}

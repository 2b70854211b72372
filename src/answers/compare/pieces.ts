import type { Apply, Expression } from "../expression.ts";
import { realSet } from "./realsets.ts";
import { complement, normal, sameSet, type Span } from "./spans.ts";
import { same } from "./same.ts";
import { different, equal, unsure, type Context, type Verdict } from "./verdict.ts";

/** A value of a function given piece by piece, and where it has it. */
interface Piece {
  readonly value: Expression;
  readonly where: Expression;
  /** Where it has it, as a set of reals; null when that is none. */
  readonly set: readonly Span[] | null;
}

/** The most pieces that are compared: each is held against each. */
const MOST_PIECES = 12;

/**
 * Compares functions given piece by piece: equal when every piece has its like in the other, in any order; different when two
 * under the same condition have different values. Null when neither side is one.
 */
export function comparePieces(gold: Expression, pred: Expression, context: Context): Verdict | null {
  const [a, b] = [casesOf(gold), casesOf(pred)];
  if (a === null && b === null) return null;
  if (a === null || b === null) return unsure("not comparable: only one is given piece by piece");
  if (a.args.length > MOST_PIECES || b.args.length > MOST_PIECES)
    return unsure(`not comparable: more than ${MOST_PIECES} pieces`);
  const [left, right] = [piecesOf(a, context), piecesOf(b, context)];
  let alike = 0;
  for (const piece of left) {
    const other = right.find((item) => sameCondition(piece, item, context));
    const values = other === undefined ? null : same(piece.value, other.value, context);
    if (values?.equal === false) return different("different values under the same condition");
    if (values?.equal === true) alike += 1;
  }
  return alike === left.length && alike === right.length
    ? equal("equal piece by piece")
    : unsure("not comparable: other pieces");
}

function sameCondition(a: Piece, b: Piece, context: Context): boolean {
  if (a.set !== null && b.set !== null) return sameSet(a.set, b.set);
  return same(a.where, b.where, context).equal === true;
}

function casesOf(node: Expression): Apply | null {
  return node.kind === "apply" && node.name === "cases" ? node : null;
}

/** The pieces; "otherwise" is wherever no other condition holds. */
function piecesOf(cases: Apply, context: Context): Piece[] {
  const pieces = cases.args.flatMap((piece): Piece[] => {
    const [value, where] = piece.kind === "apply" ? piece.args : [];
    return value === undefined || where === undefined
      ? []
      : [{ value, where, set: isElse(where) ? null : realSet(where, context) }];
  });
  const others = pieces.filter((piece) => !isElse(piece.where)).map((piece) => piece.set);
  const known = others.every((set) => set !== null);
  return pieces.map((piece) =>
    known && isElse(piece.where) ? { ...piece, set: complement(normal(others.flat())) } : piece,
  );
}

function isElse(where: Expression): boolean {
  return where.kind === "text" && /^(?:otherwise|else|elsewhere)$/i.test(where.text);
}

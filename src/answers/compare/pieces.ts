import type { Apply, Expression } from "../expression.ts";
import { same } from "./same.ts";
import { different, equal, unsure, type Context, type Verdict } from "./verdict.ts";

/** A value of a function given piece by piece, and where it has it. */
interface Piece {
  readonly value: Expression;
  readonly where: Expression;
}

/** The most pieces that are compared: each is held against each. */
const MOST_PIECES = 12;

/**
 * Compares functions given piece by piece: equal when every piece has its like in the other, in any order; different when two
 * under the same condition have different values. Null when neither side is one.
 */
export function comparePieces(gold: Expression, pred: Expression, context: Context): Verdict | null {
  const [a, b] = [piecesOf(gold), piecesOf(pred)];
  if (a === null && b === null) return null;
  if (a === null || b === null) return unsure("not comparable: only one is given piece by piece");
  if (a.length > MOST_PIECES || b.length > MOST_PIECES)
    return unsure(`not comparable: more than ${MOST_PIECES} pieces`);
  let alike = 0;
  for (const piece of a) {
    const other = b.find((item) => same(piece.where, item.where, context).equal === true);
    const values = other === undefined ? null : same(piece.value, other.value, context);
    if (values?.equal === false) return different("different values under the same condition");
    if (values?.equal === true) alike += 1;
  }
  return alike === a.length && alike === b.length
    ? equal("equal piece by piece")
    : unsure("not comparable: other pieces");
}

function piecesOf(node: Expression): Piece[] | null {
  return isCases(node)
    ? node.args.flatMap((piece) => {
        const [value, where] = piece.kind === "apply" ? piece.args : [];
        return value === undefined || where === undefined ? [] : [{ value, where }];
      })
    : null;
}

function isCases(node: Expression): node is Apply {
  return node.kind === "apply" && node.name === "cases";
}

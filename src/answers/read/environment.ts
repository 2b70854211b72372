import type { Expression } from "../expression.ts";
import type { Cursor } from "./cursor.ts";
import { asList, parseItems, parseRelation } from "./parse.ts";

const MATRICES = /^([pbBvV]?(small)?matrix|array|tabular)$/;

/** \begin{kind} ... \end{kind}: a matrix, or the lines of an alignment as a list. */
export function parseEnvironment(cursor: Cursor, kind: string): Expression {
  if (kind === "cases" || kind === "dcases") {
    const pieces = parsePieces(cursor);
    if (pieces !== null) return pieces;
  }
  const isMatrix = MATRICES.test(kind);
  const rows: Expression[][] = [];
  let row: Expression[] = [];
  for (;;) {
    const token = cursor.peek();
    if (token.type === "end") throw cursor.unexpected();
    if (token.type === "command" && token.text.startsWith("end ")) break;
    if (cursor.take("newline")) {
      if (row.length > 0) rows.push(row);
      row = [];
    } else if (isMatrix) {
      if (!cursor.take("&") && !cursor.take(",")) row.push(cursor.deeper(() => parseRelation(cursor)));
    } else if (!cursor.take("&") && !cursor.take(",")) row.push(...parseLine(cursor));
  }
  cursor.next();
  if (row.length > 0) rows.push(row);
  const isSystem = rows.every((line) => line.length === 1 && line[0]?.kind === "relation");
  if (!isMatrix || isSystem) return asList(rows.flat());
  return kind === "vmatrix"
    ? { kind: "call", name: "det", args: [{ kind: "matrix", rows }] }
    : { kind: "matrix", rows };
}

/** Values with their conditions, up to the end of the environment; null, and nothing read, when the lines are not all that. */
function parsePieces(cursor: Cursor): Expression | null {
  const mark = cursor.mark();
  const pieces: Expression[] = [];
  while (!cursor.is("command", "end cases") && !cursor.is("command", "end dcases")) {
    const piece = cursor.is("end") ? null : parsePiece(cursor);
    if (piece === null) {
      cursor.rewind(mark);
      return null;
    }
    pieces.push(piece);
    while (cursor.take("newline"));
  }
  cursor.next();
  return pieces.length === 0 ? null : { kind: "apply", name: "cases", args: pieces };
}

function parsePiece(cursor: Cursor): Expression | null {
  const value = cursor.deeper(() => parseRelation(cursor));
  while (cursor.isOperator("&", ",")) cursor.next();
  while (cursor.is("text") && /^(?:if|for|when|where)$/i.test(cursor.peek().text)) cursor.next();
  const conditions: Expression[] = [];
  let connector: Cursor["connector"] = ",";
  while (!isLineEnd(cursor)) {
    if (cursor.isOperator("=", ";", "&")) return null;
    conditions.push(inWords(cursor.deeper(() => parseRelation(cursor))));
    while (cursor.isOperator(",", "and", "or")) {
      const word = cursor.next().text;
      if (word === "and" || word === "or") connector = word;
    }
  }
  const plain = conditions.every((part) => part.kind === "relation" || part.kind === "text");
  if (value.kind === "relation" || conditions.length === 0 || !plain) return null;
  return { kind: "apply", name: "piece", args: [value, asList(conditions, connector)] };
}

/** A condition said of a letter, "n is even", as the words it is; any other as it is. */
function inWords(condition: Expression): Expression {
  return condition.kind === "quantity" && condition.value.kind === "symbol"
    ? { kind: "text", text: `${condition.value.name} ${condition.unit}` }
    : condition;
}

function isLineEnd(cursor: Cursor): boolean {
  return cursor.isOperator("newline") || cursor.is("end") || /^end /.test(cursor.peek().text);
}

/** One item of an alignment; `&` before a relation sign is skipped by reading on. */
function parseLine(cursor: Cursor): Expression[] {
  const items = [cursor.deeper(() => parseRelation(cursor))];
  if (cursor.isOperator("=>")) return (cursor.next(), parseItems(cursor));
  return items;
}

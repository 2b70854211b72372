import type { Expression } from "../expression.ts";
import type { Cursor } from "./cursor.ts";
import { asList, parseItems, parseRelation } from "./parse.ts";

const MATRICES = /^([pbBvV]?(small)?matrix|array|tabular)$/;

/** \begin{kind} ... \end{kind}: a matrix, or the lines of an alignment as a list. */
export function parseEnvironment(cursor: Cursor, kind: string): Expression {
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

/** One item of an alignment; `&` before a relation sign is skipped by reading on. */
function parseLine(cursor: Cursor): Expression[] {
  const items = [cursor.deeper(() => parseRelation(cursor))];
  if (cursor.isOperator("=>")) return (cursor.next(), parseItems(cursor));
  return items;
}

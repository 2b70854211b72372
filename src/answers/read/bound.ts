import type { Bound, Expression } from "../expression.ts";
import { bind } from "./bind.ts";
import { Cursor } from "./cursor.ts";
import { parseScript } from "./postfix.ts";
import { parseProduct, parseSum } from "./sum.ts";

/** An integral up to its dx; a sum, product or limit over what follows up to a + or -. */
export function parseBound(cursor: Cursor, sign: Bound["sign"]): Expression {
  let lower: Expression | null = null;
  let upper: Expression | null = null;
  let variable = "";
  while (cursor.isOperator("_", "^")) {
    if (cursor.next().text === "^") upper = parseScript(cursor);
    else if (sign === "integral") lower = parseScript(cursor, false);
    else [variable, lower] = parseIndex(cursor);
  }
  if (sign === "integral") return parseIntegral(cursor, lower, upper);
  return { kind: "bound", sign, variable, lower, upper, body: bind(parseProduct(cursor), variable) };
}

/** The {i=1} or {x\to 0} below a sum or limit. */
function parseIndex(cursor: Cursor): [variable: string, lower: Expression | null] {
  const braced = cursor.is("open");
  if (braced) cursor.next();
  const variable = cursor.next().text;
  const lower = cursor.take("=") || cursor.take("=>") ? parseSum(cursor) : null;
  if (braced) {
    while (!cursor.is("close") && !cursor.is("end")) cursor.next();
    cursor.next();
  }
  return [variable, lower];
}

function parseIntegral(cursor: Cursor, lower: Expression | null, upper: Expression | null): Expression {
  const length = findDifferential(cursor);
  const inner = new Cursor(cursor.slice(length));
  const body: Expression =
    length === 0 ? { kind: "number", value: { num: 1n, den: 1n }, places: 0 } : parseSum(inner);
  if (!inner.is("end")) throw inner.unexpected();
  cursor.rewind(cursor.mark() + length + 1);
  return { kind: "bound", sign: "integral", variable: cursor.next().text, lower, upper, body };
}

/** How many tokens stand before the d of dx. */
function findDifferential(cursor: Cursor): number {
  let depth = 0;
  for (let ahead = 0; ahead < cursor.left(); ahead++) {
    const token = cursor.peek(ahead);
    if (token.type === "open") depth += 1;
    if (token.type === "close") depth -= 1;
    if (depth === 0 && token.type === "name" && token.text === "d" && cursor.peek(ahead + 1).type === "name")
      return ahead;
  }
  throw cursor.unexpected();
}

import type { Expression } from "../expression.ts";
import { UnreadableAnswer } from "../limits.ts";
import type { Cursor } from "./cursor.ts";
import { asList, parseItems, parseRelation } from "./parse.ts";
import { parseSum } from "./sum.ts";

/** Anything in brackets: a group, a point, an interval, a set, a floor or ceiling. */
export function parseBrackets(cursor: Cursor): Expression {
  const open = cursor.next().text;
  const outerBars = cursor.bars;
  const outerColon = cursor.colonEnds;
  cursor.bars = 0;
  cursor.colonEnds = open === "\\{";
  const mark = cursor.mark();
  const builder = open === "\\{" || open === "{" ? parseBuilder(cursor) : null;
  if (builder === null) {
    cursor.rewind(mark);
    cursor.colonEnds = false;
  }
  const items = builder === null ? parseItems(cursor) : [];
  cursor.bars = outerBars;
  cursor.colonEnds = outerColon;
  if (!cursor.is("close")) throw cursor.unexpected();
  const close = cursor.next().text;
  return builder ?? bracketed(cursor, open, close, items);
}

function bracketed(cursor: Cursor, open: string, close: string, items: readonly Expression[]): Expression {
  const [only] = items;
  if (open === "\\{") return { kind: "set", items };
  if (open === "{" && items.length !== 1)
    return items.length === 0 ? { kind: "set", items } : { kind: "set", items };
  if (only === undefined) throw cursor.unexpected();
  if (open === "⌊") return { kind: "call", name: "floor", args: [asList(items)] };
  if (open === "⌈") return { kind: "call", name: "ceil", args: [asList(items)] };
  if (items.length === 1) return only;
  return {
    kind: "bracketed",
    open: open === "[" || open === "<" ? open : "(",
    close: close === "]" || close === ">" ? close : ")",
    items,
  };
}

/** {x | condition} or {x ∈ S : condition}, up to its closing brace; null when there is no "such that". */
function parseBuilder(cursor: Cursor): Expression | null {
  if (cursor.is("close")) return null;
  const mark = cursor.mark();
  cursor.bars = 1; // so that a bar ends the element rather than opens an absolute value
  cursor.colonEnds = true;
  const element = tryRead(cursor, () => parseRelation(cursor));
  cursor.bars = 0;
  if (element === null || !cursor.isOperator("|", "such", ":")) {
    cursor.rewind(mark);
    return null;
  }
  cursor.next();
  cursor.colonEnds = false;
  const condition = tryRead(cursor, () => asList(parseItems(cursor), cursor.connector));
  return condition === null || !cursor.is("close") ? null : { kind: "builder", element, condition };
}

function tryRead(cursor: Cursor, read: () => Expression): Expression | null {
  const mark = cursor.mark();
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UnreadableAnswer)) throw error;
    cursor.retry(mark);
    return null;
  }
}

/** |x| or ‖v‖. */
export function parseBars(cursor: Cursor, bar: string): Expression {
  cursor.next();
  const outer = cursor.bars;
  cursor.bars = outer + 1;
  const inner = parseSum(cursor);
  cursor.bars = outer;
  if (!cursor.take(bar)) throw cursor.unexpected();
  return { kind: "call", name: "abs", args: [inner] };
}

import type { Expression } from "../expression.ts";
import { UnreadableAnswer } from "../limits.ts";
import type { Cursor } from "./cursor.ts";
import { asList, parseItems, parseRelation } from "./parse.ts";
import { parseSum } from "./sum.ts";

/** Anything in brackets: a group, a point, an interval, a set, a floor or ceiling. */
export function parseBrackets(cursor: Cursor): Expression {
  const open = cursor.next().text;
  const [outerBars, outerColon] = [cursor.bars, cursor.colonEnds];
  const special =
    open === "(" ? parseCondition(cursor) : open === "\\{" || open === "{" ? parseBuilder(cursor) : null;
  cursor.bars = 0;
  cursor.colonEnds = false;
  const items = special === null ? parseItems(cursor) : [];
  cursor.bars = outerBars;
  cursor.colonEnds = outerColon;
  if (!cursor.is("close")) throw cursor.unexpected();
  const close = cursor.next().text;
  return special ?? bracketed(cursor, open, close, items);
}

/** The A | B of a conditional probability, up to its closing bracket; null when it is none. */
function parseCondition(cursor: Cursor): Expression | null {
  const [event, bar] = [cursor.peek(), cursor.peek(1)];
  const simple =
    event.type === "name" && bar.type === "operator" && (bar.text === "|" || bar.text === "such");
  return simple
    ? parseDivided(cursor, (of, given) => ({ kind: "apply", name: "given", args: [of, given] }))
    : null;
}

/** {x | condition} or {x ∈ S : condition}, up to its closing brace; null when there is no "such that". */
function parseBuilder(cursor: Cursor): Expression | null {
  return cursor.is("close")
    ? null
    : parseDivided(cursor, (element, condition) => ({ kind: "builder", element, condition }));
}

/** Two parts with a bar or colon between, up to a closing bracket; null, and nothing read, when it is not so. */
function parseDivided(
  cursor: Cursor,
  join: (before: Expression, after: Expression) => Expression,
): Expression | null {
  const mark = cursor.mark();
  cursor.bars = 1; // so that a bar ends the first part rather than opens an absolute value
  cursor.colonEnds = true;
  const before = tryRead(cursor, () => parseRelation(cursor));
  cursor.bars = 0;
  cursor.colonEnds = false;
  if (before !== null && cursor.isOperator("|", "such", ":")) {
    cursor.next();
    const after = tryRead(cursor, () => asList(parseItems(cursor), cursor.connector));
    if (after !== null && cursor.is("close")) return join(before, after);
  }
  cursor.rewind(mark);
  return null;
}

function bracketed(cursor: Cursor, open: string, close: string, items: readonly Expression[]): Expression {
  const [only] = items;
  if (open === "\\{") return { kind: "set", items };
  if (open === "{" && items.length !== 1) return { kind: "set", items };
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

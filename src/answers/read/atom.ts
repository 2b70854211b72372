import type { Expression } from "../expression.ts";
import { parseBars, parseBrackets } from "./brackets.ts";
import { parseCall } from "./call.ts";
import { constructed } from "./constructors.ts";
import { parseCommand } from "./structures.ts";
import { show } from "../show.ts";
import { toDecimal } from "../rational.ts";
import type { Cursor } from "./cursor.ts";
import { numberFromWords } from "./numberWords.ts";
import { parseItems } from "./parse.ts";
import { parsePostfix, rawScript } from "./postfix.ts";
import type { Token } from "./token.ts";

/** One operand without what stands after it. */
export function parseAtom(cursor: Cursor): Expression {
  cursor.count();
  const token = cursor.peek();
  switch (token.type) {
    case "number":
      return parseNumber(cursor);
    case "name":
      return parseName(cursor);
    case "constant":
      return parseConstant(cursor);
    case "function":
      return cursor.deeper(() => parseCall(cursor));
    case "applied":
      return parseApplied(cursor, cursor.next().text);
    case "command":
      return cursor.deeper(() => parseCommand(cursor));
    case "open":
      return cursor.deeper(() => parseBrackets(cursor));
    case "text":
      return parseText(cursor);
    case "currency":
      cursor.next();
      return {
        kind: "quantity",
        value: parsePostfix(
          cursor,
          cursor.deeper(() => signed(cursor)),
        ),
        unit: token.text,
      };
    case "operator":
      return parseOperator(cursor, token);
    default:
      throw cursor.unexpected();
  }
}

function signed(cursor: Cursor): Expression {
  return cursor.take("-") ? { kind: "negative", of: parseAtom(cursor) } : parseAtom(cursor);
}

function parseOperator(cursor: Cursor, token: Token): Expression {
  if (token.text === "|" || token.text === "‖") return cursor.deeper(() => parseBars(cursor, token.text));
  if (token.text === "…") {
    cursor.next();
    return { kind: "text", text: "…" };
  }
  throw cursor.unexpected();
}

function parseNumber(cursor: Cursor): Expression {
  const token = cursor.next();
  if (token.value === undefined) throw cursor.unexpected();
  const digits = cursor.isOperator("_") ? digitsOf(token) : null;
  if (digits !== null) {
    cursor.next();
    const base = baseOf(rawScript(cursor));
    if (base !== null) return { kind: "based", digits, base };
    throw cursor.unexpected();
  }
  return { kind: "number", value: token.value, places: Math.max(0, token.places ?? 0) };
}

/** The base that an index names: "2", "(2)", "two"; null for anything else. */
function baseOf(index: string): number | null {
  const word = index.replace(/^\(|\)$/g, "");
  const base = Number(/^\d+$/.test(word) ? word : (numberFromWords(word) ?? NaN));
  return Number.isInteger(base) && base >= 2 && base <= 36 ? base : null;
}

/** The digits of a numeral as written, its point included; null when they are not plain. */
function digitsOf(token: Token): string | null {
  if (token.text !== "" || token.value === undefined) return token.text || null;
  const { places = 0 } = token;
  return places > 0 && places <= 40 ? toDecimal(token.value, places, true) : null;
}

/** Letters that name functions when a bracket follows them. */
const FUNCTION_LETTERS = new Set(["f", "g", "h", "F", "G", "H"]);

function parseName(cursor: Cursor): Expression {
  let name = cursor.next().text;
  if (cursor.isOperator("_")) name += subscript(cursor);
  const choice = name === "C" ? parseChoose(cursor) : null;
  if (choice !== null) return choice;
  const letter = name.replace(/_.*$/, "");
  if (!FUNCTION_LETTERS.has(letter)) return { kind: "symbol", name };
  return parseFunctionLetter(cursor, name);
}

/** C(6, 3), with digits only. */
function parseChoose(cursor: Cursor): Expression | null {
  const [open, n, comma, k, close] = [0, 1, 2, 3, 4].map((ahead) => cursor.peek(ahead));
  const fits =
    open?.text === "(" &&
    n?.type === "number" &&
    comma?.text === "," &&
    k?.type === "number" &&
    close?.text === ")";
  if (!fits) return null;
  cursor.next();
  const args = parseItems(cursor);
  cursor.next();
  return { kind: "call", name: "binomial", args };
}

function subscript(cursor: Cursor): string {
  cursor.next();
  return `_${rawScript(cursor)}`;
}

/** f(x), f'(x), f^2(x), f^{-1}(x); or f alone, a variable. */
function parseFunctionLetter(cursor: Cursor, name: string): Expression {
  const mark = cursor.mark();
  let full = name;
  while (cursor.isOperator("'", "''")) full += cursor.next().text;
  if (cursor.isOperator("^") && full === name) {
    cursor.next();
    const raised = rawScript(cursor);
    full += /^'+$/.test(raised) ? raised : `^${raised}`;
  }
  if (cursor.is("open", "(")) return parseApplied(cursor, full);
  cursor.rewind(mark);
  return { kind: "symbol", name };
}

function parseApplied(cursor: Cursor, name: string): Expression {
  cursor.next();
  const args = parseItems(cursor);
  if (!cursor.is("close")) throw cursor.unexpected();
  cursor.next();
  return constructed(name, args) ?? { kind: "apply", name, args: inOrder(name, args) };
}

/** Figures named by their end points, in either order. */
const SEGMENTS = new Set(["linesegment", "segment", "line"]);

/** The arguments in one order of those that name the same figure: angle(A, B, C) is angle(C, B, A). */
function inOrder(name: string, args: readonly Expression[]): readonly Expression[] {
  const [first, last] = [args[0], args.at(-1)];
  if (first === undefined || last === undefined || !(SEGMENTS.has(name) || name === "angle")) return args;
  return show(first) > show(last) ? [...args].reverse() : args;
}

function parseConstant(cursor: Cursor): Expression {
  const token = cursor.next();
  if (cursor.isOperator("_")) return { kind: "symbol", name: `${token.text}${subscript(cursor)}` };
  if (token.text !== "pi" && token.text !== "e" && token.text !== "i" && token.text !== "infinity")
    throw cursor.unexpected();
  return { kind: "constant", name: token.text };
}

/** Words up to the next sign, or the value after words such as "about". */
function parseText(cursor: Cursor): Expression {
  let text = cursor.next().text;
  while (cursor.is("text")) text += ` ${cursor.next().text}`;
  return { kind: "text", text };
}

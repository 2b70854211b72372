import { wholeNumber, type Expression } from "../expression.ts";
import { parseDecimal, rational } from "../rational.ts";
import { parseAtom } from "./atom.ts";
import { parseBound } from "./bound.ts";
import type { Cursor } from "./cursor.ts";
import { parseEnvironment } from "./environment.ts";
import { asList, parseItems } from "./parse.ts";
import { parsePostfix } from "./postfix.ts";
import { parseProduct } from "./sum.ts";
import type { Token } from "./token.ts";

/** A LaTeX command that takes arguments, or a sign of its own grammar. */
export function parseCommand(cursor: Cursor): Expression {
  const name = cursor.next().text;
  switch (name) {
    case "frac":
      return { kind: "quotient", over: argument(cursor), under: argument(cursor) };
    case "binom":
      return { kind: "call", name: "binomial", args: [argument(cursor), argument(cursor)] };
    case "sqrt":
      return parseRoot(cursor);
    case "√":
    case "∛":
    case "∜":
      return parseRadical(cursor, name);
    case "overline":
      return parseOverline(cursor);
    case "emptyset":
      return { kind: "set", items: [] };
    case "angle":
    case "triangle":
      return parseFigure(cursor, name);
    case "integral":
    case "sum":
    case "product":
    case "limit":
      return parseBound(cursor, name);
    default:
      if (/^d\d\/d/.test(name)) return { kind: "apply", name, args: [parseProduct(cursor)] };
      if (name.startsWith("begin ")) return parseEnvironment(cursor, name.slice(6));
      throw cursor.unexpected();
  }
}

/** A LaTeX argument: a group, or without braces a single token, of a number only its first digit: \frac12 is a half. */
export function argument(cursor: Cursor): Expression {
  const token = cursor.peek();
  if (token.type === "open" && token.text === "{") {
    cursor.next();
    const items = parseItems(cursor);
    if (!cursor.is("close", "}")) throw cursor.unexpected();
    cursor.next();
    return asList(items);
  }
  if (token.type === "number" && token.text.length > 1) splitDigits(cursor, token);
  return parseAtom(cursor);
}

function splitDigits(cursor: Cursor, token: Token): void {
  cursor.next();
  const [first, rest] = [token.text.slice(0, 1), token.text.slice(1)];
  cursor.replaceLast({ ...token, ...digits(first) }, { ...token, ...digits(rest), spaced: false });
}

function digits(text: string): Pick<Token, "text" | "value"> {
  return { text, value: parseDecimal(text) ?? rational(0n) };
}

function parseRoot(cursor: Cursor): Expression {
  if (!cursor.is("open", "[")) {
    if (cursor.is("open", "(")) return { kind: "call", name: "sqrt", args: [parseAtom(cursor)] };
    return { kind: "call", name: "sqrt", args: [argument(cursor)] };
  }
  cursor.next();
  const degree = asList(parseItems(cursor));
  if (!cursor.is("close")) throw cursor.unexpected();
  cursor.next();
  return { kind: "call", name: "root", args: [argument(cursor), degree] };
}

function parseRadical(cursor: Cursor, sign: string): Expression {
  const of = cursor.is("number") ? parseAtom(cursor) : parsePostfixOfLetter(cursor);
  if (sign === "√") return { kind: "call", name: "sqrt", args: [of] };
  return { kind: "call", name: "root", args: [of, wholeNumber(sign === "∛" ? 3n : 4n)] };
}

function parsePostfixOfLetter(cursor: Cursor): Expression {
  const atom = parseAtom(cursor);
  return atom.kind === "symbol" ? parsePostfix(cursor, atom) : atom;
}

/** A segment by its end points, in either order; of anything else the conjugate. */
function parseOverline(cursor: Cursor): Expression {
  const of = argument(cursor);
  const letters = pointNames(of);
  return letters === null
    ? { kind: "call", name: "conj", args: [of] }
    : { kind: "symbol", name: `segment ${letters.sort().join("")}` };
}

/** The letters of a product of capital letters such as AB; null for anything else. */
function pointNames(node: Expression): string[] | null {
  if (node.kind !== "product") return null;
  const names = node.factors.map((factor) =>
    factor.kind === "symbol" && /^[A-Z]/.test(factor.name) ? factor.name : null,
  );
  return names.every((name) => name !== null) ? names : null;
}

/** ∠ABC, which is ∠CBA; △ABC in any order. */
function parseFigure(cursor: Cursor, figure: string): Expression {
  let letters: string[] = [];
  while (cursor.is("name") && letters.length < 3) letters.push(cursor.next().text);
  if (letters.length === 0) letters = [cursor.next().text];
  const backwards = [...letters].reverse();
  const inOrder = letters.join("") < backwards.join("") ? letters : backwards;
  return { kind: "symbol", name: `${figure} ${(figure === "angle" ? inOrder : letters.sort()).join("")}` };
}

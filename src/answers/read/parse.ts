import type { Expression, RelationSign } from "../expression.ts";
import { UnreadableAnswer } from "../limits.ts";
import { show } from "../show.ts";
import { Cursor, type Break } from "./cursor.ts";
import { argument } from "./structures.ts";
import { tokenize } from "./scan.ts";
import { parseFactor, parseSum } from "./sum.ts";
import type { CommaReading, Token } from "./token.ts";

/**
 * Reads an answer in LaTeX, plain text or Unicode as an expression tree.
 * @throws UnreadableAnswer when it can't be read or is past the bounds of limits.ts.
 */
export function parseAnswer(text: string, commas: CommaReading = "by look"): Expression {
  return parseTokens(tokenize(text, commas));
}

/** Reads all of the tokens as one answer. @throws UnreadableAnswer as parseAnswer. */
export function parseTokens(tokens: readonly Token[]): Expression {
  const cursor = new Cursor(tokens);
  const items = parseItems(cursor);
  if (!cursor.is("end")) throw cursor.unexpected();
  return grouped(items, cursor.breaks) ?? asList(items, cursor.connector);
}

/** "x = 1, y = 2; x = 3, y = 4" as a list of lists. Null when the items don't fall into groups of one size above 1. */
function grouped(items: readonly Expression[], breaks: readonly Break[]): Expression | null {
  if (breaks.length === 0) return null;
  const starts = [0, ...breaks.map((place) => place.before)];
  const groups = starts.map((start, index) => items.slice(start, starts[index + 1]));
  const length = groups[0]?.length ?? 0;
  if (length < 2 || groups.some((group) => group.length !== length)) return null;
  if (breaks.some((place) => place.weak) && !items.every((item) => item.kind === "relation")) return null;
  return {
    kind: "list",
    items: groups.map((group) => ({ kind: "list", items: group, connector: "," })),
    connector: ",",
  };
}

/** A list of several items, or the only item itself. */
export function asList(items: readonly Expression[], connector: "," | "and" | "or" = ","): Expression {
  const [only] = items;
  if (only === undefined) throw new UnreadableAnswer("nothing is in it");
  return items.length === 1 ? only : { kind: "list", items, connector };
}

/** Separators that set groups apart. All but the semicolon do so only between groups of equations. */
const BREAKS = new Set([";", "or", "newline"]);
const SEPARATORS = [",", ";", "and", "or", "newline", "&"];

/** Items between separators, up to something that is neither. Arrows restart the list: what follows from something is the answer. */
export function parseItems(cursor: Cursor): Expression[] {
  let items: Expression[] = [];
  let connector: Cursor["connector"] = ",";
  const breaks: Break[] = [];
  for (;;) {
    while (cursor.isOperator(...SEPARATORS)) {
      const word = cursor.next().text;
      if (BREAKS.has(word) && items.length > 0) breaks.push({ before: items.length, weak: word !== ";" });
      if (word === "or" || (word === "and" && connector === ",")) connector = word;
    }
    if (cursor.take("=>")) items = [];
    if (cursor.is("end") || cursor.is("close")) break;
    if (cursor.is("command") && cursor.peek().text.startsWith("end ")) break;
    items.push(cursor.deeper(() => parseRelation(cursor)));
    if (!cursor.isOperator("=>", ...SEPARATORS)) break;
  }
  cursor.connector = connector;
  cursor.breaks = breaks;
  return items;
}

const SIGNS = new Set([
  "=",
  "!=",
  "<",
  "<=",
  ">",
  ">=",
  "~",
  "in",
  "notin",
  "ni",
  "notni",
  "subset",
  "subseteq",
  "supset",
  "supseteq",
]);

/** A chain of relations, or a single expression without any. */
export function parseRelation(cursor: Cursor): Expression {
  const sides: Expression[] = [];
  const signs: RelationSign[] = [];
  if (cursor.take("¬"))
    return { kind: "apply", name: "not", args: [cursor.deeper(() => parseRelation(cursor))] };
  if (!(cursor.is("operator") && SIGNS.has(cursor.peek().text))) sides.push(parseJoin(cursor));
  for (;;) {
    const sign = relationSign(cursor);
    if (sign === null) break;
    const right = cursor.is("end") && sides.length > 0 ? null : parseJoin(cursor);
    if (right === null) throw cursor.unexpected();
    if (sides.length === 0) return right; // "= 5" is 5
    addSide(cursor, sides, signs, sign, right);
  }
  const [only] = sides;
  return signs.length === 0 && only !== undefined ? only : { kind: "relation", signs, sides };
}

/** The relation here as written, moved past; null when there is none. `\not` before it negates it. */
function relationSign(cursor: Cursor): string | null {
  const negated = cursor.is("command", "not");
  const token = cursor.peek(negated ? 1 : 0);
  if (token.type !== "operator" || !(SIGNS.has(token.text) || token.text.startsWith("other:"))) return null;
  cursor.next();
  if (negated) cursor.next();
  return negated ? negate(token.text) : token.text;
}

function negate(sign: string): string {
  const opposite: Record<string, string> = {
    "=": "!=",
    in: "notin",
    ni: "notni",
    "<": ">=",
    ">": "<=",
    "<=": ">",
    ">=": "<",
  };
  return opposite[sign] ?? `other:n${sign.replace("other:", "")}`;
}

const FLIPPED: ReadonlyMap<string, RelationSign> = new Map<string, RelationSign>([
  ["ni", "in"], ["notni", "notin"], ["supset", "subset"], ["supseteq", "subseteq"],
]); // prettier-ignore

function addSide(
  cursor: Cursor,
  sides: Expression[],
  signs: RelationSign[],
  sign: string,
  right: Expression,
): void {
  const left = sides.pop();
  if (left === undefined) throw cursor.unexpected();
  if (sign.startsWith("other:")) {
    sides.push(otherRelation(sign.slice(6), left, right));
    return;
  }
  const flipped = FLIPPED.get(sign);
  sides.push(...(flipped === undefined ? [left, right] : [right, left]));
  signs.push(flipped ?? (sign as RelationSign));
}

const SYMMETRIC = new Set(["parallel", "perp", "cong", "sim"]);

/** A relation this grader knows by name only, as a function of its sides; "A is no superset of B" the other way round. */
function otherRelation(name: string, left: Expression, right: Expression): Expression {
  const backwards = name.startsWith("nsup") || (SYMMETRIC.has(name) && show(left) > show(right));
  return {
    kind: "apply",
    name: name.replace("nsup", "nsub"),
    args: backwards ? [right, left] : [left, right],
  };
}

const JOINS = new Map<string, "union" | "intersection" | "minus">([
  ["union", "union"],
  ["intersection", "intersection"],
  ["minus", "minus"],
]);

/** Sets joined by union, intersection or difference. */
function parseJoin(cursor: Cursor): Expression {
  let left = parseRatio(cursor);
  while (cursor.is("command", "pmod")) left = parseModulus(cursor, left);
  for (;;) {
    const sign = cursor.is("operator") ? JOINS.get(cursor.peek().text) : undefined;
    if (sign === undefined) return left;
    cursor.next();
    left = { kind: "join", sign, left, right: parseRatio(cursor) };
  }
}

/** ... (mod m), as a value of its own kind: 7 (mod 5) is 2 (mod 5), not 2. */
function parseModulus(cursor: Cursor, value: Expression): Expression {
  cursor.next();
  const modulus = cursor.is("open") ? argument(cursor) : parseFactor(cursor);
  return {
    kind: "apply",
    name: "mod",
    args: [{ kind: "call", name: "mod", args: [value, modulus] }, modulus],
  };
}

function parseRatio(cursor: Cursor): Expression {
  const parts = [parseSum(cursor)];
  while (!cursor.colonEnds && cursor.isOperator(":") && cursor.left() > 1) {
    cursor.next();
    parts.push(parseSum(cursor));
  }
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { kind: "ratio", parts };
}

import { wholeNumber, type Expression } from "../expression.ts";
import { UnreadableAnswer } from "../limits.ts";
import { parseAtom } from "./atom.ts";
import type { Cursor } from "./cursor.ts";
import { parseItems } from "./parse.ts";
import { startsAtom } from "./sum.ts";

/** What stands after an operand and belongs to it: powers, factorials, percent, degrees, primes. */
export function parsePostfix(cursor: Cursor, atom: Expression): Expression {
  let node = atom;
  for (;;) {
    cursor.count();
    if (cursor.isOperator("!") && !isUnequal(cursor)) node = factorial(cursor, node);
    else if (cursor.isOperator("'", "''")) node = primed(cursor, node);
    else if (cursor.isOperator("%")) node = { kind: "quantity", value: (cursor.next(), node), unit: "%" };
    else if (cursor.isOperator("°")) node = degrees(cursor, node);
    else if (cursor.isOperator("^")) node = power(cursor, node);
    else return node;
  }
}

function isUnequal(cursor: Cursor): boolean {
  const after = cursor.peek(1);
  return after.type === "operator" && after.text === "=";
}

function factorial(cursor: Cursor, node: Expression): Expression {
  cursor.next();
  const double = cursor.isOperator("!") && !cursor.peek().spaced;
  if (double) cursor.next();
  return { kind: "call", name: double ? "doublefactorial" : "factorial", args: [node] };
}

function primed(cursor: Cursor, node: Expression): Expression {
  const marks = cursor.next().text;
  if (node.kind === "symbol" || node.kind === "apply") return { ...node, name: node.name + marks };
  if (node.kind === "number") return { kind: "quantity", value: node, unit: marks === "'" ? "'" : "''" };
  throw cursor.unexpected();
}

function degrees(cursor: Cursor, node: Expression): Expression {
  cursor.next();
  const inner = cursor.peek();
  if (node.kind === "symbol" && inner.type === "name") {
    cursor.next();
    return { kind: "symbol", name: `${node.name}∘${inner.text}` }; // f ∘ g
  }
  if (cursor.is("text") && /^(celsius|fahrenheit)$/i.test(inner.text)) cursor.next();
  const letter = cursor.peek();
  const temperature =
    letter.type === "name" && (letter.text === "C" || letter.text === "F") && !startsValue(cursor, 1);
  if (temperature) cursor.next();
  return { kind: "quantity", value: node, unit: "°" };
}

function startsValue(cursor: Cursor, ahead: number): boolean {
  return cursor.peek(ahead).type === "number" || cursor.peek(ahead).type === "open";
}

const ORDINAL = /^(th|st|nd|rd)$/;

function power(cursor: Cursor, base: Expression): Expression {
  cursor.next();
  const inGroup = cursor.is("open", "{");
  const inner = cursor.peek(inGroup ? 1 : 0);
  const marks = inner.type === "operator" ? inner.text : "";
  const alone = !inGroup || cursor.peek(2).type === "close";
  if (alone && (marks === "°" || marks === "'" || marks === "''" || marks === "*")) {
    if (inGroup) cursor.next();
    const node =
      marks === "°" ? degrees(cursor, base) : marks === "*" ? starred(cursor, base) : primed(cursor, base);
    if (inGroup) cursor.next();
    return node;
  }
  if (inGroup && inner.type === "text" && ORDINAL.test(inner.text)) {
    cursor.rewind(cursor.mark() + 3);
    return base;
  }
  const exponent = base.kind === "symbol" ? scriptBeforeIndex(cursor) : parseScript(cursor);
  if (base.kind === "number" && exponent.kind === "symbol" && exponent.name === "o")
    return { kind: "quantity", value: base, unit: "°" };
  return powerOf(lowered(cursor, base), exponent);
}

/** The script of a letter; of the 2 in v^2_0 the index is none, but of the letter. */
function scriptBeforeIndex(cursor: Cursor): Expression {
  const { type, value, places = 0 } = cursor.peek();
  const index = cursor.peek(1);
  if (type !== "number" || value === undefined || index.type !== "operator" || index.text !== "_")
    return parseScript(cursor);
  cursor.next();
  return { kind: "number", value, places };
}

/** v^2_0 is v_0^2: a script below may stand after the one above. */
function lowered(cursor: Cursor, base: Expression): Expression {
  if (base.kind !== "symbol" || base.name.includes("_") || !cursor.take("_")) return base;
  return { ...base, name: `${base.name}_${rawScript(cursor)}` };
}

function starred(cursor: Cursor, base: Expression): Expression {
  cursor.next();
  return base.kind === "symbol" ? { ...base, name: `${base.name}*` } : base;
}

/** base to the exponent; C_5^2 and A_5^2, with digits only, count choices and arrangements of 2 among 5. */
export function powerOf(base: Expression, exponent: Expression): Expression {
  const from = base.kind === "symbol" ? /^([CAP])_(\d{1,4})$/.exec(base.name) : null;
  if (from !== null && exponent.kind === "number") {
    const args = [wholeNumber(BigInt(from[2] ?? 0)), exponent];
    return { kind: "call", name: from[1] === "C" ? "binomial" : "permutations", args };
  }
  return { kind: "power", base, exponent };
}

/**
 * What stands raised or lowered: a group, or signs and one operand. Something that is no expression, such as the charge in
 * C^{4+}, becomes a symbol of that text.
 */
export function parseScript(cursor: Cursor, raised = true): Expression {
  const mark = cursor.mark();
  try {
    return cursor.deeper(() => scriptExpression(cursor, raised));
  } catch (error) {
    if (!(error instanceof UnreadableAnswer)) throw error;
    cursor.retry(mark);
    return { kind: "symbol", name: rawScript(cursor) };
  }
}

function scriptExpression(cursor: Cursor, raised: boolean): Expression {
  if (cursor.is("open", "{")) {
    cursor.next();
    const items = parseItems(cursor);
    const [only] = items;
    if (items.length !== 1 || only === undefined || !cursor.is("close", "}")) throw cursor.unexpected();
    cursor.next();
    return only;
  }
  if (cursor.isOperator("-", "+", "±")) {
    const sign = cursor.next().text;
    const of = scriptExpression(cursor, raised);
    return sign === "-" ? { kind: "negative", of } : of;
  }
  if (!startsAtom(cursor)) throw cursor.unexpected();
  let node = parseAtom(cursor);
  if (cursor.isOperator("!") && !isUnequal(cursor)) node = factorial(cursor, node);
  if (raised && cursor.isOperator("^")) {
    cursor.next();
    node = powerOf(
      node,
      cursor.deeper(() => parseScript(cursor)),
    );
  }
  return node;
}

/** The text of the script at the cursor, moved past: a bracketed group whole, else one token. */
export function rawScript(cursor: Cursor): string {
  const mark = cursor.mark();
  let depth = 0;
  do {
    const token = cursor.next();
    if (token.type === "end") throw cursor.unexpected();
    if (token.type === "open") depth += 1;
    if (token.type === "close") depth -= 1;
  } while (depth > 0);
  const tokens = cursor.since(mark);
  const inner = tokens.length > 2 && tokens[0]?.type === "open" ? tokens.slice(1, -1) : tokens;
  return inner
    .map((token) => token.text || (token.value === undefined ? "" : String(token.value.num)))
    .join("");
}

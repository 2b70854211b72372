import { isInteger } from "../rational.ts";
import type { Cursor } from "./cursor.ts";
import type { BinaryOperator, Node } from "./syntax.ts";
import type { Token } from "./token.ts";
import { DETERMINERS, SPOKEN } from "./words.ts";

/** An operator between two operands; powers are read with their base. */
export type Joining = Exclude<BinaryOperator, "^">;

/** An operator found in the tokens. */
export interface Found {
  readonly operator: Joining;
  /** How many tokens it takes; a product without a sign takes none. */
  readonly length: number;
  /** A person may read it otherwise. */
  readonly doubtful: boolean;
}

const found = (operator: Joining, length: number, doubtful = false): Found => ({
  operator,
  length,
  doubtful,
});

/** The operator at a place where one may follow `left`, or null. */
export function operatorAt(cursor: Cursor, left: Node): Found | null {
  const token = cursor.peek();
  if (token === undefined) return null;
  if (token.kind === "operator") return written(token);
  if (token.kind === "percent") return isRemainder(cursor) ? found("mod", 1) : null;
  if (token.kind === "word") return spoken(cursor, token, left);
  const cross = token.kind === "name" && /^[xX]$/.test(token.text) ? crossAt(cursor, token) : null;
  return cross ?? implicit(cursor, token, left);
}

function written(token: Token): Found | null {
  switch (token.text) {
    case "+":
    case "-":
    case "*":
    case "/":
    case "mod":
    case "//":
      return found(token.text, 1);
    case "÷":
      return found("/", 1);
    default:
      return null;
  }
}

/** "17 % 5", as programs write a remainder: whether the percent sign here stands for that. */
export function isRemainder(cursor: Cursor): boolean {
  const token = cursor.peek();
  const next = cursor.peek(1);
  return token?.tight === false && next?.tight === false && /^(?:number|open|name)$/.test(next.kind);
}

/** A letter x as a multiplication sign: a number or a bracket follows, apart from it. */
function crossAt(cursor: Cursor, token: Token): Found | null {
  const next = cursor.peek(1);
  if (next === undefined || next.kind === "name" || !cursor.operandAt(1)) return null;
  // "3x - 5", "2x(4)": a letter that touches its number is a name, unless a number follows.
  if (token.tight) return next.kind === "number" ? found("*", 1, !next.tight) : null;
  return next.kind !== "operator" || cursor.peek(2)?.tight === true ? found("*", 1) : null;
}

function spoken(cursor: Cursor, token: Token, left: Node): Found | null {
  const word = token.text.toLowerCase();
  const simple = SPOKEN.get(word);
  if (simple !== undefined) return cursor.operandAt(1) ? found(simple, 1) : null;
  if (cursor.peek(1)?.text === "by" && cursor.operandAt(2)) {
    if (word === "divided") return found("/", 2);
    if (word === "multiplied") return found("*", 2);
  }
  return word === "of" && isPart(left) ? wholeOf(cursor) : null;
}

/** "of 30", "of the 30" */
function wholeOf(cursor: Cursor): Found | null {
  const next = cursor.peek(1);
  const skipped = next?.kind === "word" && DETERMINERS.has(next.text.toLowerCase()) ? 1 : 0;
  return cursor.operandAt(1 + skipped) ? found("of", 1 + skipped) : null;
}

/** Whether "of" after it takes a part: a percentage or a fraction. */
function isPart(node: Node): boolean {
  if (node.type === "number") return node.percent || !isInteger(node.value);
  if (node.type === "percent" || node.type === "mixed") return true;
  if (node.type === "group") return isPart(node.of);
  return node.type === "binary" && node.operator === "/";
}

/** A product written side by side. */
function implicit(cursor: Cursor, token: Token, left: Node): Found | null {
  const before = cursor.before();
  if (before === undefined || before.kind === "word") return null;
  const product = found("implicit", 0, token.kind === "open" && !token.tight);
  switch (token.kind) {
    case "name":
      return token.tight || !isProse(cursor, token) ? product : null;
    case "function":
      return token.text !== "root" || token.tight ? product : null;
    case "open":
      return cursor.partner() >= 0 && (token.tight || before.kind === "close") ? product : null;
    case "number":
      return token.tight && left.type === "group" ? product : null;
    default:
      return null;
  }
}

/** A letter standing apart with a word after it ("3 a day", "5 A batteries") is no factor. */
function isProse(cursor: Cursor, token: Token): boolean {
  const next = cursor.peek(1);
  return next?.kind === "word" || next?.kind === "name" || token.text === "I";
}

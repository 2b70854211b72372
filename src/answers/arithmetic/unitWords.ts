import type { Cursor } from "./cursor.ts";
import type { Token } from "./token.ts";
import { GLUED, STOPS } from "./words.ts";

/** Most tokens of a remark in brackets, the brackets too. */
const MAX_REMARK = 14;
/** Most words of one unit ("square feet per gallon of paint"). */
const MAX_UNIT_WORDS = 5;

/** Takes the words after a quantity that name what is counted, and remarks in brackets; the words in lower case. */
export function takeUnit(cursor: Cursor): string {
  let words = "";
  for (let count = 0; count < MAX_UNIT_WORDS; count += 1) {
    const remark = remarkLength(cursor);
    if (remark > 0) {
      cursor.at += remark;
      continue;
    }
    const rate = cursor.atRate();
    const word = cursor.peek(rate ? 1 : 0);
    if (word === undefined || !isUnitWord(cursor, word, words === "" && !rate)) break;
    words += `${words === "" ? "" : " "}${rate ? "/ " : ""}${word.text.toLowerCase()}`;
    cursor.at += rate ? 2 : 1;
    takeUnitPower(cursor);
  }
  return words;
}

/** "7,995 (all cookies) - 2,595 (rainbow cookies)": how many tokens a remark in words takes here, or 0. */
function remarkLength(cursor: Cursor): number {
  const token = cursor.peek();
  if (token?.kind !== "open" || token.text === "{" || token.tight) return 0;
  const partner = cursor.partner();
  const length = partner - cursor.at + 1;
  if (partner < 0 || length < 3 || length > MAX_REMARK) return 0;
  const inside = cursor.tokens.slice(cursor.at + 1, partner);
  const worded = inside.every(({ kind }) => kind === "word" || kind === "name" || kind === "opaque");
  return worded && inside.some(({ kind }) => kind === "word") ? length : 0;
}

/** cm^2, ft², \text{cm}^2: the power belongs to the unit. */
function takeUnitPower(cursor: Cursor): void {
  const sign = cursor.peek();
  const word = cursor.before();
  // At most a closing brace stands between.
  if (sign?.kind !== "operator" || sign.text !== "^" || sign.start - (word?.end ?? 0) > 1) return;
  if (cursor.peek(1)?.kind === "number") cursor.at += 2;
  else if (
    cursor.peek(1)?.kind === "open" &&
    cursor.peek(2)?.kind === "number" &&
    cursor.peek(3)?.kind === "close"
  ) {
    cursor.at += 4;
  }
}

/** `next`: the word stands right after the quantity, where letters that touch the digits may be names of values. */
function isUnitWord(cursor: Cursor, token: Token, next: boolean): boolean {
  const word = token.text.toLowerCase();
  if (token.kind !== "word" || STOPS.has(word)) return false;
  if (word === "of") return !next && cursor.tokens[cursor.at + 1]?.kind === "word";
  if (!next || !token.tight || cursor.before()?.kind !== "number") return true;
  return GLUED.has(word) || /[^a-z]/.test(word) || (word.length > 3 && word === token.text);
}

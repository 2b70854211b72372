import type { Token } from "./token.ts";
import { unitsIn } from "./units.ts";
import { BINDING } from "./words.ts";

/** Whether what stands before the expression at token `from` makes it a part of something bigger. */
export function isPartOfBefore(tokens: readonly Token[], from: number): boolean {
  const before = tokens[from - 1];
  const first = tokens[from];
  if (before === undefined || first === undefined) return false;
  switch (before.kind) {
    case "relation":
    case "break":
      return false;
    case "open":
      return afterBracket(tokens, from - 1);
    case "word":
      return afterWord(tokens, from - 1, first);
    case "name":
      return first.tight || !/^[aAI]$/.test(before.text);
    case "opaque":
      return before.text !== ",";
    default:
      return true;
  }
}

function afterWord(tokens: readonly Token[], index: number, first: Token): boolean {
  const text = tokens[index]?.text ?? "";
  const word = text.toLowerCase();
  if ((first.tight && /[A-Za-z]$/.test(text)) || BINDING.has(word) || BINDING.has(word.replace(/s$/, "")))
    return true;
  // AB \sqrt{2}: a length times a root.
  if (first.kind === "function" && /^[A-Z]{2,3}$/.test(text)) return true;
  const kind = tokens[index - 1]?.kind;
  // "25 boys + his 1 teacher + 1 aunt = 27": the sum starts before.
  if (kind === "operator") return true;
  // "1 and 1/4 cup", "1 cup and 1/4 cup", "1 hour and 15 minutes": the quantity before belongs to it.
  const fraction = tokens[index + 2]?.text === "/" && tokens[index + 2]?.tight === true;
  const counted = tokens[index - 2]?.kind === "number";
  const measured = kind === "word" && unitsIn(tokens[index - 1]?.text ?? "").length > 0;
  return word === "and" && (kind === "number" || (counted && (fraction || measured)));
}

/** Behind an opening bracket with an operator, a name or a number before it. */
function afterBracket(tokens: readonly Token[], index: number): boolean {
  let at = index;
  while (tokens[at - 1]?.kind === "open") at -= 1;
  const before = tokens[at - 1];
  if (before === undefined || before.kind === "relation" || before.kind === "break") return false;
  return before.kind === "word" ? tokens[at]?.tight === true : true;
}

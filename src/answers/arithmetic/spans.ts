import type { Clause } from "./clauses.ts";
import { walk } from "./evaluate.ts";
import type { Node } from "./syntax.ts";

/** Where an equation starts: a command around its first word ("\text{Total} = 5") belongs to it. */
export function withCommand(text: string, start: number): number {
  const command = /\\[a-z]{2,12}\{$/.exec(text.slice(Math.max(0, start - 14), start));
  return command === null ? start : start - command[0].length;
}

/** Where an equation ends: the brace of "\boxed{43" belongs to it. */
export function withBrace(text: string, start: number, end: number): number {
  const equation = text.slice(start, end);
  const open = equation.split("{").length > equation.split("}").length;
  return open && text.charAt(end) === "}" ? end + 1 : end;
}

/** Whether an expression has a bracket around a calculation. */
export function holdsGroup(node: Node): boolean {
  let found = false;
  walk(node, (part) => {
    found ||= part.type === "group" && part.of.type === "binary";
  });
  return found;
}

/** How many characters before an equation are searched for a bracket left open. */
const LOOK_BACK = 2_000;

/** How many round brackets are open in a text at this place. */
export function openBrackets(text: string, at: number): number {
  let open = 0;
  for (let index = Math.max(0, at - LOOK_BACK); index < at; index += 1) {
    const char = text.charAt(index);
    if (char === "(") open += 1;
    if (char === ")" && open > 0) open -= 1;
  }
  return open;
}

/** Words that may stand before a label without being a part of it. */
const CONNECTIVES = /^(?:so|then|thus|therefore|hence|and|now|finally|next|we|get|have|that|is)$/i;

/** What stands before the first relation of a clause when it is a label ("Total cost", "x"), else "". */
export function labelOf(clause: Clause): string {
  const before = clause.tokens.slice(0, clause.relations[0] ?? 0);
  const start = before.findIndex((token) => token.kind !== "word" || !CONNECTIVES.test(token.text));
  const label = start < 0 ? [] : before.slice(start);
  const worded = label.some((token) => token.kind === "word" || token.kind === "name");
  if (!worded || label.length > 24) return "";
  return label.map((token) => token.text).join(" ");
}

import { Parser } from "./parse.ts";
import type { Node, Run } from "./syntax.ts";
import type { Token } from "./token.ts";
import { tokenize } from "./tokens.ts";
import { unitsIn } from "./units.ts";
import { LEADS } from "./words.ts";

/** A stretch of text without an end of sentence, comma or arrow in it, that has a relation. */
export interface Clause {
  readonly tokens: readonly Token[];
  /** Indices of the relations in it. */
  readonly relations: readonly number[];
  readonly parser: Parser;
  /** It speaks of equality modulo a number. */
  readonly modular: boolean;
  /** It stands inside a calculator note. */
  readonly note: boolean;
  /** What ended the clause before: a break's text, or "" at the start of the text. */
  readonly after: string;
}

/** The two sides of one relation. */
export interface Link {
  readonly clause: Clause;
  /** Which relation of the clause, from 0. */
  readonly index: number;
  readonly left: Run;
  readonly right: Run;
  readonly approximate: boolean;
  /** The left side is also the whole right side of the relation before. */
  readonly chained: boolean;
  /** Another relation follows the right side. */
  readonly goesOn: boolean;
}

/** More words than this between a left side and its relation make a sentence of their own: "29 + 24 cards already up = 83". */
const MAX_TRAILING = 2;

/** The clauses of a step that have a relation in them; those of calculator notes `<<3*4=12>>` come apart from the text around. */
export function clausesOf(text: string): Clause[] {
  const clauses: Clause[] = [];
  const outside: Token[] = [];
  let from = 0;
  for (;;) {
    const open = text.indexOf("<<", from);
    const close = open < 0 ? -1 : text.indexOf(">>", open);
    if (close < 0) break;
    for (const token of tokenize(text, from, open)) outside.push(token);
    for (const clause of split(tokenize(text, open + 2, close), true)) clauses.push(clause);
    from = close + 2;
  }
  for (const token of tokenize(text, from)) outside.push(token);
  for (const clause of split(outside, false)) clauses.push(clause);
  return clauses;
}

function split(tokens: readonly Token[], note: boolean): Clause[] {
  const clauses: Clause[] = [];
  const spoken = tokens.map((token, index) => spokenRelation(tokens, index) ?? token);
  let part: Token[] = [];
  let after = "";
  spoken.forEach((token, index) => {
    if (token.kind !== "break") {
      part.push(token);
      return;
    }
    if (joins(spoken, index)) return;
    close(token.text);
  });
  close("");
  return clauses;

  function close(end: string): void {
    const relations = part.flatMap((token, index) => (token.kind === "relation" ? [index] : []));
    if (relations.length > 0) {
      clauses.push({
        tokens: part,
        relations,
        parser: new Parser(part),
        modular: part.some(isModular),
        note,
        after,
      });
    }
    part = [];
    after = end;
  }
}

const isModular = (token: Token): boolean => token.text === "pmod" || token.text === "equiv";

/** "equals" between two sides is a relation. */
function spokenRelation(tokens: readonly Token[], index: number): Token | null {
  const token = tokens[index];
  if (token?.kind !== "word" || token.text.toLowerCase() !== "equals") return null;
  return { ...token, kind: "relation", text: "=" };
}

/** Ends of lines and of displayed formulas. */
const LINE_ENDS = new Set(["\n", "\\\\", "[", "]", "$$", "quad", "qquad"]);

/** Whether an equation goes on over this end of line: the next line starts, or this one ends, with a relation or an operator. */
function joins(tokens: readonly Token[], index: number): boolean {
  const end = tokens[index]?.text ?? "";
  if (!LINE_ENDS.has(end)) return false;
  const next = tokens.slice(index + 1, index + 6).find((token) => !LINE_ENDS.has(token.text));
  const before = tokens[index - 1];
  if (next?.kind === "relation" || before?.kind === "relation") return true;
  return before?.kind === "operator" || (end === "\\\\" && next?.kind === "operator");
}

/** The links of a clause whose two sides can be read. */
export function linksOf(clause: Clause): Link[] {
  const links: Link[] = [];
  clause.relations.forEach((at, index) => {
    const link = linkAt(clause, index, at);
    if (link !== null) links.push(link);
  });
  return links;
}

function linkAt(clause: Clause, index: number, at: number): Link | null {
  const start = (clause.relations[index - 1] ?? -1) + 1;
  const end = clause.relations[index + 1] ?? clause.tokens.length;
  const left = leftSide(clause, start, at, index > 0);
  if (left === null) return null;
  const right = rightOf(clause, index);
  if (right === null) return null;
  return {
    clause,
    index,
    left,
    right,
    approximate: leadLength(clause, at + 1) > 0 || clause.tokens[at]?.text === "≈",
    chained: index > 0 && left.from === start,
    goesOn: clause.relations[index + 1] !== undefined && reaches(clause, right, end),
  };
}

/** The right side of the relation with this index, or null when none can be read there. */
export function rightOf(clause: Clause, index: number): Run | null {
  const at = clause.relations[index];
  if (at === undefined) return null;
  const end = clause.relations[index + 1] ?? clause.tokens.length;
  return rightSide(clause, at + 1 + leadLength(clause, at + 1), end);
}

/** "about", "approximately" at the start of a right side. */
function leadLength(clause: Clause, at: number): number {
  const token = clause.tokens[at];
  return token?.kind === "word" && LEADS.has(token.text.toLowerCase()) ? 1 : 0;
}

/** Whether the run fills its segment up to `end`; closing brackets too many are left aside. */
function reaches(clause: Clause, run: Run, end: number): boolean {
  let at = run.tail;
  while (at < end && clause.parser.isStray(at)) at += 1;
  return at === end;
}

/** The last run of a segment, when it reaches the segment's end. */
function leftSide(clause: Clause, start: number, end: number, between: boolean): Run | null {
  let at = start;
  while (at < end) {
    if (!canStart(clause.tokens, at)) {
      at += 1;
      continue;
    }
    const run = clause.parser.run(at, end);
    if (run === null) {
      at += 1;
      continue;
    }
    if (run.tail === end || (between && reaches(clause, run, end))) {
      return run.trailing > MAX_TRAILING && run.operators > 0 ? { ...run, open: true } : run;
    }
    at = Math.max(run.tail, at + 1);
  }
  return null;
}

/** Whether an expression may start at this token. A sign right after an operand, apart from what it would sign, is an operator. */
function canStart(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  if (token === undefined) return false;
  if (token.kind !== "operator") return true;
  if (token.text !== "-" || token.tight) return false;
  const before = tokens[at - 1];
  const next = tokens[at + 1];
  if (before === undefined || before.kind === "relation" || before.kind === "open") return true;
  return before.kind === "word" && next?.tight === true;
}

/** The first run of a segment, when the segment starts with it. */
function rightSide(clause: Clause, start: number, end: number): Run | null {
  const run = clause.parser.run(start, end);
  if (run === null || run.open) return run;
  return { ...run, open: partOfMore(clause, run, end), doubtful: run.doubtful || listed(clause, run) };
}

function unitOf(node: Node): string {
  return node.type === "number" || node.type === "group" ? node.unit : "";
}

/** Whether what follows the run belongs to its value: "= 3 remainder 2", "= 5 or 6", "= 2 (mod 3)", "= 3 : 4". */
function partOfMore(clause: Clause, run: Run, end: number): boolean {
  const next = run.tail < end ? clause.tokens[run.tail] : undefined;
  if (next === undefined) return false;
  switch (next.kind) {
    case "word":
      return next.tight || goesOnInWords(clause, run.tail, next.text.toLowerCase());
    case "name":
      return next.tight || !/^[aAI]$/.test(next.text);
    case "opaque":
      return next.text !== ",";
    case "operator":
      return next.text !== "-" || !next.tight;
    case "open":
      return next.tight || /^(?:mod|base)$/.test(clause.tokens[run.tail + 1]?.text ?? "");
    case "function":
      return true;
    default:
      return false;
  }
}

/** "= 3 remainder 2", "= 20 of 50": whether a word after a value makes it a part of more. "20 of them" is no more than 20. */
function goesOnInWords(clause: Clause, at: number, word: string): boolean {
  if (word !== "of") return /^(?:remainder|or|to|mod|modulo|plus|minus|times|divided)$/.test(word);
  return clause.tokens.slice(at + 1, at + 3).some((token) => token.kind === "number");
}

/** A number right after the run, or after "and": a compound quantity, digits in groups, or a list. */
function listed(clause: Clause, run: Run): boolean {
  const next = clause.tokens[run.tail];
  if (next?.kind === "number") return true;
  // "1 (-2)^3" may be a product, "15 (3 * 5)" a remark.
  if (next?.kind === "open") return clause.tokens[run.tail + 1]?.kind !== "word";
  if (next?.text !== "and") return false;
  const added = clause.tokens[run.tail + 1];
  // "1 hour and 30 minutes", "16 and (2/3)", "2 and 1/2"; but not "7 and 9 - 4 = 5".
  if (added?.kind === "open" || added?.kind === "function") return true;
  return (
    added?.kind === "number" &&
    (unitsIn(unitOf(run.node)).length > 0 || clause.tokens[run.tail + 2]?.text === "/")
  );
}

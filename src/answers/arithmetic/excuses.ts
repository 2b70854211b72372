import { attempt } from "../rational.ts";
import { literal, phrases, startsWith } from "./agree.ts";
import type { Link } from "./clauses.ts";
import { PLAIN, evaluate } from "./evaluate.ts";
import type { Node, Run } from "./syntax.ts";
import { unitsIn } from "./units.ts";
import { type Value, asNumber, negative, over, same } from "./value.ts";
import { DENIALS, ROUNDING, SCALES } from "./words.ts";

/** Most characters of a sentence that are looked at on either side of an equation. */
const SENTENCE = 400;

/** Whether a link is a claim that can be held to: a calculation on a side, and both sides whole. */
export function isClaim(link: Link): boolean {
  const { left, right, clause, chained } = link;
  if (left.open || right.open || left.node.type === "name" || right.node.type === "name") return false;
  if (clause.modular) return false;
  if (left.operators > 0 || chained) return true;
  // "12 = 3 * 5" is a claim where nothing stands before it; "Day 1 = 3 * 5" names a day.
  return right.operators > 0 && left.from === 0 && left.tail === left.to;
}

/** Whether two sides that differ may still be no mistake: a guess, a running calculation, a price of different things. */
export function isExcused(link: Link, text: string, left: Value): boolean {
  if ((link.goesOn || link.right.spoken) && startsWith(link.right.node, left)) return true;
  if (lessBy(link, text, left) || countsInThousands(link, text, left)) return true;
  if (pricesThings(link.left, link.right)) return true;
  if (groupedOtherwise(link, text) || readsAsFractions(link)) return true;
  return sentenceHas(text, link, DENIALS) || asks(link, text);
}

/** "1/40 + 1/45 = 85/40*45", "50/12+13 = 2": a slash typed for a long fraction line, on either side or both. */
function readsAsFractions(link: Link): boolean {
  const { left, right } = link;
  const lefts = [evaluate(left.node, PLAIN), asFraction(link, left)];
  const rights = [evaluate(right.node, PLAIN), asFraction(link, right)];
  return lefts.some((l) => l !== null && rights.some((r) => r !== null && same(l, r)));
}

/** The value of a side when its only slash divides all that stands before it by all that stands after it. */
function asFraction({ clause }: Link, { from, to }: Run): Value | null {
  const slashes = clause.parser.slashes(from, to);
  const [slash] = slashes;
  if (slash === undefined || slashes.length > 1) return null;
  const top = clause.parser.run(from, slash);
  const bottom = clause.parser.run(slash + 1, to);
  if (top?.tail !== slash || bottom === null || bottom.to !== to) return null;
  const [above, below] = [evaluate(top.node, PLAIN), evaluate(bottom.node, PLAIN)];
  return above === null || below === null ? null : attempt(() => over(above, below));
}

/** "2 pens + 3 pencils = $12": what is added up is not what is counted. */
function pricesThings(left: Run, right: Run): boolean {
  const result = literal(right.node);
  if (result === null) return false;
  const unit = result.number.money ? "$" : result.number.unit;
  const kinds = new Set(addends(left.node).map((node) => phrases(node).at(-1) ?? ""));
  if (kinds.has("") || kinds.size < 2) return false;
  return unitsIn(unit).length > 0 && !kinds.has(unit);
}

function addends(node: Node): Node[] {
  const found: Node[] = [];
  let part = node;
  while (part.type === "binary" && (part.operator === "+" || part.operator === "-")) {
    found.push(part.right);
    part = part.left;
  }
  found.push(part);
  return found;
}

/** "$1800 - $2000 = $200 less": the words carry the sign. */
function lessBy(link: Link, text: string, left: Value): boolean {
  const right = evaluate(link.right.node, PLAIN);
  const last = link.clause.tokens[link.right.to - 1];
  if (right === null || last === undefined || !same(negative(left), right)) return false;
  return /^[^.\n=]{0,40}\b(?:less|fewer|lower|below|short|shorter|younger|debt|loss|behind|decrease)/i.test(
    text.slice(last.end, last.end + 60),
  );
}

/** "5 thousand a day, so 5 * 3 = $15,000". */
function countsInThousands(link: Link, text: string, left: Value): boolean {
  const right = evaluate(link.right.node, PLAIN);
  if (right === null || asNumber(left) === 0) return false;
  const ratio = Math.log10(Math.abs(asNumber(right) / asNumber(left)));
  return (
    Math.abs(ratio) >= 2 && Math.abs(ratio - Math.round(ratio)) < 1e-9 && sentenceHas(text, link, SCALES)
  );
}

/** "14, 400 / 80 = 180", "= 3,5" with a decimal comma, "= 1 000" with a space, "= 3:4". */
function groupedOtherwise(link: Link, text: string): boolean {
  const first = link.clause.tokens[link.left.from];
  const last = link.clause.tokens[link.right.to - 1];
  if (first === undefined || last === undefined) return false;
  if (/^\d{3}$/.test(first.text) && /\d, ?$/.test(text.slice(first.start - 4, first.start))) return true;
  return /^(?:[,:]\d|\s\d{3}(?!\d))/.test(text.slice(last.end, last.end + 6));
}

/** "Is 3 + 4 = 8?" */
function asks(link: Link, text: string): boolean {
  const last = link.clause.tokens[link.right.to - 1];
  return last !== undefined && /^[^.!\n=]{0,60}\?/.test(text.slice(last.end, last.end + 64));
}

/** Whether the sentence around a link has one of these words. */
function sentenceHas(text: string, link: Link, words: ReadonlySet<string>): boolean {
  const first = link.clause.tokens[link.left.from];
  const last = link.clause.tokens[link.right.to - 1];
  if (first === undefined || last === undefined) return false;
  const before = text.slice(Math.max(0, first.start - SENTENCE), first.start);
  const after = text.slice(last.end, last.end + SENTENCE);
  const start = Math.max(before.lastIndexOf(". "), before.lastIndexOf("\n"), before.lastIndexOf("? "));
  const stop = /[.?!](?:\s|$)|\n/.exec(after)?.index ?? after.length;
  const sentence = `${before.slice(start + 1)} ${after.slice(0, stop)}`;
  return sentence
    .toLowerCase()
    .split(/[^\p{L}’']+/u)
    .some((word) => words.has(word.replace("’", "'")));
}

/** Whether the sentence allows rounding to whole numbers. */
export function mayRound(text: string, link: Link): boolean {
  return holdsNote(text, link) || sentenceHas(text, link, ROUNDING);
}

/** A calculator note before the result holds what it was rounded from. */
function holdsNote(text: string, link: Link): boolean {
  const from = link.clause.tokens[link.left.from]?.start ?? 0;
  return text.slice(from, link.clause.tokens[link.right.from]?.start ?? from).includes("<<");
}

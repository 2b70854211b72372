import { attempt, isInteger } from "../rational.ts";
import { startsWith } from "./agree.ts";
import { phrases } from "./conversions.ts";
import type { Link } from "./clauses.ts";
import { PLAIN, evaluate } from "./evaluate.ts";
import { literal } from "./rounding.ts";
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
  if (
    isCutOff(link) ||
    fillsWholly(link) ||
    isLabelled(link) ||
    isTornOff(link, text) ||
    hasRateOfMany(link, text)
  )
    return true;
  return sentenceHas(text, link, DENIALS) || asks(link, text) || isWeighed(link, text);
}

/** "2.666... * 6 = 16": a decimal that goes on, in a calculation, has not the value of its digits. */
function isCutOff({ clause, left, right }: Link): boolean {
  return clause.tokens.slice(left.from, right.to).some((token) => token.cut);
}

/** "107 cookies ÷ 5 cookies/bag = 21 bags": how many are filled, with nothing said of what is left. */
function fillsWholly({ left, right }: Link): boolean {
  const { node } = left;
  const result = literal(right.node)?.number;
  if (node.type !== "binary" || node.operator !== "/") return false;
  const [of, by] = [literal(node.left)?.number, literal(node.right)?.number];
  if (of === undefined || by === undefined || result === undefined || of.money || of.unit === "")
    return false;
  if (result.unit === "" || ![of, by, result].every(({ value }) => isInteger(value))) return false;
  const [n, d] = [of.value.num, by.value.num];
  return d > 1n && n > d && n / d === result.value.num;
}

/** "Model 3000 - 60 * 24 = 1440": a name that ends in a number, and a dash. */
function isLabelled({ clause, left, right }: Link): boolean {
  const [before, first, dash] = clause.tokens.slice(Math.max(0, left.from - 1), left.from + 2);
  if (left.from === 0 || before?.kind !== "word" || !/^\p{Lu}/u.test(before.text)) return false;
  if (first?.kind !== "number" || dash?.text !== "-" || dash.tight) return false;
  const rest = clause.parser.run(left.from + 2, left.to);
  if (rest === null || rest.to !== left.to) return false;
  const [a, b] = [evaluate(rest.node, PLAIN), evaluate(right.node, PLAIN)];
  return a !== null && b !== null && same(a, b);
}

/** The bottom of a fraction whose top can't be read, or a part "of" a Chinese sentence's thing. */
function isTornOff({ clause, left }: Link, text: string): boolean {
  const start = clause.tokens[left.from]?.start ?? 0;
  const before = text.slice(Math.max(0, start - 40), start).replace(/[\s{]+$/, "");
  return (
    (before.endsWith("}") && /\{\s*$/.test(text.slice(0, start + 1))) ||
    /的\s*(?:\$|\\\()?(?:\\frac)?$/.test(before)
  );
}

/** "30 minutes * 2 degrees/10 minutes": a rate by several of its units. */
function hasRateOfMany({ clause, left, right }: Link, text: string): boolean {
  const written = text.slice(clause.tokens[left.from]?.start ?? 0, clause.tokens[right.to - 1]?.end ?? 0);
  return /\d\s\p{L}+\/\d+(?:\.\d+)?\s?\p{L}/u.test(written);
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
  return /^(?:,\d|\s?:\s?\d|\s\d{3}(?!\d))/.test(text.slice(last.end, last.end + 6));
}

/** "Option B: 3 + 4 = 8", "3 + 4 = 8. This is false": a statement that is given, to be judged. */
function isWeighed({ clause, left, right }: Link, text: string): boolean {
  const start = clause.tokens[left.from]?.start ?? 0;
  const end = clause.tokens[right.to - 1]?.end ?? start;
  const given =
    /\b(?:option|choice|statement|equation|answer)\s*\(?[A-H]\)?\s*(?:is|,? we have|says|states)?\s*[:,]?\s*(?:is\s*)?(?:\$|\\\()?\s*\(*$/i;
  return (
    given.test(text.slice(Math.max(0, start - 50), start)) ||
    /^[^.\n]{0,20}\.\s+(?:this|that|it)\b[^.\n]{0,40}\b(?:incorrect|false|wrong|not)\b/i.test(
      text.slice(end, end + 100),
    )
  );
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

import type { Found } from "./boxed.ts";

const PAIRS: readonly (readonly [open: string, close: string])[] = [
  ["$$", "$$"],
  ["\\[", "\\]"],
  ["\\(", "\\)"],
  ["$", "$"],
];
const LONGEST = 4_096;

/** The formula in math delimiters that starts at a place; null when none does. */
export function leadingMath(text: string, at: number): Found | null {
  for (const [open, close] of PAIRS) {
    if (!text.startsWith(open, at)) continue;
    const start = at + open.length;
    const end = closing(text, start, close);
    if (end === null || end - start > LONGEST || text.slice(start, end).trim() === "") return null;
    return { answer: text.slice(start, end).trim(), start: at, end: end + close.length };
  }
  return null;
}

function closing(text: string, start: number, close: string): number | null {
  for (let at = text.indexOf(close, start); at >= 0; at = text.indexOf(close, at + 1)) {
    const escaped = close.startsWith("$") && text.charAt(at - 1) === "\\";
    if (!escaped) return at;
  }
  return null;
}

const NUMBER = /(?:[$€£¥]\s?)?[-−]?(?:\d[\d,]*\d|\d)?(?:\.\d+|\d)(?:\s\d+)?(?:\s?\/\s?\d+(?:\.\d+)?)?\s?%?/g;

/**
 * The last formula or number at or after `from`: the last formula if no number stands in words after it. What a text without any
 * announcement ends on.
 */
export function lastMath(text: string, from: number): Found | null {
  const tail = Math.max(from, text.length - 6_000);
  const formula = lastFormula(text, tail, /\d|[=<>]|\\/) ?? lastFormula(text, tail, /[\dA-Za-z]/);
  const number = lastNumber(text, Math.max(tail, formula?.end ?? 0));
  return number === null
    ? formula
    : (bracketed(text, tail, number) ?? computed(text, tail, number) ?? number);
}

/** The point or interval that a number ends: (2, 3). */
function bracketed(text: string, from: number, last: Found): Found | null {
  const end = /^\s*[)\]]/.exec(text.slice(last.end, last.end + 4))?.[0].length;
  const before = text.slice(Math.max(from, last.start - 60), last.start);
  const open = /[([](?:\s*[-−]?[\d./]+\s*,){1,5}\s*$/.exec(before);
  if (end === undefined || open === null) return null;
  const start = last.start - open[0].length;
  return { answer: text.slice(start, last.end + end), start, end: last.end + end };
}

const RESULT = /=\s*(?:\\?[$€£¥]\s?)?(-?\d[\d,]*(?:\.\d+)?(?:\s?\/\s?\d+)?%?)/g;

/** The number worked out last, where the sentence of `last` names it before: "a total of 34 hours in 4 weeks" after "20 + 14 = 34". */
function computed(text: string, from: number, last: Found): Found | null {
  if (/=\s*(?:\\?[$€£¥])?\s*$/.test(text.slice(Math.max(from, last.start - 8), last.start))) return null;
  const result = Array.from(text.slice(from, last.start).matchAll(RESULT)).at(-1)?.[1]?.replace(/,$/, "");
  if (result === undefined || result === last.answer || last.answer.startsWith(result)) return null;
  const sentence = sentenceStart(text, from, last.start);
  const named = new RegExp(`(?<![\\d.,])${result.replaceAll(".", "\\.")}(?![\\d/%]|[.,]\\d)`).exec(
    text.slice(sentence, last.start),
  );
  if (named === null) return null;
  const start = sentence + named.index;
  return { answer: result, start, end: start + result.length };
}

/** The most of a sentence that is looked at on each side of a number. */
const LONGEST_SENTENCE = 300;

/** What leads from one number of a sentence to the next: a circumstance, or a second thing that is told. */
const BESIDE =
  /\d[^.!?]*\s(?:(?:in|for|after|at|per|over|within|during|from|by|of|on|with|every|each|grade) (?:\p{L}+ ){0,2}|(?:and|while|but|whereas) (?:\p{L}+ ){1,6})$/iu;

/**
 * The other numbers of the sentence that a number nobody announced stands in, "30 miles in 5 hours": any of them may be the answer.
 * None where the text works it out.
 */
export function rivals(text: string, found: Found): readonly string[] {
  const results = text.slice(Math.max(0, found.end - LONGEST), found.end).matchAll(RESULT);
  if ([...results].some(([, result]) => result?.replace(/,$/, "") === found.answer)) return [];
  const start = sentenceStart(text, Math.max(0, found.start - LONGEST_SENTENCE), found.start);
  const rest = text.slice(found.end, found.end + LONGEST_SENTENCE);
  const sentence = `${text.slice(start, found.start)} ${rest.slice(0, rest.search(/[.!?。！？](?:\s|$)|\n|$/))}`;
  const before = text.slice(start, found.start);
  if (!BESIDE.test(before) || /[=<>$\\]/.test(sentence.replace(/\$(?=\d)/g, ""))) return [];
  const numbers = sentence.match(/(?<![\w.,/])\d[\d,]*(?:\.\d+)?%?(?![\w/])/g) ?? [];
  return [...new Set(numbers.map((number) => number.replace(/,$/, "")))].filter(
    (number) => number !== found.answer,
  );
}

function sentenceStart(text: string, from: number, to: number): number {
  for (let at = to - 1; at > from; at--) {
    if (text.charAt(at - 1) === "\n" || /[.!?]\s/.test(text.slice(at - 1, at + 1))) return at;
  }
  return from;
}

/** The last formula with something in it that fits `wanted`. */
function lastFormula(text: string, from: number, wanted: RegExp): Found | null {
  let last: Found | null = null;
  for (let at = from; at < text.length; at++) {
    const character = text.charAt(at);
    if (character !== "$" && character !== "\\") continue;
    const found = character === "\\" && !/[[(]/.test(text.charAt(at + 1)) ? null : leadingMath(text, at);
    if (found !== null && wanted.test(found.answer)) {
      last = found;
    }
    if (found !== null) at = found.end - 1;
    else if (character === "\\") at += 1;
  }
  return last;
}

function lastNumber(text: string, from: number): Found | null {
  let last: Found | null = null;
  NUMBER.lastIndex = from;
  for (let match = NUMBER.exec(text); match !== null; match = NUMBER.exec(text)) {
    const before = text.charAt(match.index - 1);
    if (/[A-Za-z_]/.test(before)) continue;
    const answer = match[0].trim().replace(/,$/, "");
    if (answer !== "") last = { answer, start: match.index, end: match.index + match[0].trimEnd().length };
  }
  return last;
}

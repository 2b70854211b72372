import { CONSTRUCTORS } from "./constructors.ts";
import { CONSTANTS, LETTERS } from "./names.ts";
import { matchAt } from "./numerals.ts";
import { emit, splice, type Scan } from "./scan.ts";
import type { Token } from "./token.ts";
import { isUnitAfterNumber, unitOf } from "./units.ts";
import {
  CONNECTORS,
  CURRENCY_CODES,
  functionNamed,
  gluedName,
  isProse,
  letter,
  ORDINALS,
  type Piece,
} from "./words.ts";

const RUN = /[A-Za-z]+/y;
/** A speed or acceleration after a number, where m and s would else be variables. */
const RATE = /(?:kms?|cm|m|ft|mi)\/(?:sec|min|hr|s|h)(?:\^?\{?[23]\}?|[²³])?(?![A-Za-z])/y;
/** Hours and minutes by their letters, where the smaller unit follows or went before: 2 h 15 min, 2h15m, 3 m 20 s. */
const LARGER_TIME = /[hm](?=\s?\d+(?:\.\d+)?\s?(?:mins?|minutes?|secs?|seconds?|[ms])(?![A-Za-z^]))/y;
const SMALLER_TIME = /[ms](?![A-Za-z^])/y;
/** The unit above a stroke where one of several letters is below it: g/cm^3, J/(kg·K). */
const UNIT_ABOVE = /[mgsLNJWVAC](?=\s?\/\s?(\(?)(?:k?g|[ckm]m|mL|mol|min|sec|hr)(?:\)|(?![A-Za-z])))/y;
/** One-letter words before a hyphen: x-axis, y-intercept. */
const HYPHENATED = /[A-Za-z]-([a-z]{4,})(?![A-Za-z(])/y;
/** 2 out of 5 */
const OUT_OF = /out of(?: every)?(?=\s+[\d\\])/y;
const ARTICLE = /(?:A|a|An|an|The|the)(?= [A-Za-z]{3,})/y;
/** log2(8) and log10(x), as programming languages name them. */
const LOG_WITH_BASE = /log(2|10)(?=\s?\()/y;
/** sqrt[3]{x} without its backslash */
const ROOT_WITH_DEGREE = /sqrt(?=\s?\[\s?\w{1,3}\s?\]\s?[({])/y;
const ATAN2 = /atan2(?=\s?\()/y;
const OPEN_INTERVAL = /Interval\.(?:open|Lopen|Ropen)(?=\()/y;
/** An area or a volume with its power typed on the line: 5 cm2. */
const RAISED_UNIT = /([cdkm]?m|ft|in|yd|mi)([23])(?![\w.^(])/y;
/** Digits straight after a letter, which are its index: the 1 of x1. */
const INDEX = /\d{1,3}(?!\d|\.\d)/y;
const TIMES_POWER_OF_TEN = /x\s*10\s*(?:\^|\*\*|[⁻⁰¹²³⁴⁵⁶⁷⁸⁹])/y;

/** Integrals, sums and limits typed without a backslash: int_0^1 x dx. */
const BOUND_WORDS: ReadonlyMap<string, string> = new Map([
  ["int", "integral"],
  ["sum", "sum"],
  ["prod", "product"],
  ["lim", "limit"],
]);

/** Letters and the place they stand in. */
interface Place {
  readonly run: string;
  readonly previous: Token | undefined;
  readonly beforePrevious: Token | undefined;
  readonly spaced: boolean;
  /** The character straight after the letters. */
  readonly next: string;
  /** What follows, white space aside. */
  readonly after: string;
}

/** Reads the letters at the scan's place as a function, a constant, words, or a product of one-letter variables. */
export function scanLetters(scan: Scan): void {
  const phrase = phraseHere(scan);
  if (phrase !== null) {
    take(scan, phrase.length, [{ type: "text", text: phrase }]);
    return;
  }
  const time = scan.tokens.at(-1)?.type === "number" ? timeHere(scan) : null;
  if (time !== null) {
    take(scan, 1, [{ type: "text", text: time }]);
    return;
  }
  const outOf = scan.tokens.at(-1)?.type === "number" ? matchAt(OUT_OF, scan.text, scan.at) : null;
  if (outOf !== null) {
    take(scan, outOf[0].length, [{ type: "operator", text: "/" }]);
    return;
  }
  if (isTimesSign(scan)) {
    take(scan, 1, [{ type: "operator", text: "*" }]);
    return;
  }
  const base = matchAt(LOG_WITH_BASE, scan.text, scan.at);
  if (base !== null) {
    splice(scan, `\\log_{${base[1] ?? ""}}`, base[0].length);
    return;
  }
  if (matchAt(ROOT_WITH_DEGREE, scan.text, scan.at) !== null) {
    splice(scan, "\\sqrt", 4);
    return;
  }
  if (matchAt(ATAN2, scan.text, scan.at) !== null) {
    take(scan, 5, [{ type: "function", text: "atan2" }]);
    return;
  }
  const openInterval = matchAt(OPEN_INTERVAL, scan.text, scan.at);
  if (openInterval !== null) {
    take(scan, openInterval[0].length, [{ type: "applied", text: openInterval[0] }]);
    return;
  }
  const raised = scan.tokens.at(-1)?.type === "number" ? matchAt(RAISED_UNIT, scan.text, scan.at) : null;
  if (raised !== null) {
    take(scan, raised[0].length, [{ type: "text", text: `${raised[1] ?? ""}^${raised[2] ?? ""}` }]);
    return;
  }
  const run = matchAt(RUN, scan.text, scan.at)?.[0] ?? "";
  const end = scan.at + run.length;
  const place: Place = {
    run,
    previous: scan.tokens.at(-1),
    beforePrevious: scan.tokens.at(-2),
    spaced: scan.spaced,
    next: scan.text.charAt(end),
    after: scan.text.slice(end, end + 12).trimStart(),
  };
  const pieces = run.length === 1 ? readOne(place) : readRun(place);
  const index = mayHaveIndex(place, pieces.at(-1)) ? matchAt(INDEX, scan.text, end)?.[0] : undefined;
  take(scan, run.length, index === undefined ? pieces : withIndex(pieces, index));
  if (index !== undefined) scan.at += index.length;
}

/** Whether digits straight after these letters are an index, and no argument or script of their own. */
function mayHaveIndex({ previous }: Place, last: Piece | undefined): boolean {
  const takesOne = previous?.type === "command" || /^[_^]$/.test(previous?.text ?? "");
  return last?.type === "name" && !takesOne;
}

function withIndex(pieces: readonly Piece[], index: string): readonly Piece[] {
  return pieces.map((piece, at) =>
    at === pieces.length - 1 ? { ...piece, text: `${piece.text}_${index}` } : piece,
  );
}

function take(scan: Scan, length: number, pieces: readonly Piece[]): void {
  for (const piece of pieces) emit(scan, piece);
  scan.at += length;
}

function phraseHere(scan: Scan): string | null {
  const rate = scan.tokens.at(-1)?.type === "number" ? matchAt(RATE, scan.text, scan.at) : null;
  if (rate !== null) return rate[0];
  const above = scan.tokens.at(-1)?.type === "number" ? matchAt(UNIT_ABOVE, scan.text, scan.at) : null;
  if (above !== null) return above[0];
  const hyphenated = matchAt(HYPHENATED, scan.text, scan.at);
  const stem = hyphenated?.[1] ?? "";
  if (hyphenated !== null && isProse(stem) && !LETTERS.has(stem)) return hyphenated[0];
  const article = matchAt(ARTICLE, scan.text, scan.at);
  if (article === null) return null;
  const noun = matchAt(RUN, scan.text, scan.at + article[0].length + 1)?.[0] ?? "";
  return isProse(noun) && !CONNECTORS.has(noun) ? article[0] : null;
}

/** The unit that one letter of an amount of time is: the h and m of 2h15m. Null for other letters. */
function timeHere(scan: Scan): string | null {
  const [before, amount] = scan.tokens.slice(-2);
  const unit = before?.type === "text" && amount?.type === "number" ? unitOf(before.text) : null;
  if (unit?.dimensions["time"] === 1 && matchAt(SMALLER_TIME, scan.text, scan.at) !== null)
    return scan.text.charAt(scan.at) === "m" ? "min" : "s";
  if (matchAt(LARGER_TIME, scan.text, scan.at) === null) return null;
  return scan.text.charAt(scan.at) === "m" ? "min" : "h";
}

/** The x of 5 x 10^3. */
function isTimesSign(scan: Scan): boolean {
  return scan.tokens.at(-1)?.type === "number" && matchAt(TIMES_POWER_OF_TEN, scan.text, scan.at) !== null;
}

function readOne({ run, previous, after }: Place): Piece[] {
  const between = previous?.type === "close" && /^[([{\\]/.test(after);
  const joins = between && (run === "U" || (run === "u" && (previous.text === "]" || after.startsWith("["))));
  return joins ? [{ type: "operator", text: "union" }] : [letter(run)];
}

function readRun(place: Place): Piece[] {
  const { run, previous, next, spaced } = place;
  if (next === "(" && CONSTRUCTORS.has(run) && !followsValue(previous))
    return [{ type: "applied", text: run }];
  if (run === "in" && isMembership(place)) return [{ type: "operator", text: "in" }];
  if (run === "not" && /^(?:[A-Z](?![A-Za-z])|\()/.test(place.after))
    return [{ type: "operator", text: "¬" }];
  if (run === "in" && previous !== undefined && ["number", "close", "text"].includes(previous.type))
    return [{ type: "text", text: run }];
  if (run === "US" && /^\\?\$/.test(place.after)) return [];
  if (ORDINALS.has(run) && previous?.type === "number" && !spaced) return [];
  if (CURRENCY_CODES.has(run)) return [{ type: "currency", text: run }];
  const connector = CONNECTORS.get(run.toLowerCase());
  if (connector !== undefined && run !== "OR" && !(connector === "mod" && next === "("))
    return [{ type: "operator", text: connector }];
  const fn = functionNamed(run, /[({[_^|]/.test(next));
  if (fn !== null) return [{ type: "function", text: fn }];
  if (CONSTANTS.has(run) || LETTERS.has(run)) return [letter(run)];
  return readUnknown(place);
}

/** Whether something stands before that a word such as "union" may join to what follows. */
function followsValue(previous: Token | undefined): boolean {
  return previous !== undefined && /^(?:number|name|constant|close|text)$/.test(previous.type);
}

function isMembership({ previous, after }: Place): boolean {
  if (/^[([{]|^\\\{|^\\mathbb|^[ℝℕℤℚℂ]/.test(after)) return true;
  return previous?.type === "name" && /^[A-Z]/.test(after);
}

function readUnknown({ run, previous, beforePrevious, spaced, next, after }: Place): Piece[] {
  const text: Piece[] = [{ type: "text", text: run }];
  const follows =
    previous !== undefined && ["number", "close", "text", "name", "constant"].includes(previous.type);
  const joined = /^[/*]$/.test(previous?.text ?? "") && /^(?:text|number)$/.test(beforePrevious?.type ?? "");
  const below = previous?.text === "(" && beforePrevious?.text === "/";
  if ((follows || joined || below) && isUnitAfterNumber(run)) return text;
  const glued = /^(or|and)([A-Za-z]{1,2})$/.exec(run);
  if (glued !== null && !spaced && (previous?.type === "number" || previous?.type === "close")) {
    return [{ type: "operator", text: glued[1] ?? "" }, ...Array.from(glued[2] ?? "").map(letter)];
  }
  if (BOUND_WORDS.has(run) && next === "_") return [{ type: "command", text: BOUND_WORDS.get(run) ?? run }];
  const parts = gluedName(run);
  if (parts !== null) return parts;
  if (next === "(" && run.length >= 4) return [{ type: "applied", text: run }];
  if (previous?.type === "text" && spaced) return text;
  const alone =
    (spaced || previous === undefined) &&
    !/^[-+*/^]$/.test(previous?.text ?? "") &&
    !/^[-+*/^_=<>|)}\]!'×·−]/.test(after) &&
    !/^[-+*/^_(]/.test(next);
  return isProse(run, alone) ? text : Array.from(run).map(letter);
}

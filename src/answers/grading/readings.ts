import { countNodes, prepare } from "../compare/prepare.ts";
import { leftToProgram } from "../compare/programs.ts";
import { same } from "../compare/same.ts";
import { compareTimes } from "../compare/times.ts";
import { equal, unsure, type Verdict } from "../compare/verdict.ts";
import { EVALUATIONS, NotNumeric } from "../evaluate/numeric.ts";
import { some, type Expression } from "../expression.ts";
import { MAX_NODES, TooManyParts, UnreadableAnswer } from "../limits.ts";
import { RationalError } from "../rational.ts";
import { numberFromChinese } from "../read/chineseNumbers.ts";
import { numberFromWords } from "../read/numberWords.ts";
import { parseAnswer } from "../read/parse.ts";
import type { CommaReading } from "../read/token.ts";
import { setFromWords } from "../read/wordSets.ts";
import { show } from "../show.ts";
import { clip, type Grade, type GradeOptions } from "./types.ts";
import { compareUnread } from "./unread.ts";

/** A way of reading an answer: with its commas so, and what came of it. */
interface Reading {
  readonly node: Expression | null;
  readonly failure: string;
  /** Whether no other way of reading it can do better. */
  readonly tooLarge?: boolean;
  /** Whether a comma is read against its look, as a decimal point where it would set off thousands. */
  readonly doubtful?: boolean;
}

/** Grades two cleaned answers by what they say, in whichever way of reading their commas makes them equal. */
export function gradeReadings(gold: string, pred: string, options: GradeOptions): Grade {
  if (gold === pred)
    return { ...equal("the same text"), ...shown(read(gold, "by look"), gold, read(pred, "by look"), pred) };
  const times = compareTimes(gold, pred);
  if (times !== null) return { ...times, gold, pred };
  const goldReadings = readings(gold);
  const predReadings = readings(pred);
  const work = { left: EVALUATIONS };
  let first: Grade | null = null;
  for (const a of goldReadings) {
    for (const b of predReadings) {
      const grade = { ...compareReadings(a, b, gold, pred, options, work), ...shown(a, gold, b, pred) };
      if (grade.equal === true)
        return a.doubtful || b.doubtful
          ? { ...grade, equal: null, reason: "equal if the comma is a decimal point" }
          : grade;
      first ??= grade;
    }
  }
  return first ?? { equal: null, reason: "not comparable", gold, pred };
}

function shown(a: Reading, gold: string, b: Reading, pred: string): Pick<Grade, "gold" | "pred"> {
  return {
    gold: clip(a.node === null ? gold : show(a.node)),
    pred: clip(b.node === null ? pred : show(b.node)),
  };
}

/** Looks like thousands, or like a list of two small numbers. */
const DOUBTFUL_COMMA = /(^|\D)(?:[1-9]\d{0,2},\d{3}|\d{1,2},\d)(\D|$)/;

function readings(text: string): Reading[] {
  const byLook = read(text, "by look");
  if (!/\d,\d/.test(text) || byLook.tooLarge === true) return [byLook];
  const all = [byLook, read(text, "separator")];
  if (text.indexOf(",") === text.lastIndexOf(",") && !/[()[\]{}]/.test(text)) {
    all.push({ ...read(text, "decimal"), doubtful: DOUBTFUL_COMMA.test(text) });
  }
  return all;
}

function read(text: string, commas: CommaReading): Reading {
  try {
    const words = numberFromWords(text) ?? numberFromChinese(text) ?? setFromWords(text);
    const node = parseAnswer(words ?? text, commas);
    if (countNodes(node) > MAX_NODES) throw new TooManyParts();
    return { node: prepare(node), failure: "" };
  } catch (error) {
    if (error instanceof UnreadableAnswer || error instanceof RationalError)
      return { node: null, failure: error.message, tooLarge: error instanceof TooManyParts };
    if (error instanceof RangeError) return { node: null, failure: "too deep" };
    throw error;
  }
}

/** What is left of the evaluations that all readings of a pair share. */
interface Work {
  left: number;
}

function compareReadings(
  a: Reading,
  b: Reading,
  gold: string,
  pred: string,
  options: GradeOptions,
  work: Work,
): Verdict {
  if (a.node === null || b.node === null) return compareUnread(gold, pred, a.failure || b.failure);
  const natural = compareNodes(a.node, b.node, Math.E, options, work);
  if (natural.equal === true || !(hasPlainLog(a.node) || hasPlainLog(b.node))) return natural;
  const decimal = compareNodes(a.node, b.node, 10, options, work);
  return decimal.equal === true ? decimal : natural;
}

function hasPlainLog(node: Expression): boolean {
  return some(node, (part) => part.kind === "call" && part.name === "log" && part.args.length === 1);
}

function compareNodes(
  gold: Expression,
  pred: Expression,
  logBase: number,
  options: GradeOptions,
  work: Work,
): Verdict {
  const budget = { left: work.left, stoodFor: false };
  try {
    const verdict = same(gold, pred, { budget, logBase, ordered: options.ordered ?? false });
    const program = verdict.equal === false ? leftToProgram(gold, pred) : null;
    return program === null ? verdict : unsure(`not comparable: ${program}(...) is left to work out`);
  } catch (error) {
    if (error instanceof NotNumeric || error instanceof RationalError)
      return unsure(`not comparable: ${error.message}`);
    throw error;
  } finally {
    work.left = budget.left;
  }
}

import {
  choiceOf,
  choiceText,
  choiceWithContent,
  isBareChoice,
  severalChoices,
  type Choice,
} from "./choices.ts";
import { cleanAnswer } from "./clean.ts";
import { countNodes, prepare } from "./compare/prepare.ts";
import { same } from "./compare/same.ts";
import { compareTexts, normalText } from "./compare/texts.ts";
import { compareTimes } from "./compare/times.ts";
import { different, equal, unsure, type Verdict } from "./compare/verdict.ts";
import { EVALUATIONS, NotNumeric } from "./evaluate/numeric.ts";
import { some, type Expression } from "./expression.ts";
import { joinedBoxes } from "./extract/boxed.ts";
import { extractFinalAnswer, extractGold, type Extraction } from "./extract.ts";
import { MAX_CHARACTERS, MAX_NODES, UnreadableAnswer } from "./limits.ts";
import { abs, equals, parseDecimal, RationalError } from "./rational.ts";
import { numberFromWords } from "./read/numberWords.ts";
import { setFromWords } from "./read/wordSets.ts";
import { parseAnswer } from "./read/parse.ts";
import type { CommaReading } from "./read/token.ts";
import { show } from "./show.ts";

/** What the grader may be told about the question. */
export interface GradeOptions {
  /** The texts of the options A, B, C ... of a multiple-choice question, so that a letter may be answered by its content. */
  readonly choices?: readonly string[];
  /** Whether a list must come in the gold answer's order. Brackets keep their order always. Default false. */
  readonly ordered?: boolean;
  /** Other numbers beside the prediction that may be the answer just as well, as an extraction tells them. */
  readonly rivals?: readonly string[];
}

/** The verdict on an answer. */
export interface Grade {
  /** true: equal; false: different; null: a judge or a person should look. */
  readonly equal: boolean | null;
  /** Why, in words: "equal as numbers", "different sets", "not comparable: ...". */
  readonly reason: string;
  /** What the gold answer was read as. */
  readonly gold: string;
  /** What the predicted answer was read as. */
  readonly pred: string;
}

/** The verdict on a whole output, with the place of its answer. */
export interface OutputGrade extends Grade {
  readonly extraction: Extraction;
}

/**
 * Whether two final answers are the same, as a person marking an exam would judge. Never throws; the same inputs always give the
 * same verdict; any input is answered within bounded time and memory.
 * @param gold the right answer: bare, boxed, or a whole solution that ends in it
 * @param pred the answer to judge, bare or boxed
 */
export function gradeAnswer(gold: string, pred: string, options: GradeOptions = {}): Grade {
  return gradeBesideRivals(extractGold(gold).answer ?? gold, bareAnswer(pred), options);
}

/** A prediction that was given boxed or in a sentence, without that. */
function bareAnswer(pred: string): string {
  const box = joinedBoxes(pred);
  if (box !== null) return box.answer;
  return /answer (?:is|:)|####/i.test(pred.slice(0, MAX_CHARACTERS))
    ? (extractFinalAnswer(pred).answer ?? pred)
    : pred;
}

/** Finds the final answer in a whole output and grades it against gold, which may itself be a whole solution. Never throws. */
export function gradeOutput(gold: string, output: string, options: GradeOptions = {}): OutputGrade {
  const extraction = extractFinalAnswer(output);
  const goldText = extractGold(gold).answer ?? gold;
  if (extraction.answer === null)
    return {
      equal: false,
      reason: extraction.reason,
      gold: clip(cleanAnswer(goldText)),
      pred: "",
      extraction,
    };
  const { answer, rivals = [] } = extraction;
  return { ...gradeBesideRivals(goldText, answer, { ...options, rivals }), extraction };
}

/** The most other numbers that are held against gold. */
const MOST_RIVALS = 6;

/** Grades an answer: unsure where nobody announced it and another number beside it would change the verdict. */
function gradeBesideRivals(gold: string, pred: string, options: GradeOptions): Grade {
  const grade = gradeTexts(gold, pred, options);
  const rivals = options.rivals?.slice(0, MOST_RIVALS) ?? [];
  const doubtful =
    grade.equal === true
      ? rivals.length > 0
      : grade.equal === false && rivals.some((rival) => gradeTexts(gold, rival, options).equal === true);
  return doubtful
    ? { ...grade, equal: null, reason: "which number of the last sentence is the answer is not said" }
    : grade;
}

function gradeTexts(goldText: string, predText: string, options: GradeOptions): Grade {
  if (goldText.length > MAX_CHARACTERS || predText.length > MAX_CHARACTERS) {
    return {
      equal: null,
      reason: `not comparable: longer than ${MAX_CHARACTERS} characters`,
      gold: clip(goldText),
      pred: clip(predText),
    };
  }
  const [gold, pred] = [cleanAnswer(goldText), cleanAnswer(predText)];
  if (gold === "") return { equal: null, reason: "not comparable: no gold answer", gold, pred };
  if (pred === "") return { equal: false, reason: "no answer", gold, pred };
  return gradeChoice(gold, pred, options) ?? gradeReadings(gold, pred, options);
}

function clip(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

function gradeChoice(gold: string, pred: string, options: GradeOptions): Grade | null {
  const goldIsLetter = isBareChoice(gold);
  const predIsLetter = isBareChoice(pred);
  const goldChoice = choiceOf(gold) ?? (predIsLetter ? choiceWithContent(gold) : null);
  const predChoice = choiceOf(pred) ?? (goldIsLetter ? choiceWithContent(pred) : null);
  if (goldChoice !== null && predChoice !== null && (goldIsLetter || predIsLetter)) {
    const verdict =
      goldChoice.letter === predChoice.letter ? equal("the same option") : different("another option");
    return { ...verdict, gold: goldChoice.letter, pred: predChoice.letter };
  }
  if (goldChoice !== null && predChoice !== null && /^\(?[A-J]\)/.test(gold) && /^\(?[A-J]\)/.test(pred)) {
    const contents = gradeReadings(goldChoice.rest, predChoice.rest, options);
    if (goldChoice.letter === predChoice.letter || contents.equal !== true)
      return { ...contents, reason: `by the option's content: ${contents.reason}` };
    return { ...contents, equal: null, reason: "equal contents under different letters" };
  }
  const bare = oneOption(gold, goldChoice, pred, predChoice);
  if (bare !== null) {
    const contents = gradeReadings(...bare, options);
    return { ...contents, reason: `by the option's content: ${contents.reason}` };
  }
  const [goldSeveral, predSeveral] = [severalChoices(gold), severalChoices(pred)];
  if (
    goldSeveral !== null &&
    predSeveral !== null &&
    goldSeveral.size === predSeveral.size &&
    [...goldSeveral].every((letter) => predSeveral.has(letter))
  ) {
    return {
      ...equal("the same options"),
      gold: [...goldSeveral].join(", "),
      pred: [...predSeveral].join(", "),
    };
  }
  const { choices } = options;
  if (choices !== undefined && (goldIsLetter || predIsLetter)) {
    const content = choiceText(choices, (goldIsLetter ? goldChoice : predChoice)?.letter ?? "");
    if (content === null) return null;
    const grade = goldIsLetter
      ? gradeReadings(cleanAnswer(content), pred, { ...options, ordered: true })
      : gradeReadings(gold, cleanAnswer(content), { ...options, ordered: true });
    return { ...grade, reason: `by the option's content: ${grade.reason}` };
  }
  return goldIsLetter && predChoice === null && !mentions(pred, gold)
    ? { equal: null, reason: "not comparable: an option letter and a value", gold, pred }
    : null;
}

/**
 * Gold and prediction without the letter, where one alone names an option with its content, such as "(C) 7/16" beside
 * "7/16"; null where the letter may be a variable of both.
 */
function oneOption(
  gold: string,
  goldChoice: Choice | null,
  pred: string,
  predChoice: Choice | null,
): [gold: string, pred: string] | null {
  const choice = goldChoice ?? predChoice;
  if (choice === null || choice.rest === "" || (goldChoice !== null && predChoice !== null)) return null;
  const other = goldChoice === null ? gold : pred;
  if (new RegExp(choice.letter, "i").test(other.replace(/\\[A-Za-z]+/g, ""))) return null;
  return goldChoice === null ? [gold, choice.rest] : [choice.rest, pred];
}

/** Whether a value may be about the letter itself, a variable then: commands and words in it aside. */
function mentions(value: string, letter: string): boolean {
  const plain = value.replace(/\\[A-Za-z]+/g, " ");
  return (
    !/\d/.test(plain) || plain.includes(letter.replace(/[^A-J]/g, "")) || /^[A-Za-z]$/.test(plain.trim())
  );
}

/** A way of reading an answer: with its commas so, and what came of it. */
interface Reading {
  readonly node: Expression | null;
  readonly failure: string;
  /** Whether a comma is read against its look, as a decimal point where it would set off thousands. */
  readonly doubtful?: boolean;
}

function gradeReadings(gold: string, pred: string, options: GradeOptions): Grade {
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
  if (!/\d,\d/.test(text)) return [read(text, "by look")];
  const all = [read(text, "by look"), read(text, "separator")];
  if (text.indexOf(",") === text.lastIndexOf(",") && !/[()[\]{}]/.test(text)) {
    all.push({ ...read(text, "decimal"), doubtful: DOUBTFUL_COMMA.test(text) });
  }
  return all;
}

function read(text: string, commas: CommaReading): Reading {
  try {
    const node = parseAnswer(numberFromWords(text) ?? setFromWords(text) ?? text, commas);
    if (countNodes(node) > MAX_NODES) return { node: null, failure: `more than ${MAX_NODES} parts` };
    return { node: prepare(node), failure: "" };
  } catch (error) {
    if (error instanceof UnreadableAnswer || error instanceof RationalError)
      return { node: null, failure: error.message };
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
    return same(gold, pred, {
      budget,
      logBase,
      ordered: options.ordered ?? false,
    });
  } catch (error) {
    if (error instanceof NotNumeric || error instanceof RationalError)
      return unsure(`not comparable: ${error.message}`);
    throw error;
  } finally {
    work.left = budget.left;
  }
}

/** Answers of which at least one can't be read as mathematics, by their words. */
function compareUnread(gold: string, pred: string, failure: string): Verdict {
  if (normalText(gold).replaceAll(" ", "") === normalText(pred).replaceAll(" ", ""))
    return equal("equal as text");
  if (mentionsOtherNumbersOnly(gold, pred)) return different("no number in it is the gold answer");
  if (differInNumbersOnly(gold, pred)) return different("the same but for the numbers");
  const words = (text: string): boolean => /^[\p{L}\s'.,-]+$/u.test(text);
  if (words(gold) && words(pred)) return compareTexts(gold, pred);
  return unsure(`not comparable: ${failure}`);
}

/** Whether two texts are the same but for their numbers, and these are not the same in other digits. */
function differInNumbersOnly(gold: string, pred: string): boolean {
  const numeral = /\d+(?:\.\d+)?/g;
  if (gold.replace(numeral, "0") !== pred.replace(numeral, "0")) return false;
  const [a, b] = [gold.match(numeral) ?? [], pred.match(numeral) ?? []];
  return a.some((number, index) => Number(number) !== Number(b[index]));
}

/** Whether gold is a plain number, and the prediction words with numbers in them that are all others. */
function mentionsOtherNumbersOnly(gold: string, pred: string): boolean {
  const value = parseDecimal(gold);
  const numbers = value === null ? null : pred.slice(0, 400).match(/\d[\d,]*(?:\.\d+)?/g);
  return (
    value !== null &&
    numbers !== null &&
    !numbers.some((number) => {
      const other = parseDecimal(number.replace(/,$/, ""));
      return other === null || equals(abs(other), abs(value));
    })
  );
}

import { cleanAnswer } from "./clean.ts";
import { joinedBoxes } from "./extract/boxed.ts";
import { extractFinalAnswer, extractGold, type Extraction } from "./extract.ts";
import { gradeChoice } from "./grading/options.ts";
import { gradeParts } from "./grading/parts.ts";
import { gradeReadings } from "./grading/readings.ts";
import { clip, type Grade, type GradeOptions } from "./grading/types.ts";
import { MAX_CHARACTERS } from "./limits.ts";

export type { Grade, GradeOptions } from "./grading/types.ts";

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
  return gradeParts(gold, pred, options, gradeClean) ?? gradeClean(gold, pred, options);
}

function gradeClean(gold: string, pred: string, options: GradeOptions): Grade {
  return gradeChoice(gold, pred, options) ?? gradeReadings(gold, pred, options);
}

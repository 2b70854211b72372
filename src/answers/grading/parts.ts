import { all, different, unsure } from "../compare/verdict.ts";
import { clip, type Grade, type GradeOptions } from "./types.ts";

const MARKS: readonly (readonly [first: RegExp, all: RegExp])[] = [
  [/^\(1\)[^()]*[\s;,.]\(2\)/, /(?:^|[\s;,.]+)\([1-9]\)\s*/g],
  [/^\(a\)[^()]*[\s;,.]\(b\)/i, /(?:^|[\s;,.]+)\([a-h]\)\s*/gi],
  [/^\(i\)[^()]*[\s;,.]\(ii\)/i, /(?:^|[\s;,.]+)\([ivx]{1,4}\)\s*/gi],
  [/^1\)[^()]*[\s;,.]2\)/, /(?:^|[\s;,.]+)[1-9]\)\s*/g],
  [/^a\)[^()]*[\s;,.]b\)/, /(?:^|[\s;,.]+)[a-h]\)\s*/g],
];

/** The answers to the parts of a question, "(1) 5; (2) 6", in the order given; null where the parts are not marked. */
function partsOf(answer: string): readonly string[] | null {
  const marks = MARKS.find(([first]) => first.test(answer));
  return marks === undefined ? null : answer.split(marks[1]).slice(1);
}

/**
 * Grades the answers to the parts of a question, each against its own, by `grade`; null where neither answer marks its parts. Where
 * only one does, the other is taken for a list in the same order.
 */
export function gradeParts(
  gold: string,
  pred: string,
  options: GradeOptions,
  grade: (gold: string, pred: string, options: GradeOptions) => Grade,
): Grade | null {
  const [a, b] = [partsOf(gold), partsOf(pred)];
  if (a === null && b === null) return null;
  const [left, right] = [a?.join(", ") ?? gold, b?.join(", ") ?? pred];
  if (a === null || b === null) return gradeList(left, right, options, grade);
  const shown = { gold: clip(a.join("; ")), pred: clip(b.join("; ")) };
  if (a.length !== b.length) return { ...different(`${a.length} parts against ${b.length}`), ...shown };
  const parts = a.map((part, index) => grade(part, b[index] ?? "", options));
  const { equal, reason } = all(parts, "equal part by part");
  return { equal, reason, ...shown };
}

function gradeList(
  gold: string,
  pred: string,
  options: GradeOptions,
  grade: (gold: string, pred: string, options: GradeOptions) => Grade,
): Grade {
  const ordered = grade(gold, pred, { ...options, ordered: true });
  if (ordered.equal !== false || options.ordered === true) return ordered;
  return grade(gold, pred, options).equal === true
    ? { ...ordered, ...unsure("the same answers, but only one says to which part each belongs") }
    : ordered;
}

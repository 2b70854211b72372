import type { RowView } from "../../storage/types.ts";
import { Across } from "./across.ts";
import { cutText } from "./cutText.ts";
import { duplicatePair, duplicateProblem } from "./duplicates.ts";
import { emptySide } from "./emptySide.ts";
import { invisible } from "./invisible.ts";
import { labelCount, labelsAfterError } from "./labels.ts";
import { wrongLanguage } from "./language.ts";
import { leakage } from "./leakage.ts";
import { lengthBias } from "./lengthBias.ts";
import { longRow } from "./longRow.ts";
import { looking } from "./look.ts";
import { midFormula } from "./midFormula.ts";
import { prefixEnd } from "./prefixEnd.ts";
import { samePair } from "./samePair.ts";
import { sideSpace } from "./sideSpace.ts";
import type { CheckFinding, CheckOptions, Rule } from "./types.ts";
import { unreadable } from "./unreadable.ts";
import { bothWrong, outcomeNotGold, winAnswer } from "./winWrong.ts";

export { Drops } from "./drops.ts";
export { folded, isNoFormat } from "./fold.ts";
export { EvaluationBuilder, EvaluationSet } from "./evaluation.ts";
export type { CheckFinding, CheckOptions } from "./types.ts";

/** Every rule, in the order of their findings for one row. */
export const rules: readonly Rule[] = [
  unreadable,
  longRow,
  emptySide,
  bothWrong,
  winAnswer,
  samePair,
  prefixEnd,
  sideSpace,
  labelCount,
  labelsAfterError,
  outcomeNotGold,
  duplicateProblem,
  duplicatePair,
  leakage,
  lengthBias,
  cutText,
  midFormula,
  invisible,
  wrongLanguage,
];

/**
 * What is broken or doubtful in rows, as they come, on this thread. Memory grows by some 50 bytes a row (what was seen,
 * for duplicates), never by their texts.
 * @throws RangeError where `options.rules` names a rule that there is none of
 */
export async function* checkRows(
  rows: AsyncIterable<RowView>,
  options: CheckOptions = {},
): AsyncGenerator<CheckFinding> {
  const chosen = chosenRules(options);
  const look = looking(chosen, options);
  const across = new Across(chosen);
  for await (const view of rows) yield* across.take(look(view));
  yield* across.all();
}

/** The rules that are to run, in the order of their findings for one row. @throws RangeError */
export function chosenRules({ rules: names }: CheckOptions): readonly Rule[] {
  if (names === undefined) return rules;
  return names.map((name) => {
    const rule = rules.find((one) => one.name === name);
    if (rule === undefined)
      throw new RangeError(`"${name}" is no rule. There are: ${rules.map((one) => one.name).join(", ")}.`);
    return rule;
  });
}

/** What rules say of a row by itself; duplicates and the like can't be known from one row. */
export function checkOneRow(view: RowView, options: CheckOptions = {}): readonly CheckFinding[] {
  const chosen = chosenRules(options).filter((rule) => !rule.acrossRows);
  return looking(chosen, options)(view).findings;
}

import { isObject } from "../../formats/fields.ts";
import type { JsonValue } from "../../formats/format.ts";
import type { RowView } from "../../storage/types.ts";
import { cutText } from "./cutText.ts";
import { duplicatePair, duplicateProblem } from "./duplicates.ts";
import { emptySide } from "./emptySide.ts";
import { invisible } from "./invisible.ts";
import { labelCount, labelsAfterError } from "./labels.ts";
import { wrongLanguage } from "./language.ts";
import { leakage } from "./leakage.ts";
import { lengthBias } from "./lengthBias.ts";
import { longRow, longRowNote, longText } from "./longRow.ts";
import { midFormula } from "./midFormula.ts";
import { prefixEnd } from "./prefixEnd.ts";
import { samePair } from "./samePair.ts";
import { sideSpace } from "./sideSpace.ts";
import type { CheckedRow, CheckFinding, CheckOptions, Note, Rule, RuleRun } from "./types.ts";
import { bothWrong, outcomeNotGold, winAnswer } from "./winWrong.ts";

export { Drops } from "./drops.ts";
export { EvaluationSet } from "./evaluation.ts";
export type { CheckFinding, CheckOptions } from "./types.ts";

/** Rows that can't be read; found by the check itself. */
const unreadable: Rule = {
  name: "unreadable-row",
  fixes: false,
  of: "row",
  acrossRows: false,
  severity: "error",
  title: "Row can't be read",
  help: "The line is no JSON, fits no known format, or a field is not what its format says. The message says where; correct it in a text editor, or set a field mapping.",
  start: () => ({ row: () => [] }),
};

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

/** Names of the rules that look at each row by itself. */
export const rulesOfOneRow: readonly string[] = rules
  .filter((rule) => !rule.acrossRows)
  .map((rule) => rule.name);

/**
 * What is broken or doubtful in a dataset, as its rows come. Memory grows by some 30 bytes a row (what was seen, for
 * duplicates), never by their texts.
 * @throws RangeError where `options.rules` names a rule that there is none of
 */
export async function* checkRows(
  rows: AsyncIterable<RowView>,
  options: CheckOptions = {},
): AsyncGenerator<CheckFinding> {
  const runs = started(options);
  for await (const view of rows) yield* checkRow(view, runs);
  for (const [rule, run] of runs) {
    for (const note of run.end?.() ?? []) yield finding(rule, note, null);
  }
}

function chosen({ rules: names }: CheckOptions): readonly Rule[] {
  if (names === undefined) return rules;
  return names.map((name) => {
    const rule = rules.find((one) => one.name === name);
    if (rule === undefined)
      throw new RangeError(`"${name}" is no rule. There are: ${rules.map((one) => one.name).join(", ")}.`);
    return rule;
  });
}

/** What rules say of a row by itself; duplicates and the like can't be known from one row. */
export function checkOneRow(view: RowView, options: CheckOptions = {}): CheckFinding[] {
  const names = (options.rules ?? rulesOfOneRow).filter((name) => rulesOfOneRow.includes(name));
  return [...checkRow(view, started({ ...options, rules: names }))];
}

function started(options: CheckOptions): (readonly [Rule, RuleRun])[] {
  return chosen(options).map((rule) => [rule, rule.start(options)] as const);
}

function* checkRow(view: RowView, runs: readonly (readonly [Rule, RuleRun])[]): Generator<CheckFinding> {
  const value = view.row === null ? undefined : (JSON.parse(view.raw) as JsonValue);
  if (view.row === null || !isObject(value)) {
    const rule = runs.find(([one]) => one === unreadable)?.[0];
    if (rule !== undefined) yield finding(rule, { message: view.error ?? "It fits no known format." }, view);
    return;
  }
  const checked = { view, row: view.row, value };
  const long = longText(view.row);
  const able = long === null ? runs : runs.filter(([rule]) => rule.anyLength === true);
  if (long !== null && able.length < runs.length)
    yield finding(
      longRow,
      longRowNote(
        long,
        able.map(([rule]) => rule.name),
      ),
      view,
    );
  for (const [rule, run] of able) {
    const notes = [...run.row(checked)];
    const whole = isWhole(rule, notes, checked);
    for (const note of notes) yield finding(rule, note, view, whole);
  }
}

/** Whether a rule found fault with all that a row has. One bad side makes a pair bad. */
function isWhole({ of }: Rule, notes: readonly Note[], { row }: CheckedRow): boolean {
  const paired = row.pairs.length > 0;
  const key = ({ trace, step }: Note): string => (of === "pairs" ? `${trace},${step}` : `${trace}`);
  const all = of === "pairs" ? row.pairs.length : of === "traces" && !paired ? row.traces.length : 1;
  return new Set(notes.map(key)).size >= all;
}

function finding(rule: Rule, note: Note, view: RowView | null, whole = true): CheckFinding {
  return {
    rule: rule.name,
    severity: note.severity ?? rule.severity,
    row: view?.index ?? null,
    line: view?.line ?? null,
    trace: note.trace ?? null,
    step: note.step ?? null,
    message: note.message,
    fix: note.fix ?? null,
    whole,
    ...(note.sameAs === undefined ? {} : { sameAs: note.sameAs }),
  };
}

import { isObject } from "../../formats/fields.ts";
import type { JsonValue } from "../../formats/format.ts";
import type { RowView } from "../../storage/types.ts";
import { falseEquations } from "./equations.ts";
import { longRow, longRowNote, longText } from "./longRow.ts";
import { unreadable } from "./unreadable.ts";
import type {
  CheckedRow,
  CheckFinding,
  CheckOptions,
  Digest,
  Note,
  Rule,
  RowRule,
  AcrossRule,
} from "./types.ts";

/** What the rules say of a row by itself, and what those across rows compare of it. Crosses threads. */
export interface RowLook {
  /** Index of the row from 0. */
  readonly row: number;
  readonly line: number | null;
  readonly findings: readonly CheckFinding[];
  /** By the rules across rows, in their order; null where all are empty. */
  readonly digests: readonly Digest[] | null;
  /** How many there are in the row. */
  readonly traces: number;
  readonly pairs: number;
}

/** Looks at rows, each by itself. */
export type Look = (view: RowView) => RowLook;

/** Readies rules to look at rows, in this order. */
export function looking(rules: readonly Rule[], options: CheckOptions): Look {
  const ownRules = rules.filter((rule) => !rule.acrossRows);
  const across = rules.filter((rule) => rule.acrossRows);
  const runs = ownRules.map((rule) => [rule, rule.start(options)] as const);
  return (view) => {
    const { index: row, line } = view;
    const value = view.row === null ? undefined : (JSON.parse(view.raw) as JsonValue);
    if (view.row === null || !isObject(value)) {
      const findings = rules.includes(unreadable) ? [unreadableFinding(view)] : [];
      return { row, line, findings, digests: null, traces: 0, pairs: 0 };
    }
    const checked = { view, row: view.row, value };
    const long = longText(view.row);
    const able = (rule: Rule): boolean => long === null || rule.anyLength === true;
    const digests = across.map((rule) => (able(rule) ? rule.digest(checked) : []));
    const findings = [
      ...(long === null ? equations(checked, options) : []),
      ...(long === null || rules.every(able) ? [] : [longNote(view, long, rules.filter(able))]),
      ...runs.flatMap(([rule, look]) => (able(rule) ? findingsOf(rule, look, checked) : [])),
    ];
    return {
      ...{ row, line, findings },
      digests: digests.every(({ length }) => length === 0) ? null : digests,
      traces: view.row.traces.length,
      pairs: view.row.pairs.length,
    };
  };
}

function unreadableFinding(view: RowView): CheckFinding {
  const found = finding(unreadable, { message: view.error ?? "It fits no known format." }, view);
  return view.noFormat === true ? { ...found, noFormat: true } : found;
}

function equations({ view, row }: CheckedRow, options: CheckOptions): CheckFinding[] {
  return options.equations === true ? falseEquations(view, row) : [];
}

function longNote(view: RowView, length: number, looked: readonly Rule[]): CheckFinding {
  const names = looked.map(({ name }) => name);
  return finding(longRow, longRowNote(length, names), view);
}

function findingsOf(rule: RowRule, look: ReturnType<RowRule["start"]>, checked: CheckedRow): CheckFinding[] {
  const notes = [...look(checked)];
  const { traces, pairs } = checked.row;
  const whole = isWhole(rule, notes, traces.length, pairs.length);
  return notes.map((note) => finding(rule, note, checked.view, whole));
}

/** The findings of a rule across rows for one row. */
export function acrossFindings(rule: AcrossRule, notes: readonly Note[], look: RowLook): CheckFinding[] {
  const whole = isWhole(rule, notes, look.traces, look.pairs);
  return notes.map((note) => finding(rule, note, { index: look.row, line: look.line }, whole));
}

/** Whether a rule found fault with all that a row has. One bad side makes a pair bad. */
function isWhole({ of }: Rule, notes: readonly Note[], traces: number, pairs: number): boolean {
  const key = ({ trace, step }: Note): string => (of === "pairs" ? `${trace},${step}` : `${trace}`);
  const all = of === "pairs" ? pairs : of === "traces" && pairs === 0 ? traces : 1;
  return new Set(notes.map(key)).size >= all;
}

/** A finding of a row; of the dataset where there is no view. */
export function finding(
  rule: Rule,
  note: Note,
  view: Pick<RowView, "index" | "line"> | null,
  whole = true,
): CheckFinding {
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

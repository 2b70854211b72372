import type { Change } from "../../core/change.ts";
import type { Row } from "../../core/model.ts";
import type { JsonObject } from "../../formats/format.ts";
import type { RowView } from "../../storage/types.ts";
import type { EvaluationSet } from "./evaluation.ts";

/** A fix that can't make the data worse. */
export interface CheckFix {
  readonly title: string;
  readonly changes: readonly Change[];
}

/** How bad a finding is: training on it does harm, it may do harm, or it is worth knowing. */
export type Severity = "error" | "warning" | "info";

/** Something broken or doubtful in the data. */
export interface CheckFinding {
  /** Name of the rule. */
  readonly rule: string;
  readonly severity: Severity;
  /** Index of the row from 0; null for the dataset as a whole. */
  readonly row: number | null;
  /** Line of the row in the file from 1, where it has lines. */
  readonly line: number | null;
  readonly trace: number | null;
  readonly step: number | null;
  /** What is wrong here, for people. */
  readonly message: string;
  readonly fix: CheckFix | null;
  /** The row has nothing but what this rule found fault with: leaving it out loses no good trace or pair. */
  readonly whole?: boolean;
  /** Index of an earlier row that says the same, where that is what was found. */
  readonly sameAs?: number;
  /** True where it is that no format fits the row. */
  readonly noFormat?: true;
  /** Number of rows that it tells of, where they are several. */
  readonly rows?: number;
}

/** What a rule says of a row; the rule's name and the row's place are added to it. */
export interface Note {
  readonly message: string;
  readonly severity?: Severity;
  readonly trace?: number;
  readonly step?: number;
  readonly fix?: CheckFix;
  readonly sameAs?: number;
}

/** A row that could be read. */
export interface CheckedRow {
  readonly view: RowView;
  readonly row: Row;
  readonly value: JsonObject;
}

/** What the check is told besides the rows. */
export interface CheckOptions {
  /** Problems that must not be trained on. */
  readonly evaluation?: EvaluationSet;
  /** Names of the rules to run; all where absent. */
  readonly rules?: readonly string[];
  /** Look for false equations in traces too, as `false-equation`. */
  readonly equations?: boolean;
}

/** What a rule across rows compares of one row: numbers, so that it crosses threads and is kept in little memory. */
export type Digest = readonly number[];

/** One run of a rule over the rows of a dataset, in order; of rows that are compared with one another it keeps digests. */
export interface AcrossRun {
  /** Takes a row's digest, in place of the one that it had before, and says what is found of the row now. */
  take(row: number, digest: Digest): Iterable<Note>;
  /** Later rows of which something else may be found now that a row has this digest. */
  later?(row: number, digest: Digest): Iterable<number>;
  /** What can be said of all rows together. */
  all?(): Iterable<Note>;
}

interface Described {
  /** Stable name, as `stepdpo check` prints it. */
  readonly name: string;
  readonly severity: Severity;
  /** What it finds, in one line. */
  readonly title: string;
  /** Why that matters and what to do. */
  readonly help: string;
  /** What it finds fault with, in a few words of a row. */
  readonly example: string;
  /** What its findings are about: a row goes for it where all of these are found fault with. */
  readonly of: "row" | "traces" | "pairs" | "dataset";
  /** Some of its findings have a fix; `asked`: one that takes something away, so that a person must name the rule. */
  readonly fixes: boolean | "asked";
  /** What its fix does, where it has one. */
  readonly fix?: string;
  /** It hardly looks into texts: a row is not too long for it. */
  readonly anyLength?: true;
}

/** A rule that looks at each row by itself. */
export interface RowRule extends Described {
  readonly acrossRows: false;
  start(options: CheckOptions): (checked: CheckedRow) => Iterable<Note>;
}

/** A rule that compares rows with one another: what it says of a row can't be found out from that row alone. */
export interface AcrossRule extends Described {
  readonly acrossRows: true;
  /** What it compares of a row; none where it has nothing to say of such a row. */
  digest(checked: CheckedRow): Digest;
  start(): AcrossRun;
}

/** One thing to look for. One small file each. */
export type Rule = RowRule | AcrossRule;

/** A rule that needs to know the row alone. */
export function perRow(rule: Described, look: (checked: CheckedRow) => Iterable<Note>): RowRule {
  return perRowWith(rule, () => look);
}

/** A rule of one row that needs to know what the check is told besides the rows. */
export function perRowWith(rule: Described, start: RowRule["start"]): RowRule {
  return { ...rule, acrossRows: false, start };
}

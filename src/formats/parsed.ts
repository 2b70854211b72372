import type { Gold, Label, Outcome, Source, Span, Step, Trace } from "../core/model.ts";
import { valueAt } from "./fields.ts";
import type { JsonEdit, JsonObject, ReadOptions } from "./format.ts";

/**
 * A row as a format takes it apart: its texts with their places in the row, and how each thing that the format holds
 * is written back. `defineFormat` makes reading and writing of it.
 */
export interface Parsed {
  readonly problem: string;
  readonly gold: Gold;
  /** Writes the gold answer into the format's own field; null result where it can't hold it. Absent: no such field. */
  readonly writeGold?: (answer: string | null) => readonly JsonEdit[] | null;
  readonly traces: readonly ParsedTrace[];
  readonly pair?: ParsedPair;
  readonly meta: readonly { readonly name: string; readonly value: string }[];
}

/** A piece of a trace's text. */
export interface Part {
  readonly text: string;
  /** Writes a new text for this piece into the row; null where the row doesn't hold it (separators, template text). */
  readonly write: ((text: string) => readonly JsonEdit[]) | null;
  /** Pieces of several traces with the same field are one text in the row. */
  readonly field?: string;
  /** True of a text that follows in the trace already: writing it here names it, and moves no text. */
  readonly follows?: (text: string) => boolean;
}

/** One trace: parts whose texts, put together, are the trace's text. */
export interface ParsedTrace {
  readonly name?: string;
  readonly parts: readonly Part[];
  /** Spans of the steps where the file itself keeps them apart; absent where the splitter cuts. */
  readonly fixed?: readonly Span[];
  /** What the file says of each step. */
  readonly labels?: (steps: readonly Span[]) => readonly (Label | null)[];
  /** Who gave those; `file` where absent. */
  readonly labelsBy?: Source;
  readonly writeLabel?: LabelWriter;
  readonly values?: readonly (number | null)[];
  readonly outcome?: Outcome;
  readonly writeOutcome?: (outcome: Outcome) => readonly JsonEdit[] | null;
  readonly answer?: string | null;
}

/** What the format's own field becomes for one label. */
export interface LabelWrite {
  readonly edits: readonly JsonEdit[];
  /** True where the row then reads as was asked, so that nothing need be kept under `step_dpo`. */
  readonly exact: boolean;
}

/**
 * Writes one label into the format's own field; null where it has no place for that step.
 * @param labels all labels of the trace as they are to be, the changed one included
 */
export type LabelWriter = (
  step: number,
  label: Label | null,
  labels: readonly (Label | null)[],
  options: ReadOptions,
) => LabelWrite | null;

/** The preference pair that the row holds. */
export interface ParsedPair {
  /** Trace with the losing step; null where the row holds none. */
  readonly trace: number | null;
  /** Text that both continue. Its length tells the step: the one that the prefix ends in. */
  readonly prefix: string;
  /** Step where there is no trace to tell it by. */
  readonly step?: number;
  readonly win: string | null;
  readonly lose: string | null;
  readonly writeWin?: (text: string | null, continuation: string | null) => readonly JsonEdit[] | null;
  readonly writeLose?: (text: string) => readonly JsonEdit[] | null;
}

/** Takes a row apart. @throws FormatError naming a field that isn't what the format says */
export type Parse = (value: JsonObject) => Parsed;

/** No gold answer in the row. */
export const noGold: Gold = { answer: null, solution: null, by: null };

/** Gold that the file states. */
export function fileGold(answer: string | null, solution: string | null = null): Gold {
  const bare = answer === null || answer.trim() === "" ? null : answer.trim();
  return { answer: bare, solution, by: bare === null && solution === null ? null : "file" };
}

/** A part that is one string of the row. */
export function partAt(text: string, ...path: JsonEdit["path"]): Part {
  return { text, write: (value) => [{ path, value }], field: JSON.stringify(path) };
}

/** A part that the row doesn't hold. */
export function derivedPart(text: string): Part {
  return { text, write: null };
}

/** Steps that the row keeps apart, each at its own path, joined for reading by a separator. */
export function fixedSteps(
  texts: readonly string[],
  pathOf: (index: number) => JsonEdit["path"],
  separator: string,
): Pick<ParsedTrace, "parts"> & { readonly fixed: readonly Span[] } {
  const parts: Part[] = [];
  const fixed: Span[] = [];
  let at = 0;
  for (const [index, text] of texts.entries()) {
    const last = index === texts.length - 1;
    parts.push(partAt(text, ...pathOf(index)));
    if (!last) parts.push(derivedPart(separator));
    const end = at + text.length + (last ? 0 : separator.length);
    fixed.push({ start: at, end });
    at = end;
  }
  return { parts, fixed };
}

/** Writes an outcome at a path as it is there: true or false, or 1 or 0. */
export function outcomeAt(
  row: JsonObject,
  ...path: JsonEdit["path"]
): (outcome: Outcome) => readonly JsonEdit[] | null {
  const number = typeof valueAt(row, path) === "number";
  return (outcome) => {
    const right = outcome === "right";
    return outcome === "unknown" ? null : [{ path, value: number ? Number(right) : right }];
  };
}

/** An outcome from true, false or neither. */
export function outcomeOf(right: boolean | null): Outcome {
  return right === null ? "unknown" : right ? "right" : "wrong";
}

/** Writes a bare gold answer at a path; can't take it away. */
export function goldAt(...path: JsonEdit["path"]): (answer: string | null) => readonly JsonEdit[] | null {
  return (answer) => (answer === null ? null : [{ path, value: answer }]);
}

/** The same where the file holds a number; an answer that is none becomes a string. */
export function numberGoldAt(
  ...path: JsonEdit["path"]
): (answer: string | null) => readonly JsonEdit[] | null {
  return (answer) => {
    if (answer === null) return null;
    const number = Number(answer);
    return [{ path, value: answer.trim() !== "" && String(number) === answer.trim() ? number : answer }];
  };
}

/**
 * The steps of a trace up to its last label, for formats that have a label for each: what nobody judged, such as the
 * steps after the first error, is left out. Null where no step is judged, or one before the last label isn't.
 */
export function judgedSteps(trace: Trace | undefined): (Step & { readonly label: Label })[] | null {
  const steps = trace?.steps ?? [];
  const count = steps.findLastIndex((step) => step.label !== null) + 1;
  const judged = steps
    .slice(0, count)
    .filter((step): step is Step & { readonly label: Label } => step.label !== null);
  return count > 0 && judged.length === count ? judged : null;
}

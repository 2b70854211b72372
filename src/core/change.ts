import type { JsonEdit } from "./json.ts";
import type { Label, Outcome, Source } from "./model.ts";

/** A text that becomes s_win. */
export interface Win {
  /** The first step of the continuation, without the step marker that ends the prefix. */
  readonly text: string;
  /** The whole continuation it was taken from; null where it was written by hand. */
  readonly continuation: string | null;
  /** Run folder it came from, from `.stepdpo` on; null where it was written by hand. */
  readonly run: string | null;
}

/**
 * One thing a person (or a stage) changes in a row, in the words of the field. Trace and step are indices
 * (from 0) in the row as read with the dataset's splitter.
 */
export type Change =
  | {
      readonly kind: "label";
      readonly trace: number;
      readonly step: number;
      readonly label: Label | null;
      readonly by: Source;
    }
  | { readonly kind: "stepText"; readonly trace: number; readonly step: number; readonly text: string }
  | { readonly kind: "win"; readonly trace: number; readonly step: number; readonly win: Win | null }
  | { readonly kind: "lose"; readonly trace: number; readonly step: number; readonly text: string }
  | { readonly kind: "gold"; readonly answer: string | null }
  | { readonly kind: "verdict"; readonly trace: number; readonly outcome: Outcome | null }
  /** Values of the row itself, whatever its format: what the field has no word for, such as a prefix to be trimmed. */
  | {
      readonly kind: "values";
      /** For people: "Trim the prefix". */
      readonly title: string;
      /** Where it shows; the step is null where that is no one step. */
      readonly trace: number;
      readonly step: number | null;
      readonly edits: readonly JsonEdit[];
    };

/** Replace `length` UTF-16 units at `offset` by `text`. */
export interface TextEdit {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}

/**
 * Applies edits to a text and returns the new text with the edits that undo it. Offsets are in the old text;
 * edits must not overlap and may come in any order.
 * @throws RangeError where edits overlap or leave the text.
 */
export function applyTextEdits(
  text: string,
  edits: readonly TextEdit[],
): { text: string; inverse: TextEdit[] } {
  const sorted = [...edits].sort((a, b) => a.offset - b.offset || a.length - b.length);
  const inverse: TextEdit[] = [];
  let result = "";
  let at = 0;
  for (const edit of sorted) {
    const end = edit.offset + edit.length;
    if (edit.offset < at || end > text.length) {
      throw new RangeError(
        `Text edit ${edit.offset}..${end} overlaps another or leaves the text (0..${text.length}).`,
      );
    }
    result += text.slice(at, edit.offset);
    inverse.push({ offset: result.length, length: edit.text.length, text: text.slice(edit.offset, end) });
    result += edit.text;
    at = end;
  }
  return { text: result + text.slice(at), inverse };
}

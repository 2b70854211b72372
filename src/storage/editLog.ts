import { applyTextEdits, type Change, type TextEdit } from "../core/change.ts";
import { checksum } from "./checksum.ts";
import type { Edit } from "./types.ts";

/** What an edit does: to the text of its row, or to a pair in the file beside the dataset. */
export type Effect =
  | {
      readonly on: "row";
      readonly edits: readonly TextEdit[];
      readonly inverse: readonly TextEdit[];
      /** Checksums of the row's text without and with the edit: it is never done to another text. */
      readonly before: string;
      readonly after: string;
    }
  | {
      readonly on: "pair";
      readonly key: string;
      readonly before: string | null;
      readonly after: string | null;
    };

/** One entry of the log: an edit done, undone or done again. Self-contained, so that a journal can be cut anywhere. */
export interface Op {
  readonly seq: number;
  readonly op: "apply" | "undo" | "redo";
  readonly edit: Edit;
  readonly effect: Effect;
}

/** The effect of text edits on a row's text. @throws RangeError where they overlap or leave the text */
export function rowEffect(raw: string, edits: readonly TextEdit[]): Effect {
  const { text, inverse } = applyTextEdits(raw, edits);
  return { on: "row", edits, inverse, before: checksum(raw), after: checksum(text) };
}

/** Checksum of the row's text that an operation is for; null where it is for no row's text. */
export function startsFrom({ op, effect }: Op): string | null {
  return effect.on === "row" ? (op === "undo" ? effect.after : effect.before) : null;
}

/** Checksum of the row's text that an operation leaves; null where it is for no row's text. */
export function endsAt({ op, effect }: Op): string | null {
  return effect.on === "row" ? (op === "undo" ? effect.before : effect.after) : null;
}

/** The row's text after an operation on it, or null where the text isn't the one that the operation was made for. */
export function rowAfter(raw: string, { op, effect }: Op): string | null {
  if (effect.on !== "row") return raw;
  const expected = op === "undo" ? effect.after : effect.before;
  if (checksum(raw) !== expected) return null;
  return applyTextEdits(raw, op === "undo" ? effect.inverse : effect.edits).text;
}

/** Edits that a list of operations leaves done and not yet saved, oldest first. */
export function netEdits(ops: readonly Op[]): Edit[] {
  const edits = new Map<number, Edit>();
  // Saved edits that are undone: doing them again leaves nothing to save.
  const undone = new Set<number>();
  for (const { op, edit } of ops) {
    if (op === "undo" && !edits.delete(edit.id)) undone.add(edit.id);
    else if (op !== "undo" && !undone.delete(edit.id)) edits.set(edit.id, edit);
  }
  return [...edits.values()];
}

/** What a change is called in menus and lists: "Label step 3 incorrect". */
export function titleOf(change: Change): string {
  switch (change.kind) {
    case "label":
      return change.label === null
        ? `Clear label of step ${change.step + 1}`
        : `Label step ${change.step + 1} ${change.label}`;
    case "stepText":
      return `Edit step ${change.step + 1}`;
    case "win":
      return change.win === null
        ? `Remove win of step ${change.step + 1}`
        : `Set win of step ${change.step + 1}`;
    case "lose":
      return `Set lose of step ${change.step + 1}`;
    case "gold":
      return change.answer === null ? "Clear gold answer" : "Set gold answer";
    case "verdict":
      return change.outcome === null ? "Clear verdict" : `Mark trace ${change.outcome}`;
    case "values":
      return change.title;
  }
}

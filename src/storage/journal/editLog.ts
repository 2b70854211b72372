import { applyTextEdits, type Change, type TextEdit } from "../../core/change.ts";
import { checksum } from "../files/checksum.ts";
import type { Edit } from "../types.ts";

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
  /** Grows from operation to operation, whoever makes them. */
  readonly seq: number;
  /** The session that made it. */
  readonly by: string;
  readonly op: "apply" | "undo" | "redo";
  readonly edit: Edit;
  readonly effect: Effect;
  /** The row's text before it, where that was all that the file had and isn't too long to be kept. */
  readonly base?: string;
}

/** The effect of text edits on a row's text. @throws RangeError where they overlap or leave the text */
export function rowEffect(raw: string, edits: readonly TextEdit[]): Effect {
  const { text, inverse } = applyTextEdits(raw, edits);
  return { on: "row", edits, inverse, before: checksum(raw), after: checksum(text) };
}

/** Name of an operation among those of all sessions. */
export function opId({ by, seq }: Op): string {
  return `${by}:${seq}`;
}

/** What an operation changes: a row by its index, or a pair by its key, which has commas. */
export function targetOf({ edit, effect }: Op): string {
  return effect.on === "row" ? String(edit.row) : effect.key;
}

/** Operations by what they change, in their order. */
export function byTarget(ops: readonly Op[]): Map<string, Op[]> {
  const chains = new Map<string, Op[]>();
  for (const op of ops) {
    const chain = chains.get(targetOf(op));
    if (chain === undefined) chains.set(targetOf(op), [op]);
    else chain.push(op);
  }
  return chains;
}

/** The row that a target is; null for a pair. */
export function rowOf(target: string): number | null {
  return target.includes(",") ? null : Number(target);
}

/** Tells the texts of a target apart; null is a pair that isn't there. */
function digest(text: string | null): string {
  return text === null ? "" : checksum(text);
}

function startsFrom({ op, effect }: Op): string {
  const back = op === "undo";
  if (effect.on === "pair") return digest(back ? effect.after : effect.before);
  return back ? effect.after : effect.before;
}

function endsAt({ op, effect }: Op): string {
  const back = op === "undo";
  if (effect.on === "pair") return digest(back ? effect.before : effect.after);
  return back ? effect.before : effect.after;
}

/** Whether an operation is made for the text that another one of its target left. */
export function continues(before: Op, op: Op): boolean {
  return endsAt(before) === startsFrom(op);
}

/** Whether operations that continue each other leave the text as it was before them. */
export function leavesNothing(chain: readonly Op[]): boolean {
  const [first, last] = [chain[0], chain.at(-1)];
  return first === undefined || last === undefined || startsFrom(first) === endsAt(last);
}

/** A target's text after an operation; undefined where the text isn't the one that the operation was made for. */
export function textAfter(text: string | null, op: Op): string | null | undefined {
  if (digest(text) !== startsFrom(op)) return undefined;
  const { effect } = op;
  if (effect.on === "pair") return op.op === "undo" ? effect.before : effect.after;
  return applyTextEdits(text ?? "", op.op === "undo" ? effect.inverse : effect.edits).text;
}

/**
 * The operations of a chain that a text doesn't hold yet: the text says how far the chain was saved. Null where it
 * was never a text of the chain.
 */
export function notIn(chain: readonly Op[], text: string | null): Op[] | null {
  const [first] = chain;
  const now = digest(text);
  if (first === undefined || startsFrom(first) === now) return [...chain];
  const saved = chain.findLastIndex((op) => endsAt(op) === now);
  if (saved >= 0) return chain.slice(saved + 1);
  // Edited, undone, changed by another program, and edited again.
  const begin = chain.findLastIndex((op) => startsFrom(op) === now);
  return begin < 0 ? null : chain.slice(begin);
}

/**
 * The operations of a chain that left something and on which the later ones don't stand: another program changed the
 * text, and a session that doesn't know the text before it edited on.
 */
export function stranded(chain: readonly Op[]): readonly Op[] {
  const cut = chain.findLastIndex((op, k) => {
    const before = chain[k - 1];
    return before !== undefined && !continues(before, op);
  });
  const earlier = chain.slice(0, Math.max(0, cut));
  return leavesNothing(earlier) ? [] : earlier;
}

/** What a chain leaves of a pair, whatever was there before. */
export function pairAfter(chain: readonly Op[]): string | null {
  const last = chain.at(-1);
  if (last?.effect.on !== "pair") return null;
  return last.op === "undo" ? last.effect.before : last.effect.after;
}

/** What a chain makes of a text, and the operations that fit no text of it. */
export function textAfterAll(
  text: string | null,
  chain: readonly Op[],
): { readonly text: string | null; readonly unfit: readonly Op[] } {
  const unfit: Op[] = [];
  for (const op of chain) {
    const next = textAfter(text, op);
    if (next === undefined) unfit.push(op);
    else text = next;
  }
  return { text, unfit };
}

/**
 * Edits that a list of operations leaves done and not yet saved, oldest first.
 * @param by the session whose edits are not marked as made elsewhere; all are not where left out
 */
export function netEdits(ops: readonly Op[], by?: string): Edit[] {
  const edits = new Map<number, Edit>();
  // Saved edits that are undone: doing them again leaves nothing to save.
  const undone = new Set<number>();
  for (const { op, edit: made, by: maker } of ops) {
    const edit: Edit = by === undefined || maker === by ? made : { ...made, elsewhere: true };
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

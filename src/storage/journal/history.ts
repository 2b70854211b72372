import type { TextEdit } from "../../core/change.ts";
import { targetOf, textAfter, type Op } from "./editLog.ts";

/** What was done to rows since the session began, saved or not, in order: texts can be followed back by it. */
export class History {
  readonly #ops = new Map<string, Op[]>();

  add({ base: _, ...op }: Op): void {
    const known = this.#ops.get(targetOf(op));
    if (known === undefined) this.#ops.set(targetOf(op), [op]);
    else known.push(op);
  }

  /** Takes operations out that are as if they had never been. */
  drop(gone: (op: Op) => boolean): void {
    for (const [target, ops] of this.#ops) {
      this.#ops.set(
        target,
        ops.filter((op) => !gone(op)),
      );
    }
  }

  /** The last operation of an edit and those of its row or pair after it; null where there is none. */
  since(target: string, edit: number): { readonly last: Op; readonly later: readonly Op[] } | null {
    const ops = this.#ops.get(target) ?? [];
    const at = ops.findLastIndex((op) => op.edit.id === edit);
    const last = ops[at];
    return last === undefined ? null : { last, later: ops.slice(at + 1) };
  }
}

/** A row's texts before and after an edit is undone (or done again), without the edits after it. */
export interface Turn {
  readonly from: string;
  readonly to: string;
}

/** Null where the text now didn't come about by those operations alone. */
export function turnOf(op: "undo" | "redo", last: Op, later: readonly Op[], now: string): Turn | null {
  let from: string | null | undefined = now;
  for (const one of later.toReversed()) {
    from = textAfter(from, { ...one, op: one.op === "undo" ? "redo" : "undo" });
    if (from === undefined) return null;
  }
  const to = textAfter(from, { ...last, op });
  return typeof from === "string" && typeof to === "string" ? { from, to } : null;
}

/** The text edits that undo an edit (or do it again) in the text that later ones made; null where they touch its stretches. */
export function carriedThrough(op: "undo" | "redo", last: Op, later: readonly Op[]): TextEdit[] | null {
  let edits: TextEdit[] | null = [...editsOf({ ...last, op })];
  for (const one of later) edits = edits === null ? null : carriedOver(edits, editsOf(one));
  return edits;
}

function editsOf({ op, effect }: Op): readonly TextEdit[] {
  if (effect.on !== "row") return [];
  return op === "undo" ? effect.inverse : effect.edits;
}

/** Edits of a text for the one that others made of it; null where both touch one stretch. */
function carriedOver(edits: readonly TextEdit[], others: readonly TextEdit[]): TextEdit[] | null {
  const carried: TextEdit[] = [];
  for (const edit of edits) {
    let { offset } = edit;
    for (const other of others) {
      if (other.offset + other.length <= edit.offset) offset += other.text.length - other.length;
      else if (other.offset < edit.offset + edit.length) return null;
    }
    carried.push({ ...edit, offset });
  }
  return carried;
}

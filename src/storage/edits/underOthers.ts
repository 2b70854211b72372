import { applyTextEdits, type Change, type TextEdit } from "../../core/change.ts";
import type { Row } from "../../core/model.ts";
import type { ReadOptions } from "../../formats/format.ts";
import { rowEffect, textAfter, type Effect, type Op } from "../journal/editLog.ts";
import { carriedThrough, turnOf } from "../journal/history.ts";
import type { RowCodec } from "../rowCodec.ts";
import { meaningOf, saysBoth, type Meaning } from "./meaning.ts";

/**
 * What an edit is undone by (or done again) under later edits of its row, which stay: its own inverse where these left
 * its stretches alone, else the change that it is in the field's words, such as a step's text with labels behind it.
 * Null where it simply fits, or the row would then not say what both say.
 * @param later the operations of the row after the edit's last one, by which it has its text now
 */
export function effectUnder(
  op: "undo" | "redo",
  last: Op,
  later: readonly Op[],
  now: string,
  codec: RowCodec,
  options: ReadOptions,
): Effect | null {
  if (textAfter(now, { ...last, op }) !== undefined) return null;
  const turn = turnOf(op, last, later, now);
  if (turn === null) return null;
  const rowOf = (text: string): Row | null => codec.read(text, options).row;
  const meaning = (text: string): Meaning | null => meaningOf(text, rowOf(text));
  const fits = (edits: readonly TextEdit[]): boolean => {
    const merged = applyTextEdits(now, edits).text;
    const [before, after, there, then] = [turn.from, turn.to, now, merged].map(meaning);
    return before && after && there && then ? saysBoth(before, after, there, then) : false;
  };
  const words = (): TextEdit[] | null => {
    const to = rowOf(turn.to);
    const change = to === null ? null : changeTo(last.edit.change, to);
    const writing = change === null ? null : codec.write(now, change, options);
    return writing?.kind === "row" ? [...writing.edits] : null;
  };
  for (const edits of [() => carriedThrough(op, last, later), words]) {
    const found = edits();
    if (found === null || !fits(found)) continue;
    const effect = rowEffect(now, found);
    return op === "undo" ? turned(effect) : effect;
  }
  return null;
}

/** The change that gives a row what another text of it says where the first change was; null where it has no such words. */
function changeTo(change: Change, to: Row): Change | null {
  switch (change.kind) {
    case "stepText": {
      const step = to.traces[change.trace]?.steps[change.step];
      return step === undefined ? null : { ...change, text: step.text };
    }
    case "label": {
      const step = to.traces[change.trace]?.steps[change.step];
      return step === undefined ? null : { ...change, label: step.label, by: step.by ?? change.by };
    }
    case "gold":
      return { ...change, answer: to.gold.answer };
    case "verdict":
      return { ...change, outcome: to.traces[change.trace]?.outcome ?? null };
    case "win":
    case "lose":
    case "values":
      return null;
  }
}

/** The effect of an edit that is undone by what another one does. */
function turned(effect: Effect): Effect {
  if (effect.on !== "row") return effect;
  const { edits, inverse, before, after } = effect;
  return { ...effect, edits: inverse, inverse: edits, before: after, after: before };
}

import { keptTexts } from "../journal/baseText.ts";
import {
  continues,
  leavesNothing,
  notIn,
  pairAfter,
  targetOf,
  textAfterAll,
  type Op,
} from "../journal/editLog.ts";

/** An operation to be done again. */
export interface Doing {
  readonly op: Op;
  /** The operation that was left over, which says its place among the others. */
  readonly of: Op;
  /** The row's text without its edits, where these are in conflict with what the file has; else null. */
  readonly base: string | null;
}

/** What becomes of operations that were left over. */
export interface Plan {
  readonly doing: readonly Doing[];
  /** They fit nowhere, and there is no text to compare the row with, or it is edited already. */
  readonly waiting: readonly Op[];
}

/** @param now the row's text; null where it has none that can be edited. @param edited true where it has unsaved edits */
export function planForRow(chain: readonly Op[], now: string | null, edited: boolean): Plan {
  const doing: Doing[] = [];
  const waiting: Op[] = [];
  let [text, isEdited] = [now, edited];
  for (const stretch of stretches(chain)) {
    const rest = text === null ? null : notIn(stretch, text);
    if (rest !== null) {
      doing.push(...rest.map((op) => ({ op, of: op, base: null })));
      const after = textAfterAll(text, rest).text;
      isEdited ||= after !== text;
      text = after;
      continue;
    }
    if (leavesNothing(stretch)) continue;
    const kept = isEdited ? null : keptTexts(stretch);
    const inConflict = kept === null || kept.base === kept.now ? [] : kept.ops;
    doing.push(...inConflict.map((op) => ({ op, of: op, base: kept?.base ?? null })));
    waiting.push(...stretch.filter((op) => !inConflict.includes(op)));
    if (inConflict.length > 0) [text, isEdited] = [kept?.now ?? null, true];
  }
  return { doing, waiting };
}

/** Pairs have no conflicts: what was left over lies over what is there. @param now the pair's line; null where there is none */
export function planForPair(chain: readonly Op[], now: string | null): Plan {
  const doing: Doing[] = [];
  let line = now;
  for (const stretch of stretches(chain)) {
    const after = pairAfter(stretch);
    const rest = notIn(stretch, line);
    const last = stretch.at(-1);
    if (rest !== null) doing.push(...rest.map((op) => ({ op, of: op, base: null })));
    else if (last !== undefined) doing.push({ op: overPair(last, line, after), of: last, base: null });
    line = after;
  }
  return { doing, waiting: [] };
}

/** An operation that puts a pair's line over another one. */
function overPair(op: Op, before: string | null, after: string | null): Op {
  return { ...op, op: "apply", effect: { on: "pair", key: targetOf(op), before, after } };
}

/** Chains of several sessions on one row or pair that were left over: in each, every operation is made for the text that the one before left. */
function stretches(chain: readonly Op[]): Op[][] {
  const found: Op[][] = [];
  for (const op of chain) {
    const stretch = found.at(-1);
    const before = stretch?.at(-1);
    if (stretch !== undefined && before !== undefined && continues(before, op)) stretch.push(op);
    else found.push([op]);
  }
  return found;
}

import { rowOf, targetOf, textAfterAll, type Op } from "./editLog.ts";

/** Texts longer than this are not kept with an operation, bytes: edits of huge rows would make huge journals. */
const longestKept = 16 << 20;

/** A row's text without and with its unsaved operations, as far as these tell. */
export interface KeptTexts {
  readonly base: string;
  readonly now: string;
  /** Those of the operations that lead from one to the other. */
  readonly ops: readonly Op[];
}

/** An operation with the text that its row had before it, so that it can be compared with whatever the file has later. */
export function withBase(op: Op, text: string | null): Op {
  if (op.base !== undefined || text === null || rowOf(targetOf(op)) === null) return op;
  return Buffer.byteLength(text) > longestKept ? op : { ...op, base: text };
}

/** What a chain tells of its row; null where no text was kept with it from which the rest of it follows. */
export function keptTexts(chain: readonly Op[]): KeptTexts | null {
  for (const [at, { base }] of chain.entries()) {
    if (base === undefined) continue;
    const ops = chain.slice(at);
    const { text, unfit } = textAfterAll(base, ops);
    if (text !== null && unfit.length === 0) return { base, now: text, ops };
  }
  return null;
}

/** The operations of a chain that are kept: those that were cut off before them leave them the text they made. */
export function keptOf(chain: readonly Op[], keep: (op: Op) => boolean): Op[] {
  const kept = chain.filter(keep);
  const [first, ...rest] = kept;
  if (first === undefined || first === chain[0]) return kept;
  const cut = keptTexts(chain.slice(0, chain.indexOf(first)));
  return [withBase(first, cut?.now ?? null), ...rest];
}

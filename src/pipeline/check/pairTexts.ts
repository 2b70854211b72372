import type { Pair, Trace } from "../../core/model.ts";
import type { CheckedRow } from "./types.ts";

/** A pair of a row with the traces that its sides lie in. */
export interface PlacedPair {
  readonly pair: Pair;
  /** Index of the trace that goes on with the win, where the row has one; and the same of the lose. */
  readonly winTrace: number | null;
  readonly loseTrace: number | null;
}

/** The row's pairs. */
export function pairsIn({ row }: CheckedRow): PlacedPair[] {
  return row.pairs.map((pair) => ({
    pair,
    winTrace: traceOf(row.traces, pair, pair.win, pair.trace),
    loseTrace: pair.trace,
  }));
}

function traceOf(
  traces: readonly Trace[],
  pair: Pair,
  side: string | null,
  not: number | null,
): number | null {
  if (side === null) return null;
  const index = traces.findIndex((trace, k) => k !== not && trace.text.startsWith(pair.prefix + side));
  return index < 0 ? null : index;
}

/** Place of a pair for a finding. */
export function placeOf({ pair }: PlacedPair): { trace?: number; step: number } {
  return pair.trace === null ? { step: pair.step } : { trace: pair.trace, step: pair.step };
}

/** Whether a pair is one of steps: its row says which step is the error, or its prefix ends in a step marker. */
export function isStepPair({ row }: CheckedRow, { pair }: PlacedPair): boolean {
  const wrong = pair.trace !== null && row.traces[pair.trace]?.outcome === "wrong";
  return wrong || /\bStep \d{1,3}:\s*$/u.test(pair.prefix);
}

/** Whether a text has nothing that anyone sees. */
export function isBlank(text: string): boolean {
  return /^[\s\u00ad\u200b-\u200f\u2060\ufeff]*$/u.test(text);
}

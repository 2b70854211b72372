import type { RowFilter, RowState } from "../../protocol/traceEditor.ts";

/** What seeking reads. */
export interface Seekable {
  /** Rows there are so far. */
  count(): number;
  /** Rows `from` (included) to `to` (excluded), in order. */
  rows(from: number, to: number): Promise<readonly RowState[]>;
  /** Rows with unsaved edits, in order. */
  edited(): readonly number[];
}

/** Rows that are read at once while seeking: small enough to answer the next key in time. */
const page = 64;

/** The nearest row in a direction that passes the filter, or null; `isWanted` is asked between pages. */
export async function seekRow(
  data: Seekable,
  from: number,
  direction: 1 | -1,
  filter: RowFilter,
  isWanted: () => boolean = () => true,
): Promise<number | null> {
  if (filter === "all") return inside(from + direction, data.count());
  if (filter === "edited") return nextOf(data.edited(), from, direction);
  let at = from + direction;
  while (inside(at, data.count()) !== null && isWanted()) {
    const [start, end] =
      direction === 1 ? [at, Math.min(at + page, data.count())] : [Math.max(0, at - page + 1), at + 1];
    const states = await data.rows(start, end);
    const ordered = direction === 1 ? states : [...states].reverse();
    const found = ordered.find((state) => passes(state, filter));
    if (found !== undefined) return found.index;
    at = direction === 1 ? end : start - 1;
  }
  return null;
}

function inside(at: number, count: number): number | null {
  return at >= 0 && at < count ? at : null;
}

function nextOf(rows: readonly number[], from: number, direction: 1 | -1): number | null {
  return (direction === 1 ? rows.find((row) => row > from) : rows.findLast((row) => row < from)) ?? null;
}

/**
 * Whether a row passes a filter. `wrong` and `right`: a trace that ends so; `unlabelled`: a trace without any label;
 * `no-win`: a wrong trace without an s_win; `disagree`: the mark of a trace isn't the grader's.
 */
export function passes(state: RowState, filter: RowFilter): boolean {
  if (filter === "all") return true;
  if (filter === "edited") return state.edited;
  const { row, facts } = state;
  if (row === null) return false;
  if (filter === "disagree") return facts.some((one) => one.disagree);
  if (filter === "wrong" || filter === "right") return facts.some((one) => one.outcome === filter);
  if (filter === "unlabelled")
    return row.traces.some((trace) => trace.steps.every((step) => step.label === null));
  return row.traces.some(
    (_, trace) =>
      facts[trace]?.outcome === "wrong" &&
      !row.pairs.some((pair) => pair.win !== null && (pair.trace === null || pair.trace === trace)),
  );
}

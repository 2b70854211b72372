/** Rows `from` (included) to `to` (excluded). */
export interface RowRange {
  readonly from: number;
  readonly to: number;
}

/** Most children of one node: a screenful or two, whatever the size of the file. */
const pageSize = 100;

/**
 * How a range of rows is shown: null where it is short enough for its rows themselves, else shorter ranges of 100,
 * 10,000, … rows, at most 100 of them. So 374,000 rows are three clicks deep and no list is long.
 */
export function subranges({ from, to }: RowRange): RowRange[] | null {
  if (to - from <= pageSize) return null;
  let size = pageSize;
  while ((to - from) / size > pageSize) size *= pageSize;
  const ranges: RowRange[] = [];
  for (let at = from; at < to; at += size) ranges.push({ from: at, to: Math.min(at + size, to) });
  return ranges;
}

/** "1 – 100", counted from 1. */
export function rangeTitle({ from, to }: RowRange): string {
  return to - from === 1 ? grouped(to) : `${grouped(from + 1)} – ${grouped(to)}`;
}

/** The title of places among found rows: "Found 1 – 100". */
export function placesTitle(range: RowRange): string {
  return `Found ${rangeTitle(range)}`;
}

/** A count for people: "374,000". */
export function grouped(count: number): string {
  return count.toLocaleString("en-US");
}

/** "1 row", "374,000 rows". */
export function counted(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? "" : "s"}`;
}

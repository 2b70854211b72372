import { read } from "node:fs";
import { promisify } from "node:util";
import { fingerprintOf, sameFile } from "../files/fingerprint.ts";
import { needleOf, type ByteQuery } from "./needle.ts";
import { oddEscapeAt, oddRowsOf } from "./oddRows.ts";
import { ripgrepOffsets } from "./ripgrep.ts";
import type { RowIndex } from "../rows/rowIndex.ts";
import { oddEscapes } from "./spelling.ts";
import type { StoreTexts } from "../store.ts";

/** So many candidates, or so many bytes of them, are looked at one by one; threads that read all are faster then. */
const most = { rows: 256, bytes: 4 << 20 };

/** How far the candidates go. */
export interface CandidatesEnd {
  /** The first row that was not looked at; null where all were. */
  readonly from: number | null;
  /** Why ripgrep gave no answer, or null. */
  readonly failure: string | null;
}

/**
 * Rows that may hold what is looked for, found by ripgrep, in order. It ends early where they become many, and where
 * the path is another file by now. ripgrep reads lines whole, so that arrays, which may be one line, are not for it.
 * @throws the signal's reason where aborted
 */
export async function* candidates(
  texts: StoreTexts,
  query: ByteQuery,
  ripgrep: string | null,
  signal: AbortSignal,
): AsyncGenerator<number[], CandidatesEnd> {
  const needle = needleOf(query);
  const { index, path } = texts;
  if (needle === null || ripgrep === null || !texts.lines || !(await isSame(texts))) {
    return { from: 0, failure: null };
  }
  const odd = oddRowsOf(index);
  // The last row may have grown since the odd ones were looked for.
  const last = index.count - 1;
  const known = odd.among(0, last);
  const others = [...(known ?? []), last];
  if (others.length > most.rows) return { from: 0, failure: null };
  // The first time, the odd rows are found along with the others.
  const patterns = known === null ? [...needle.patterns, oddEscapes] : needle.patterns;
  const left = { ...most };
  let next = 0;
  try {
    for await (const offsets of ripgrepOffsets(ripgrep, path, patterns, signal)) {
      const found = rowsAt(index, offsets, next);
      left.rows -= found.length;
      left.bytes -= found.reduce((sum, row) => sum + index.length(row), 0);
      if (left.rows < 0 || left.bytes < 0) return { from: next, failure: null };
      const end = (found.at(-1) ?? -1) + 1;
      if (known === null && (await isSame(texts))) {
        odd.learn(next, Math.min(end, last), await oddAmong(texts, found));
      }
      const rows = union(
        found,
        others.filter((row) => row >= next && row < end),
      );
      if (rows.length > 0) yield rows;
      next = Math.max(next, end);
    }
    if (known === null && (await isSame(texts))) odd.learn(next, last, []);
    yield others.filter((row) => row >= next);
  } catch (error) {
    signal.throwIfAborted();
    return { from: next, failure: error instanceof Error ? error.message : String(error) };
  }
  return { from: (await isSame(texts)) ? null : 0, failure: null };
}

const readBytes = promisify(read);

/** Rows with odd escapes among a few. */
async function oddAmong({ fd, index }: StoreTexts, rows: readonly number[]): Promise<number[]> {
  const odd: number[] = [];
  for (const row of rows) {
    const buffer = Buffer.alloc(index.length(row));
    await readBytes(fd, { buffer, position: index.start(row) });
    if (oddEscapeAt(buffer, 0) >= 0) odd.push(row);
  }
  return odd;
}

/** True while the path is the file that was opened: ripgrep takes no open file. */
async function isSame({ path, fingerprint }: StoreTexts): Promise<boolean> {
  return fingerprintOf(path).then(
    (now) => sameFile(now, fingerprint),
    () => false,
  );
}

function union(a: readonly number[], b: readonly number[]): number[] {
  return [...new Set([...a, ...b])].sort((x, y) => x - y);
}

/** The rows that offsets lie in, from a row on; offsets between rows and past the last are in none. */
function rowsAt(index: RowIndex, offsets: readonly number[], from: number): number[] {
  const rows: number[] = [];
  let next = from;
  for (const offset of offsets) {
    const row = rowAt(index, offset, next);
    if (row < next || offset >= index.start(row) + index.length(row)) continue;
    rows.push(row);
    next = row + 1;
  }
  return rows;
}

/** The last row that starts at or before an offset, looked for from `from` on; -1 where there is none. */
function rowAt(index: RowIndex, offset: number, from: number): number {
  let low = from;
  let high = index.count - 1;
  if (high < low || index.start(low) > offset) return -1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (index.start(middle) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

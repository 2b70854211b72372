import type { ReadOptions } from "../formats/format.ts";
import { needleOf, type Needle } from "./needle.ts";
import type { OnDisk } from "./onDisk.ts";
import { decodeRow } from "./rowText.ts";
import type { RowViews } from "./rowViews.ts";
import type { StoredRow } from "./store.ts";
import type { SearchHit, SearchQuery } from "./types.ts";
import type { Unsaved } from "./unsaved.ts";
import { isInside, valuesOf } from "./valuesOf.ts";

/** What a search looks at. */
export interface SearchParts {
  readonly onDisk: OnDisk;
  readonly unsaved: Unsaved;
  readonly views: RowViews;
  readonly options: () => ReadOptions;
  readonly ripgrep: string | null;
}

/** How long rows are read without a pause, milliseconds: the thread has other things to do. */
const busyMs = 8;
/** Rows read at a time where all are. */
const page = 256;
/** Text shown on either side of a match. */
const around = 60;

/**
 * Rows that a query finds. Rows whose bytes can't hold the text are not read; the others are decoded and looked at,
 * so that every JSON spelling of a text is found and nothing else.
 * @throws StorageError where the pattern can't be used; the signal's reason where aborted
 */
export async function* searchRows(
  parts: SearchParts,
  query: SearchQuery,
  signal: AbortSignal = new AbortController().signal,
): AsyncGenerator<SearchHit> {
  const needle = query.text === "" ? null : needleOf(query);
  await parts.onDisk.store.whenIndexed();
  let since = performance.now();
  for await (const rows of rowsToRead(parts, needle, signal)) {
    for (const [from, to] of runs(rows)) {
      const stored = await parts.onDisk.read(from, to);
      for (const [k, row] of stored.entries()) {
        const hit = await look(parts, query, needle, from + k, row);
        if (hit !== null) yield hit;
        if (performance.now() - since < busyMs) continue;
        await new Promise((resolve) => setImmediate(resolve));
        signal.throwIfAborted();
        since = performance.now();
      }
    }
    signal.throwIfAborted();
  }
}

/** Rows whose bytes may hold the needle, and rows whose unsaved text may. */
async function* rowsToRead(
  { onDisk, unsaved, ripgrep }: SearchParts,
  needle: Needle | null,
  signal: AbortSignal,
): AsyncGenerator<readonly number[]> {
  const found = needle === null ? null : onDisk.store.candidates(needle, ripgrep, signal);
  if (found === null) {
    for (let from = 0; from < onDisk.store.rows; from += page) {
      yield Array.from({ length: Math.min(page, onDisk.store.rows - from) }, (_, k) => from + k);
    }
    return;
  }
  const edited = new Set(unsaved.overlay.rows());
  yield [...edited].sort((a, b) => a - b);
  for await (const rows of found) yield edited.size === 0 ? rows : rows.filter((row) => !edited.has(row));
}

/** Neighbouring rows as ranges, the end excluded, no longer than a page. */
function* runs(rows: readonly number[]): Generator<[number, number]> {
  for (let at = 0; at < rows.length;) {
    const from = rows[at] ?? 0;
    let length = 1;
    while (length < page && rows[at + length] === from + length) length++;
    yield [from, from + length];
    at += length;
  }
}

async function look(
  parts: SearchParts,
  query: SearchQuery,
  needle: Needle | null,
  row: number,
  stored: StoredRow,
): Promise<SearchHit | null> {
  if (stored.error !== null) return null;
  const nowhere = { field: null, excerpt: "", start: 0, end: 0 };
  let place: Omit<SearchHit, "row" | "line"> | null = nowhere;
  if (needle !== null) {
    const raw = parts.unsaved.overlay.get(row)?.now ?? decodeRow(stored.bytes).text;
    place = firstMatch(raw, needle.text, query.field ?? null);
  }
  if (place === null) return null;
  const where = query.where ?? null;
  if (where !== null && !where(await parts.views.view(row, stored, parts.options()))) return null;
  return { row, line: stored.line, ...place };
}

/** The first place of a match in a row's values; in its whole text where it is not JSON. */
function firstMatch(
  raw: string,
  pattern: RegExp,
  field: string | null,
): Omit<SearchHit, "row" | "line"> | null {
  let value: unknown;
  try {
    value = JSON.parse(raw);
  } catch {
    return field === null ? matchIn(raw, null, pattern) : null;
  }
  for (const { path, text } of valuesOf(value)) {
    if (field !== null && !isInside(path, field)) continue;
    const found = matchIn(text, path, pattern);
    if (found !== null) return found;
  }
  return null;
}

function matchIn(
  text: string,
  field: string | null,
  pattern: RegExp,
): Omit<SearchHit, "row" | "line"> | null {
  pattern.lastIndex = 0;
  const match = pattern.exec(text);
  if (match === null) return null;
  const from = Math.max(0, match.index - around);
  const start = match.index - from;
  const end = start + match[0].length;
  return { field, excerpt: text.slice(from, from + end + around), start, end };
}

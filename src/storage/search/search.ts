import type { ReadOptions } from "../../formats/format.ts";
import { candidates } from "./candidates.ts";
import { storageError } from "../failures.ts";
import { JsonBytes } from "./jsonTokens.ts";
import type { ByteQuery } from "./needle.ts";
import type { OnDisk } from "../journal/onDisk.ts";
import { Pauses } from "../pauses.ts";
import { RowMatcher, type Place } from "./rowMatcher.ts";
import type { RowViews } from "../rowViews.ts";
import { searchFile } from "./searchFile.ts";
import type { Found } from "./searchStretch.ts";
import type { StoreTexts, StoredRow } from "../store.ts";
import type { SearchHit, SearchQuery } from "../types.ts";
import type { Unsaved } from "../journal/unsaved.ts";

/** What a search looks at. */
export interface SearchParts {
  readonly onDisk: OnDisk;
  readonly unsaved: Unsaved;
  readonly views: RowViews;
  readonly options: () => ReadOptions;
  readonly ripgrep: string | null;
  readonly log: (message: string) => void;
}

/** Rows read at a time. */
const page = 256;
/** Where rows are found by what they mean alone. */
const nowhere: Place = { field: null, excerpt: "", start: 0, end: 0 };

/**
 * Rows that a query finds, some at a time: one by one takes longer than finding them. A file of text is searched in
 * other threads, or where ripgrep says that something may be; rows with unsaved edits, and those in files of their own,
 * are searched here.
 * @throws StorageError where the pattern can't be used or the file not read; the signal's reason where aborted
 */
export async function* searchRows(
  parts: SearchParts,
  query: SearchQuery,
  signal: AbortSignal = new AbortController().signal,
): AsyncGenerator<readonly SearchHit[]> {
  const pauses = new Pauses({ signal });
  const search = new Search(parts, query, signal, pauses);
  await parts.onDisk.store.whenIndexed();
  signal.throwIfAborted();
  for await (const hits of search.hits()) {
    if (hits.length === 0) continue;
    await pauses.turn();
    yield hits;
    signal.throwIfAborted();
  }
}

class Search {
  readonly #pauses: Pauses;
  readonly #parts: SearchParts;
  readonly #query: SearchQuery;
  readonly #signal: AbortSignal;
  /** Null where rows are found by what they mean alone. */
  readonly #matcher: RowMatcher | null;

  constructor(parts: SearchParts, query: SearchQuery, signal: AbortSignal, pauses: Pauses) {
    this.#pauses = pauses;
    this.#parts = parts;
    this.#query = query;
    this.#signal = signal;
    const inBytes = query.text !== "" || (query.equals ?? []).length > 0;
    this.#matcher = inBytes ? new RowMatcher(query) : null;
  }

  async *hits(): AsyncGenerator<SearchHit[]> {
    const { onDisk, unsaved } = this.#parts;
    const texts = this.#matcher === null ? null : onDisk.store.texts();
    const { from = 0 } = this.#query;
    if (texts === null) {
      for (let row = from; row < onDisk.store.rows; row += page) {
        yield* this.#hitsAmong(Array.from({ length: page }, (_, k) => row + k));
      }
      return;
    }
    try {
      const apart = new Set([...unsaved.overlay.rows(), ...texts.elsewhere]);
      yield* this.#hitsAmong([...apart].filter((row) => row >= from).sort((a, b) => a - b));
      // ripgrep would read the whole file.
      yield* from > 0 ? this.#hitsFrom(texts, from, apart) : this.#hitsInText(texts, apart);
    } finally {
      await texts.release();
    }
  }

  /** Hits in a file of text, but for rows that are read apart. */
  async *#hitsInText(texts: StoreTexts, apart: ReadonlySet<number>): AsyncGenerator<SearchHit[]> {
    const done = new Set(apart);
    const few = candidates(texts, asBytes(this.#query), this.#parts.ripgrep, this.#signal);
    let one = await few.next();
    try {
      for (; one.done !== true; one = await few.next()) {
        const rows = one.value.filter((row) => !done.has(row));
        for (const row of rows) done.add(row);
        yield* this.#hitsAmong(rows);
      }
    } finally {
      if (one.done !== true) await few.return({ from: null, failure: null });
    }
    const { from, failure } = one.value;
    if (failure !== null) this.#parts.log(`Searching without ripgrep: ${failure}`);
    if (from !== null) yield* this.#hitsFrom(texts, from, done);
  }

  /** Hits in a file of text from a row on, but for some rows, found in other threads. */
  async *#hitsFrom(texts: StoreTexts, from: number, done: ReadonlySet<number>): AsyncGenerator<SearchHit[]> {
    const where = this.#query.where ?? null;
    for await (const { rows, places } of this.#readable(texts, from)) {
      const hits: SearchHit[] = [];
      for (let k = 0; k < rows.length; k++) {
        const row = rows[k] ?? 0;
        if (done.size > 0 && done.has(row)) continue;
        // Spelled out, and by index: spreading and iterating take longer than all else here.
        const { field, excerpt, start, end } = places?.[k] ?? nowhere;
        hits.push({ row, line: texts.line(row), field, excerpt, start, end });
      }
      if (where === null) yield hits;
      else yield* this.#meant(hits, where);
    }
  }

  async *#readable(texts: StoreTexts, from: number): AsyncGenerator<Found> {
    try {
      yield* searchFile(texts, from, asBytes(this.#query), this.#signal);
    } catch (error) {
      this.#signal.throwIfAborted();
      throw storageError(error, "read", texts.path);
    }
  }

  /** Hits whose rows mean what they should. */
  async *#meant(
    hits: readonly SearchHit[],
    where: NonNullable<SearchQuery["where"]>,
  ): AsyncGenerator<SearchHit[]> {
    const byRow = new Map(hits.map((hit) => [hit.row, hit]));
    for await (const [row, stored] of this.#read([...byRow.keys()])) {
      const hit = byRow.get(row);
      if (hit !== undefined && (await this.#means(row, stored, where))) yield [hit];
    }
  }

  /** Hits among rows that are read here. */
  async *#hitsAmong(rows: readonly number[]): AsyncGenerator<SearchHit[]> {
    const where = this.#query.where ?? null;
    for await (const [row, stored] of this.#read(rows)) {
      const place = this.#look(row, stored);
      if (place === null || (where !== null && !(await this.#means(row, stored, where)))) continue;
      yield [{ row, line: stored.line, ...place }];
    }
  }

  #look(row: number, stored: StoredRow): Place | null {
    if (stored.error !== null) return null;
    if (this.#matcher === null) return nowhere;
    const edited = this.#parts.unsaved.overlay.get(row)?.now;
    const bytes = edited === undefined ? bufferOf(stored.bytes) : Buffer.from(edited);
    return this.#matcher.match(new JsonBytes(bytes), 0, bytes.length, null);
  }

  async #means(row: number, stored: StoredRow, where: NonNullable<SearchQuery["where"]>): Promise<boolean> {
    return where(await this.#parts.views.view(row, stored, this.#parts.options()));
  }

  /** Reads rows, with pauses; those that aren't there any more are left out. */
  async *#read(rows: readonly number[]): AsyncGenerator<[number, StoredRow]> {
    for (const [from, to] of runs(rows)) {
      for (const [k, stored] of (await this.#parts.onDisk.read(from, to)).entries()) {
        yield [from + k, stored];
        if (this.#pauses.due) await this.#pauses.take();
      }
    }
  }
}

/** What of a query crosses threads. */
function asBytes({ text, kind, caseSensitive, field, equals }: SearchQuery): ByteQuery {
  return {
    text,
    kind: kind ?? "literal",
    caseSensitive: caseSensitive ?? false,
    field: field ?? null,
    equals: equals ?? [],
  };
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
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

import { PieceReader } from "../files/pieceReader.ts";
import { FieldFinder } from "./fieldFinder.ts";
import { Finder } from "./finder.ts";
import { needleOf, type ByteQuery, type Needle } from "./needle.ts";
import { oddEscapeAt } from "./oddRows.ts";
import { RowMatcher, type Place } from "./rowMatcher.ts";

/** Rows that lie near each other in a file, to be searched. Crosses threads. */
export interface Stretch {
  /** File descriptors belong to the process: a worker reads the very file that its owner opened. */
  readonly fd: number;
  /** Its first row. */
  readonly first: number;
  /** Byte offsets and lengths of its rows. */
  readonly starts: Float64Array;
  readonly lengths: Uint32Array;
  /** Its rows with odd escapes; null where they aren't known. */
  readonly odd: readonly number[] | null;
}

/** What was found in a stretch. */
export interface Found {
  readonly rows: Uint32Array;
  /** One a row; null where no text was looked for. */
  readonly places: readonly Place[] | null;
  /** The stretch's rows with odd escapes; null where no one needs to know. */
  readonly odd: readonly number[] | null;
}

/** Bytes that tell how often each byte comes. */
const sampleBytes = 64 << 10;

/** Skips rows without a look at them, but for those with odd escapes. */
interface Skipper {
  reset(bytes: Buffer): void;
  /** The first place at or after `from` for whose row's sake it may be looked at; Infinity where there is none. */
  next(from: number): number;
}

/** One search's way through stretches of a file. */
export class StretchSearch {
  readonly #query: ByteQuery;
  readonly #matcher: RowMatcher;
  readonly #needle: Needle | null;
  /** Null where rows are not skipped, undefined before the first bytes. */
  #skipper: Skipper | null | undefined;
  /** What tells where in a row the text may be. */
  #anchors: Finder | null = null;

  /** @throws StorageError where the query can't be used */
  constructor(query: ByteQuery) {
    this.#query = query;
    this.#matcher = new RowMatcher(query);
    this.#needle = needleOf(query);
  }

  /**
   * Reads and searches rows, blocking its thread. Rows that the file doesn't hold any more are not found.
   * @param cancelled asked before each row that is looked at
   * @throws NodeJS.ErrnoException
   */
  run(stretch: Stretch, cancelled: () => boolean): Found {
    const rows = readRows(stretch);
    const skipper = this.#reset(rows.bytes);
    const odd = skipper === null ? null : (stretch.odd ?? oddRows(rows, stretch.first));
    const oddOnes = new Set(odd);
    const found: number[] = [];
    const places: Place[] | null = this.#query.text === "" ? null : [];
    for (let row = 0; row < rows.count; row++) {
      const start = rows.start(row);
      const end = rows.end(row);
      const isOdd = oddOnes.has(stretch.first + row);
      if (skipper !== null && !isOdd && skipper.next(start) >= end) continue;
      if (cancelled()) break;
      const place = this.#matcher.match(rows.bytes, start, end, isOdd ? null : this.#anchors);
      if (place === null) continue;
      found.push(stretch.first + row);
      places?.push(place);
    }
    // Where most rows are found, skipping takes longer than looking.
    if (this.#anchors === null && found.length > rows.count / 2) this.#skipper = null;
    return { rows: Uint32Array.from(found), places, odd };
  }

  #reset(bytes: Buffer): Skipper | null {
    if (this.#skipper === undefined) {
      const sample = bytes.subarray(0, sampleBytes);
      const finder = this.#needle === null ? null : new Finder(this.#needle.choices, sample);
      this.#skipper = finder ?? fieldFinder(this.#query, sample);
      if (this.#needle?.inMatch === true) this.#anchors = finder;
    }
    this.#skipper?.reset(bytes);
    return this.#skipper;
  }
}

function fieldFinder({ equals }: ByteQuery, sample: Uint8Array): FieldFinder | null {
  for (const test of equals ?? []) {
    const finder = FieldFinder.of(test, sample);
    if (finder !== null) return finder;
  }
  return null;
}

/** Rows read into memory. */
interface Rows {
  readonly bytes: Buffer;
  readonly count: number;
  start(row: number): number;
  end(row: number): number;
}

const pieces = new PieceReader();

function readRows({ fd, starts, lengths }: Stretch): Rows {
  const from = starts[0] ?? 0;
  const start = (row: number): number => (starts[row] ?? 0) - from;
  const end = (row: number): number => start(row) + (lengths[row] ?? 0);
  const size = starts.length === 0 ? 0 : end(starts.length - 1);
  const bytes = pieces.read(fd, from, size);
  let count = starts.length;
  while (count > 0 && end(count - 1) > bytes.length) count--;
  return { bytes, count, start, end };
}

function oddRows(rows: Rows, first: number): number[] {
  const odd: number[] = [];
  let at = oddEscapeAt(rows.bytes, 0);
  for (let row = 0; at >= 0 && row < rows.count; row++) {
    if (rows.end(row) <= at) continue;
    odd.push(first + row);
    at = oddEscapeAt(rows.bytes, rows.end(row));
  }
  return odd;
}

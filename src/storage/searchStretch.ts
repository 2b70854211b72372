import { readSync } from "node:fs";
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

/** Buffers larger than this are not kept for the next stretch. */
const keptBytes = 16 << 20;
/** Bytes that tell how often each byte comes. */
const sampleBytes = 64 << 10;

/** One search's way through stretches of a file. */
export class StretchSearch {
  readonly #matcher: RowMatcher;
  readonly #needle: Needle | null;
  readonly #withPlaces: boolean;
  #finder: Finder | null = null;

  /** @throws StorageError where the query can't be used */
  constructor(query: ByteQuery) {
    this.#matcher = new RowMatcher(query);
    this.#needle = needleOf(query);
    this.#withPlaces = query.text !== "";
  }

  /**
   * Reads and searches rows, blocking its thread. Rows that the file doesn't hold any more are not found.
   * @param cancelled asked before each row that is looked at
   * @throws NodeJS.ErrnoException
   */
  run(stretch: Stretch, cancelled: () => boolean): Found {
    const rows = readRows(stretch);
    const odd = this.#needle === null ? null : (stretch.odd ?? oddRows(rows, stretch.first));
    const oddOnes = new Set(odd);
    const anchors = this.#anchors(rows.bytes);
    const found: number[] = [];
    const places: Place[] = [];
    for (let row = 0; row < rows.count; row++) {
      const isOdd = oddOnes.has(stretch.first + row);
      if (anchors !== null && !isOdd && anchors.next(rows.start(row)) >= rows.end(row)) continue;
      if (cancelled()) break;
      const place = this.#matcher.match(rows.bytes, rows.start(row), rows.end(row), isOdd ? null : anchors);
      if (place === null) continue;
      found.push(stretch.first + row);
      if (this.#withPlaces) places.push(place);
    }
    return { rows: Uint32Array.from(found), places: this.#withPlaces ? places : null, odd };
  }

  #anchors(bytes: Buffer): Finder | null {
    if (this.#needle === null) return null;
    this.#finder ??= new Finder(this.#needle.choices, bytes.subarray(0, sampleBytes));
    this.#finder.reset(bytes);
    return this.#finder;
  }
}

/** Rows read into memory. */
interface Rows {
  readonly bytes: Buffer;
  readonly count: number;
  start(row: number): number;
  end(row: number): number;
}

let kept = Buffer.alloc(0);

function readRows({ fd, starts, lengths }: Stretch): Rows {
  const from = starts[0] ?? 0;
  const start = (row: number): number => (starts[row] ?? 0) - from;
  const end = (row: number): number => start(row) + (lengths[row] ?? 0);
  const size = starts.length === 0 ? 0 : end(starts.length - 1);
  const buffer = size <= kept.length ? kept : Buffer.allocUnsafeSlow(size);
  if (size <= keptBytes) kept = buffer;
  let filled = 0;
  while (filled < size) {
    const read = readSync(fd, buffer, filled, size - filled, from + filled);
    if (read === 0) break;
    filled += read;
  }
  let count = starts.length;
  while (count > 0 && end(count - 1) > filled) count--;
  return { bytes: buffer.subarray(0, filled), count, start, end };
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

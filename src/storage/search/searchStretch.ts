import { FieldFinder } from "./fieldFinder.ts";
import { Finder } from "./finder.ts";
import type { JsonBytes } from "./jsonTokens.ts";
import { needleOf, type ByteQuery, type Needle } from "./needle.ts";
import { RowMatcher, type Place } from "./rowMatcher.ts";
import { addOddRows, piecesOf, type Piece, type Stretch } from "./stretch.ts";

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

/** What is found in a stretch. */
class Hits {
  readonly #rows: Uint32Array;
  readonly #places: Place[] | null;
  count = 0;

  constructor(most: number, withPlaces: boolean) {
    this.#rows = new Uint32Array(most);
    this.#places = withPlaces ? [] : null;
  }

  add(row: number, place: Place): void {
    this.#rows[this.count++] = row;
    this.#places?.push(place);
  }

  found(odd: readonly number[] | null): Found {
    return { rows: this.#rows.slice(0, this.count), places: this.#places, odd };
  }
}

/** Skips rows without a look at them, but for those with odd escapes. */
interface Skipper {
  reset(json: JsonBytes): void;
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
    const hits = new Hits(stretch.starts.length, this.#query.text !== "");
    const odd = new Set(stretch.odd);
    for (const piece of piecesOf(stretch)) {
      this.#reset(piece.json);
      if (this.#skipper !== null && stretch.odd === null) addOddRows(odd, stretch, piece);
      if (!this.#search(stretch, piece, odd, cancelled, hits)) break;
    }
    const skips = this.#skipper !== null;
    // Where many rows are found, skipping takes longer than looking at all.
    if (this.#anchors === null && hits.count > stretch.starts.length / 4) this.#skipper = null;
    return hits.found(skips ? [...odd] : null);
  }

  /** False where it is cancelled. */
  #search(
    { first, starts, lengths }: Stretch,
    { json, from, to, offset }: Piece,
    odd: ReadonlySet<number>,
    cancelled: () => boolean,
    hits: Hits,
  ): boolean {
    const skipper = this.#skipper ?? null;
    for (let at = from; at < to; at++) {
      // An integer to the engine too: where it isn't sure of that, each step through bytes takes a quarter longer.
      const start = ((starts[at] ?? 0) - offset) | 0;
      const end = start + (lengths[at] ?? 0);
      const isOdd = odd.size > 0 && odd.has(first + at);
      if (skipper !== null && !isOdd && skipper.next(start) >= end) continue;
      if (cancelled()) return false;
      const place = this.#matcher.match(json, start, end, isOdd ? null : this.#anchors);
      if (place !== null) hits.add(first + at, place);
    }
    return true;
  }

  #reset(json: JsonBytes): void {
    if (this.#skipper === undefined) {
      const sample = json.bytes.subarray(0, sampleBytes);
      const finder = this.#needle === null ? null : new Finder(this.#needle.choices, sample);
      this.#skipper = finder ?? fieldFinder(this.#query, sample);
      if (this.#needle?.inMatch === true) this.#anchors = finder;
    }
    this.#skipper?.reset(json);
  }
}

function fieldFinder({ equals }: ByteQuery, sample: Uint8Array): FieldFinder | null {
  for (const test of equals ?? []) {
    const finder = FieldFinder.of(test, sample);
    if (finder !== null) return finder;
  }
  return null;
}

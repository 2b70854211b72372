import { mixed, textHash } from "./hash.ts";

const bands = 32;
const rowsPerBand = 3;
/** Words in a shingle. */
const shingle = 4;

/** What a text is found by where others are nearly the same. Crosses threads. */
export interface NearKeys {
  /** Hashes of its four-word runs, each once, in order. */
  readonly shingles: Uint32Array;
  /** A hash for each band of its MinHash signature. */
  readonly bands: Uint32Array;
}

/** The keys of a text; null where it is too short for near copies to mean anything. */
export function nearKeys(text: string): NearKeys | null {
  const words = wordsOf(text);
  if (words.length < shingle * 2) return null;
  const hashes = new Set<number>();
  for (let at = 0; at + shingle <= words.length; at++)
    hashes.add(textHash(words.slice(at, at + shingle).join(" ")) >>> 0);
  const shingles = Uint32Array.from(hashes).sort();
  return { shingles, bands: bandHashes(shingles) };
}

/** Writing without spaces between words is taken character by character. */
function wordsOf(text: string): readonly string[] {
  return text.match(unspaced) ?? [];
}

const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[^\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]+/gu;

function bandHashes(shingles: Uint32Array): Uint32Array {
  const hashes = new Uint32Array(bands);
  for (let band = 0; band < bands; band++) {
    let hash = band + 1;
    for (let k = band * rowsPerBand; k < (band + 1) * rowsPerBand; k++)
      hash = mixed(hash ^ least(shingles, Math.imul(k + 1, 0x9e3779b1)));
    hashes[band] = hash;
  }
  return hashes;
}

/** The least of the shingles under one permutation of them. */
function least(shingles: Uint32Array, seed: number): number {
  let smallest = 0xffffffff;
  for (const hash of shingles) {
    const value = mixed(hash ^ seed);
    if (value < smallest) smallest = value;
  }
  return smallest;
}

/** Texts as columns that threads share: some 500 bytes a text. */
export interface NearColumns {
  /** Shingles of all texts, one text after the other. */
  readonly shingles: Uint32Array;
  /** Where the shingles of each text start, and where the last ones end. */
  readonly starts: Uint32Array;
  /** By band, in order: hash of the band and number of the text, as one number. */
  readonly bands: readonly Float64Array[];
}

/** Most texts: a hash of 32 bits and the number of a text make one exact number. */
const mostTexts = 2 ** 21;

/**
 * Columns of texts by their keys; a text that has none is never found.
 * @param pause lets others have their turn: each band of many texts takes milliseconds to sort
 * @throws RangeError where there are too many
 */
export async function nearColumns(
  texts: readonly (NearKeys | null)[],
  pause: () => Promise<void>,
): Promise<NearColumns> {
  if (texts.length > mostTexts)
    throw new RangeError(`An evaluation set may have ${mostTexts} problems; this has ${texts.length}.`);
  const starts = new Uint32Array(shared(4 * (texts.length + 1)));
  for (const [at, keys] of texts.entries()) starts[at + 1] = (starts[at] ?? 0) + (keys?.shingles.length ?? 0);
  const shingles = new Uint32Array(shared(4 * (starts.at(-1) ?? 0)));
  for (const [at, keys] of texts.entries()) if (keys !== null) shingles.set(keys.shingles, starts[at]);
  const columns: Float64Array[] = [];
  for (let band = 0; band < bands; band++) {
    await pause();
    const keyed = texts.flatMap((keys, at) =>
      keys === null ? [] : (keys.bands[band] ?? 0) * mostTexts + at,
    );
    const column = new Float64Array(shared(8 * keyed.length));
    column.set(keyed);
    columns.push(column.sort());
  }
  return { shingles, starts, bands: columns };
}

function shared(bytes: number): SharedArrayBuffer {
  return new SharedArrayBuffer(bytes);
}

/**
 * Near copies of texts by MinHash and banding (Broder 1997), each compared exactly: of texts that share 60% of their
 * four-word runs 99.96% are found, of those that share 50% 98.6%.
 */
export class NearIndex {
  readonly #columns: NearColumns;

  constructor(columns: NearColumns) {
    this.#columns = columns;
  }

  /** Texts that share at least so much of what either has, the nearest first. */
  find(text: string, atLeast: number): readonly { readonly text: number; readonly similarity: number }[] {
    const keys = nearKeys(text);
    if (keys === null) return [];
    const candidates = new Set([...keys.bands].flatMap((hash, band) => this.#inBand(band, hash)));
    return [...candidates]
      .map((one) => ({ text: one, similarity: this.#similarity(keys.shingles, one) }))
      .filter(({ similarity }) => similarity >= atLeast)
      .sort((a, b) => b.similarity - a.similarity || a.text - b.text);
  }

  #inBand(band: number, hash: number): number[] {
    const column = this.#columns.bands[band] ?? new Float64Array();
    const found: number[] = [];
    const end = (hash + 1) * mostTexts;
    for (let at = firstFrom(column, hash * mostTexts); at < column.length; at++) {
      const key = column[at] ?? 0;
      if (key >= end) break;
      found.push(key % mostTexts);
    }
    return found;
  }

  /** Share of the four-word runs of either that both have (Jaccard). */
  #similarity(own: Uint32Array, text: number): number {
    const { shingles, starts } = this.#columns;
    const other = shingles.subarray(starts[text], starts[text + 1]);
    let [same, a, b] = [0, 0, 0];
    while (a < own.length && b < other.length) {
      const [left, right] = [own[a] ?? 0, other[b] ?? 0];
      if (left === right) same++;
      if (left <= right) a++;
      if (right <= left) b++;
    }
    return same / (own.length + other.length - same);
  }
}

/** Place of the first number that is not less. */
function firstFrom(sorted: Float64Array, least: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

import { mixed, textHash } from "./hash.ts";

const bands = 24;
const rowsPerBand = 4;
const size = bands * rowsPerBand;
/** Words in a shingle. */
const shingle = 4;

/** A near copy found. */
export interface Near<T> {
  readonly item: T;
  /** Estimated share of four-word runs that both have, 0 to 1. */
  readonly similarity: number;
  /** The texts are the same but for spelling. */
  readonly exact: boolean;
}

/**
 * Near copies of texts by MinHash and banding (Broder 1997): texts that share 80% of their four-word runs are found
 * with probability above 99.9%.
 */
export class NearIndex<T> {
  readonly #items: { readonly item: T; readonly signature: Uint32Array }[] = [];
  readonly #buckets = new Map<number, number[]>();

  /** Adds a text. Those shorter than a shingle are left out. */
  add(text: string, item: T): void {
    const signature = signatureOf(text);
    if (signature === null) return;
    const index = this.#items.push({ item, signature }) - 1;
    for (const key of bandKeys(signature)) {
      const bucket = this.#buckets.get(key);
      if (bucket === undefined) this.#buckets.set(key, [index]);
      else bucket.push(index);
    }
  }

  /** The nearest text at or above a similarity, or null. */
  find(text: string, atLeast: number): Near<T> | null {
    const signature = signatureOf(text);
    if (signature === null) return null;
    let best: Near<T> | null = null;
    for (const index of new Set(bandKeys(signature).flatMap((key) => this.#buckets.get(key) ?? []))) {
      const one = this.#items[index];
      if (one === undefined) continue;
      const similarity = agreement(signature, one.signature);
      if (similarity >= atLeast && similarity > (best?.similarity ?? 0))
        best = { item: one.item, similarity, exact: false };
    }
    return best;
  }
}

function signatureOf(text: string): Uint32Array | null {
  const words = text.split(" ").filter((word) => word !== "");
  if (words.length < shingle * 2) return null;
  const signature = new Uint32Array(size).fill(0xffffffff);
  for (let at = 0; at + shingle <= words.length; at++) {
    const hash = textHash(words.slice(at, at + shingle).join(" ")) >>> 0;
    for (let k = 0; k < size; k++) {
      const value = mixed(hash ^ Math.imul(k + 1, 0x9e3779b1));
      if (value < (signature[k] ?? 0)) signature[k] = value;
    }
  }
  return signature;
}

function bandKeys(signature: Uint32Array): number[] {
  return Array.from({ length: bands }, (_, band) =>
    textHash(`${band}:${signature.slice(band * rowsPerBand, (band + 1) * rowsPerBand).join(",")}`),
  );
}

function agreement(a: Uint32Array, b: Uint32Array): number {
  let same = 0;
  for (let k = 0; k < size; k++) if (a[k] === b[k]) same++;
  return same / size;
}

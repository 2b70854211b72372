/** Which rows hold what, by the hash of it. A row may be taken again: what it held before no longer counts. */
export class SeenRows {
  readonly #rows = new Map<number, number | number[]>();
  /** What rows hold now that were taken more than once. */
  readonly #again = new Map<number, ReadonlySet<number>>();
  #last = -1;

  /** Takes what a row holds, in place of what it held. */
  take(row: number, hashes: readonly number[]): void {
    if (row <= this.#last) this.#again.set(row, new Set(hashes));
    this.#last = Math.max(row, this.#last);
    for (const hash of hashes) {
      const known = this.#rows.get(hash);
      if (known === undefined) this.#rows.set(hash, row);
      else if (typeof known === "object") insert(known, row);
      else if (known !== row) this.#rows.set(hash, known < row ? [known, row] : [row, known]);
    }
  }

  /** The first row that holds it; null where none does. */
  first(hash: number): number | null {
    return this.#of(hash).find((row) => this.#holds(row, hash)) ?? null;
  }

  /** The next row after a row that holds it; null where none does. */
  next(row: number, hash: number): number | null {
    return this.#of(hash).find((other) => other > row && this.#holds(other, hash)) ?? null;
  }

  #of(hash: number): readonly number[] {
    const known = this.#rows.get(hash);
    return known === undefined ? [] : typeof known === "number" ? [known] : known;
  }

  #holds(row: number, hash: number): boolean {
    return this.#again.get(row)?.has(hash) ?? true;
  }
}

/** Rows mostly come in order. */
function insert(rows: number[], row: number): void {
  let at = rows.length;
  while (at > 0 && (rows[at - 1] ?? 0) > row) at--;
  if (rows[at - 1] !== row) rows.splice(at, 0, row);
}

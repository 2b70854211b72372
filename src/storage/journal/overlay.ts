/** A row with unsaved edits. */
export interface EditedRow {
  /** Its text in the file. */
  readonly base: string;
  /** Its text now. */
  readonly now: string;
}

/** Rows whose text differs from the file's. */
export class Overlay {
  readonly #rows = new Map<number, EditedRow>();

  get size(): number {
    return this.#rows.size;
  }

  get(row: number): EditedRow | undefined {
    return this.#rows.get(row);
  }

  /** Rows, in no order. */
  rows(): number[] {
    return [...this.#rows.keys()];
  }

  /** The text of a row now; a text equal to the file's is no edit. */
  set(row: number, base: string, now: string): void {
    if (base === now) this.#rows.delete(row);
    else this.#rows.set(row, { base, now });
  }

  /** A copy, for a save that goes on while rows are edited. */
  snapshot(): Map<number, EditedRow> {
    return new Map(this.#rows);
  }

  /** What was in the snapshot is in the file now; rows edited since, or edited back, differ from it. */
  saved(snapshot: ReadonlyMap<number, EditedRow>): void {
    for (const [row, { base, now }] of snapshot) this.set(row, now, this.#rows.get(row)?.now ?? base);
  }
}

/** Rows found by a scanner, in file order, as columns that cross threads without being copied. */
export interface RowBatch {
  /** Byte offset where each row starts. */
  readonly starts: Float64Array;
  /** Bytes of each row, line end not counted. */
  readonly lengths: Uint32Array;
  /** Line (from 1) where each row starts. */
  readonly lines: Uint32Array;
}

/** Where a scanner left off: what is appended later is scanned from there. */
export interface Tail {
  readonly offset: number;
  /** Line (from 1) at `offset`. */
  readonly line: number;
  /** True where the last row starts at `offset` because no line end follows it: it may still grow. */
  readonly open: boolean;
}

/** Collects rows into batches; grows by doubling. */
export class BatchWriter {
  #starts = new Float64Array(1024);
  #lengths = new Uint32Array(1024);
  #lines = new Uint32Array(1024);
  count = 0;

  add(start: number, length: number, line: number): void {
    if (this.count === this.#starts.length) this.#grow();
    this.#starts[this.count] = start;
    this.#lengths[this.count] = length;
    this.#lines[this.count] = line;
    this.count++;
  }

  /** The rows since the last call. */
  take(): RowBatch {
    const batch = {
      starts: this.#starts.slice(0, this.count),
      lengths: this.#lengths.slice(0, this.count),
      lines: this.#lines.slice(0, this.count),
    };
    this.count = 0;
    return batch;
  }

  #grow(): void {
    this.#starts = grown(this.#starts, new Float64Array(this.count * 2));
    this.#lengths = grown(this.#lengths, new Uint32Array(this.count * 2));
    this.#lines = grown(this.#lines, new Uint32Array(this.count * 2));
  }
}

function grown<T extends Float64Array | Uint32Array>(old: T, bigger: T): T {
  bigger.set(old);
  return bigger;
}

/** Byte offsets of all rows: 16 bytes a row. */
export class RowIndex {
  #starts: Float64Array = new Float64Array(0);
  #lengths: Uint32Array = new Uint32Array(0);
  #lines: Uint32Array = new Uint32Array(0);
  #count = 0;

  /** Rows. */
  get count(): number {
    return this.#count;
  }

  start(row: number): number {
    return this.#starts[row] ?? 0;
  }

  length(row: number): number {
    return this.#lengths[row] ?? 0;
  }

  /** Line (from 1) where the row starts. */
  line(row: number): number {
    return this.#lines[row] ?? 0;
  }

  append(batch: RowBatch): void {
    const count = this.#count + batch.starts.length;
    if (count > this.#starts.length) this.#reserve(Math.max(count, Math.ceil(this.#count * 1.5)));
    this.#starts.set(batch.starts, this.#count);
    this.#lengths.set(batch.lengths, this.#count);
    this.#lines.set(batch.lines, this.#count);
    this.#count = count;
  }

  /** Forgets the last row: it was not finished when it was scanned. */
  dropLast(): void {
    if (this.#count > 0) this.#count--;
  }

  /** All rows, not copied. */
  columns(): RowBatch {
    return {
      starts: this.#starts.subarray(0, this.#count),
      lengths: this.#lengths.subarray(0, this.#count),
      lines: this.#lines.subarray(0, this.#count),
    };
  }

  /**
   * The index after rows were rewritten in place.
   * @param bytes new byte length of each rewritten row
   * @param newlines by how many lines a rewritten row grew
   */
  respliced(bytes: ReadonlyMap<number, number>, newlines: ReadonlyMap<number, number>): RowIndex {
    const next = new RowIndex();
    next.append(this.columns());
    let byteShift = 0;
    let lineShift = 0;
    for (let row = 0; row < next.#count; row++) {
      next.#starts[row] = this.start(row) + byteShift;
      next.#lines[row] = this.line(row) + lineShift;
      const length = bytes.get(row);
      if (length === undefined) continue;
      byteShift += length - this.length(row);
      lineShift += newlines.get(row) ?? 0;
      next.#lengths[row] = length;
    }
    return next;
  }

  /** Makes room for about this many rows at once: growing bit by bit leaves garbage of twice the size. */
  expect(rows: number): void {
    if (rows > this.#starts.length) this.#reserve(Math.ceil(rows));
  }

  #reserve(rows: number): void {
    this.#starts = grown(this.#starts, new Float64Array(rows));
    this.#lengths = grown(this.#lengths, new Uint32Array(rows));
    this.#lines = grown(this.#lines, new Uint32Array(rows));
  }
}

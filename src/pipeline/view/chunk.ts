import { factColumns, putFacts, type FactColumns } from "./factTable.ts";
import { FieldScan, type FieldColumns } from "./fieldScan.ts";
import type { ReadRow } from "./readRow.ts";
import { rowFacts } from "./rowFacts.ts";

/** What is known of some neighbouring rows, as columns that cross threads without being copied. */
export interface Chunk {
  /** The first row. */
  readonly from: number;
  readonly facts: FactColumns;
  readonly fields: FieldColumns;
}

/** Makes chunks, row after row. */
export class ChunkWriter {
  readonly #fields: FieldScan;

  /** @param rows most rows of a chunk */
  constructor(rows: number) {
    this.#fields = new FieldScan(rows);
  }

  /**
   * The chunk of some rows.
   * @param read gives each, counted from 0, when it is its turn: what is let go of at once costs the collector nothing
   */
  write(from: number, rows: number, read: (at: number) => ReadRow): Chunk {
    const facts = factColumns(rows);
    for (let at = 0; at < rows; at++) {
      const { value, row } = read(at);
      putFacts(facts, at, rowFacts(row));
      this.#fields.add(value);
    }
    return { from, facts, fields: this.#fields.take() };
  }
}

/** The memory of a chunk, to be handed over with it. */
export function memoryOf({ facts, fields }: Chunk): ArrayBuffer[] {
  const columns = [
    ...Object.values(facts as unknown as Record<string, Uint16Array | Uint32Array>),
    ...fields.columns.map(({ codes }) => codes),
  ];
  return columns.map(({ buffer }) => buffer as ArrayBuffer);
}

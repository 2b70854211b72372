import type { Row } from "../../core/model.ts";
import { factColumns, putFacts, type FactColumns } from "./factTable.ts";
import { FieldScan, type FieldColumns } from "./fieldScan.ts";
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

  /** The chunk of these rows: each as parsed JSON, and in the field's words where it can be read. */
  write(from: number, rows: readonly { readonly value: unknown; readonly row: Row | null }[]): Chunk {
    const facts = factColumns(rows.length);
    rows.forEach(({ value, row }, at) => {
      putFacts(facts, at, rowFacts(row));
      this.#fields.add(value);
    });
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

import type { Chunk } from "./chunk.ts";
import { factColumns, type FactColumns } from "./factTable.ts";
import type { FieldColumn } from "./fieldScan.ts";

/** What is known of the first rows of a dataset, or of all. */
export interface TableOfRows {
  readonly chunk: Chunk;
  /** Rows of which more than the text in the file counted: they must be looked at again. */
  readonly apart: readonly number[];
}

/** All of a table but its columns. */
export interface TableShape {
  readonly rows: number;
  readonly apart: readonly number[];
  readonly dropped: readonly string[];
  readonly fields: readonly Omit<FieldColumn, "codes">[];
}

const columnNames = ["flags", "firstErrors", "steps", "traces", "winRates", "lengths"] as const;
const alignment = 8;

/** A table's shape, which stays as it is when the table goes on. */
export function shapeOf({ chunk: { facts, fields }, apart }: TableOfRows): TableShape {
  return {
    rows: facts.flags.length,
    apart,
    dropped: [...fields.dropped],
    fields: fields.columns.map(({ path, values, sets }) => ({ path, values: [...values], sets: [...sets] })),
  };
}

/** A table's columns, each padded to a multiple of eight bytes. */
export function columnsOf({ chunk: { facts, fields } }: TableOfRows): Buffer {
  const columns = [...columnNames.map((name) => facts[name]), ...fields.columns.map(({ codes }) => codes)];
  const parts = columns.flatMap((column) => {
    const bytes = new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
    return [bytes, new Uint8Array(padded(bytes.length) - bytes.length)];
  });
  return Buffer.concat(parts);
}

/** The length of something that starts where the next column may. */
export function padded(length: number): number {
  return Math.ceil(length / alignment) * alignment;
}

/** The table of a shape whose columns these are. @throws RangeError where they are cut off */
export function tableOf({ rows, apart, dropped, fields }: TableShape, columns: Buffer): TableOfRows {
  let at = 0;
  const read = (into: Uint8Array): void => {
    if (columns.copy(into, 0, at) < into.length) throw new RangeError("The table is cut off.");
    at += padded(into.length);
  };
  const facts: FactColumns = factColumns(rows);
  for (const name of columnNames) read(new Uint8Array(facts[name].buffer));
  const fieldColumns = fields.map((field): FieldColumn => {
    const codes = new Uint8Array(rows);
    read(codes);
    return { ...field, codes };
  });
  return { chunk: { from: 0, facts, fields: { columns: fieldColumns, dropped } }, apart };
}

/** The first rows of a table, whose memory it shares. */
export function firstRows({ chunk: { facts, fields }, apart }: TableOfRows, rows: number): TableOfRows {
  const columns = fields.columns.map((column) => ({ ...column, codes: column.codes.subarray(0, rows) }));
  return {
    chunk: { from: 0, facts: firstFacts(facts, rows), fields: { columns, dropped: fields.dropped } },
    apart: apart.filter((row) => row < rows),
  };
}

function firstFacts(facts: FactColumns, rows: number): FactColumns {
  return {
    flags: facts.flags.subarray(0, rows),
    firstErrors: facts.firstErrors.subarray(0, rows),
    steps: facts.steps.subarray(0, rows),
    traces: facts.traces.subarray(0, rows),
    lengths: facts.lengths.subarray(0, rows),
    winRates: facts.winRates.subarray(0, rows),
  };
}

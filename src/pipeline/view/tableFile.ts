import { mkdir, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { checksum } from "../../storage/files/checksum.ts";
import { prepareFile } from "../../storage/files/replaceFile.ts";
import type { TextRows } from "../../storage/types.ts";
import type { Chunk } from "./chunk.ts";
import { factColumns, type FactColumns } from "./factTable.ts";
import type { FieldColumn } from "./fieldScan.ts";

/** What is known of all rows of a dataset. */
export interface WholeTable {
  readonly chunk: Chunk;
  /** Rows of which more than the text in the file counted: they must be looked at again. */
  readonly apart: readonly number[];
}

interface Header {
  readonly key: string;
  readonly rows: number;
  readonly apart: readonly number[];
  readonly dropped: readonly string[];
  readonly fields: readonly Omit<FieldColumn, "codes">[];
}

const columnNames = ["flags", "firstErrors", "steps", "traces", "winRates", "lengths"] as const;
const alignment = 8;

/**
 * What tells the program that works out facts from another version of it; null run from source, where nothing does and
 * nothing is kept.
 */
export async function factsProgram(): Promise<string | null> {
  const path = fileURLToPath(new URL("./facts.worker.ts", import.meta.url));
  return path.endsWith(".ts") ? null : checksum(await readFile(path));
}

/** The table kept for this content of the dataset, read this way; null where there is none. */
export async function loadTable(texts: TextRows, program: string): Promise<WholeTable | null> {
  if (texts.keptAt === null) return null;
  try {
    return decode(await readFile(placeOf(texts.keptAt)), keyOf(texts, program), texts.starts.length);
  } catch {
    return null;
  }
}

/** Keeps a table for the next time. One that can't be written costs time then, nothing else. */
export async function saveTable(texts: TextRows, program: string, table: WholeTable): Promise<void> {
  if (texts.keptAt === null) return;
  const place = placeOf(texts.keptAt);
  // At once: rows may be edited while it is written.
  const bytes = Buffer.concat([...encode(keyOf(texts, program), table)]);
  try {
    await mkdir(dirname(place), { recursive: true });
    const prepared = await prepareFile(place, null, (write) => write(bytes));
    await prepared.commit();
    await prepared.handle.close();
  } catch {
    // Next time it is worked out again.
  }
}

function placeOf(keptAt: string): string {
  return `${keptAt}.facts`;
}

function keyOf({ content, splitter, mapping }: TextRows, program: string): string {
  return checksum(JSON.stringify([program, content, splitter, mapping]));
}

/** Length of the header, the header (JSON), then the columns, each from a multiple of eight bytes on. */
function* encode(key: string, { chunk, apart }: WholeTable): Generator<Uint8Array> {
  const { facts, fields } = chunk;
  const header: Header = {
    key,
    rows: facts.flags.length,
    apart,
    dropped: fields.dropped,
    fields: fields.columns.map(({ path, values, sets }) => ({ path, values, sets })),
  };
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(alignment);
  length.writeUInt32LE(json.length);
  for (const part of [
    length,
    json,
    ...columnNames.map((name) => facts[name]),
    ...fields.columns.map(codesOf),
  ]) {
    const bytes = new Uint8Array(part.buffer, part.byteOffset, part.byteLength);
    yield bytes;
    yield new Uint8Array(padded(bytes.length) - bytes.length);
  }
}

function codesOf({ codes }: FieldColumn): Uint8Array {
  return codes;
}

function padded(length: number): number {
  return Math.ceil(length / alignment) * alignment;
}

function decode(bytes: Buffer, key: string, rows: number): WholeTable | null {
  const jsonLength = bytes.readUInt32LE(0);
  const header = JSON.parse(bytes.toString("utf8", alignment, alignment + jsonLength)) as Header;
  if (header.key !== key || header.rows !== rows) return null;
  let at = alignment + padded(jsonLength);
  const facts: FactColumns = factColumns(rows);
  const read = (into: Uint8Array): void => {
    if (bytes.copy(into, 0, at) < into.length) throw new RangeError("The table is cut off.");
    at += padded(into.length);
  };
  for (const name of columnNames) read(new Uint8Array(facts[name].buffer));
  const columns = header.fields.map((field): FieldColumn => {
    const codes = new Uint8Array(rows);
    read(codes);
    return { ...field, codes };
  });
  return { chunk: { from: 0, facts, fields: { columns, dropped: header.dropped } }, apart: header.apart };
}

import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import {
  parquetMetadataAsync,
  parquetSchema,
  type Compressors,
  type FileMetaData,
  type RowGroup,
  type SchemaTree,
} from "hyparquet";
import { compressors as all } from "hyparquet-compressors";
import { jsonText } from "./jsonText.ts";
import { columnsOf } from "./parquetColumns.ts";
import { ParquetDamage } from "./parquetDamage.ts";
import type { Bytes } from "./parquetPages.ts";

/** Rows that are written as soon as they are there, to be shown. */
const firstRows = 100;
/** Characters written at a time, after them. */
const textAtOnce = 1 << 20;
/** Rows put together at a time, where the pages have more. */
const rowsAtOnce = 2000;

/**
 * Unpacks Parquet into JSONL: a page of each column at a time, however long the file and its row groups are.
 * @param write is given whole lines
 * @returns what a person must know, or null
 * @throws Error where it is damaged from the start, or can't be read
 */
export async function unpackParquet(
  path: string,
  write: (text: Uint8Array) => Promise<void>,
): Promise<string | null> {
  const handle = openSync(path, "r");
  let [rows, text] = [0, ""];
  const flush = async (): Promise<void> => {
    await write(Buffer.from(text));
    text = "";
  };
  try {
    const file = bytesOf(handle);
    for (const line of linesOf(file, await footerOf(file))) {
      text += line;
      rows++;
      if (rows === firstRows || text.length >= textAtOnce) await flush();
    }
    await flush();
    return null;
  } catch (error) {
    if (!(error instanceof ParquetDamage)) throw error;
    if (rows === 0) {
      throw new Error(`the Parquet file is damaged or cut off (${error.message}).`, { cause: error });
    }
    await flush();
    return `The Parquet file is damaged (${error.message}): rows after ${rows} are missing.`;
  } finally {
    closeSync(handle);
  }
}

/** Pages of nulls and dictionaries without entries hold no bytes, of which some writers' compressed form is none that the library takes. */
const compressors: Compressors = Object.fromEntries(
  Object.entries(all).map(([codec, decompress]) => [
    codec,
    (input: Uint8Array, length: number) => (length === 0 ? new Uint8Array() : decompress(input, length)),
  ]),
);

async function footerOf(file: Bytes): Promise<FileMetaData> {
  try {
    const end = Buffer.from(file.slice(Math.max(0, file.byteLength - 4))).toString("latin1");
    if (end === "PARE") throw new Error("it is encrypted");
    return await parquetMetadataAsync(file);
  } catch (error) {
    throw ParquetDamage.in("footer", error);
  }
}

function* linesOf(file: Bytes, footer: FileMetaData): Generator<string> {
  const schema = parquetSchema(footer);
  let rows = 0;
  for (const [index, group] of footer.row_groups.entries()) {
    try {
      for (const line of linesOfGroup(file, schema, group)) yield line;
    } catch (error) {
      throw ParquetDamage.in(`row group ${index + 1}`, error);
    }
    rows += Number(group.num_rows);
  }
  if (rows !== Number(footer.num_rows)) {
    throw new ParquetDamage(`the footer says ${footer.num_rows} rows, its row groups ${rows}`);
  }
}

function* linesOfGroup(file: Bytes, schema: SchemaTree, group: RowGroup): Generator<string> {
  const columns = columnsOf(schema, group, file, compressors);
  const keys = columns.map(({ name }) => `${JSON.stringify(name)}:`);
  for (let left = Number(group.num_rows); left > 0;) {
    const ready = columns.map((column) => column.ready());
    const count = Math.min(left, rowsAtOnce, ...ready);
    const over = columns[ready.indexOf(0)];
    if (over !== undefined) {
      throw new ParquetDamage(`column ${over.name}: ${left} rows fewer than the footer says`);
    }
    const values = columns.map((column) => column.take(count));
    for (let row = 0; row < count; row++) {
      yield `{${keys.map((key, column) => key + jsonText(values[column]?.[row])).join(",")}}\n`;
    }
    left -= count;
  }
  const longer = columns.find((column) => column.ready() > 0);
  if (longer !== undefined) throw new ParquetDamage(`column ${longer.name}: more rows than the footer says`);
}

/** Read without waiting: this is a thread of its own. */
function bytesOf(handle: number): Bytes {
  const byteLength = fstatSync(handle).size;
  return {
    byteLength,
    slice: (start, end = byteLength) => {
      const bytes = Buffer.allocUnsafeSlow(Math.max(0, end - start));
      for (let filled = 0; filled < bytes.length;) {
        const read = readSync(handle, bytes, filled, bytes.length - filled, start + filled);
        if (read === 0) throw new Error(`the file ends at byte ${start + filled}`);
        filled += read;
      }
      return bytes.buffer;
    },
  };
}

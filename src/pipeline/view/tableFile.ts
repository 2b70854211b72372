import { mkdir, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { checksum } from "../../storage/files/checksum.ts";
import { prepareFile } from "../../storage/files/replaceFile.ts";
import type { TextRows } from "../../storage/types.ts";
import { sampleSum } from "./sampleSum.ts";
import {
  columnsOf,
  firstRows,
  padded,
  shapeOf,
  tableOf,
  type TableShape,
  type TableOfRows,
} from "./tableBytes.ts";

interface Header extends TableShape {
  /** Of the program, and of how it reads rows. */
  readonly key: string;
  /** `TextRows.content` of the dataset that the table is of. */
  readonly content: string;
  /** Byte offset where the last row starts. */
  readonly lastStart: number;
  /** What tells the bytes before it from others. */
  readonly sum: string;
}

/** Bytes that say how long the header is. */
const lengthBytes = 8;

/**
 * What tells the program that works out facts from another version of it; null run from source, where nothing does and
 * nothing is kept.
 */
export async function factsProgram(): Promise<string | null> {
  const path = fileURLToPath(new URL("./facts.worker.ts", import.meta.url));
  return path.endsWith(".ts") ? null : checksum(await readFile(path));
}

/**
 * The table kept of this dataset, read this way: of all its rows, or of the first ones where more were appended since,
 * but for the last that there was, which may have been torn. Null where there is none.
 */
export async function loadTable(texts: TextRows, program: string): Promise<TableOfRows | null> {
  if (texts.keptAt === null) return null;
  try {
    const bytes = await readFile(placeOf(texts.keptAt));
    const jsonLength = bytes.readUInt32LE(0);
    const header = JSON.parse(bytes.toString("utf8", lengthBytes, lengthBytes + jsonLength)) as Header;
    const rows = await rowsThatHold(header, texts, program);
    if (rows === 0) return null;
    return firstRows(tableOf(header, bytes.subarray(lengthBytes + padded(jsonLength))), rows);
  } catch {
    return null;
  }
}

/** How many of the first rows are as they were when the table was kept. */
async function rowsThatHold(
  { key, content, rows, lastStart, sum }: Header,
  texts: TextRows,
  program: string,
): Promise<number> {
  if (key !== keyOf(texts, program)) return 0;
  const same = content === texts.content;
  if (same && rows === texts.starts.length) return rows;
  if (!(same || texts.mayHaveGrown(content)) || texts.starts[rows - 1] !== lastStart) return 0;
  return (await sampleSum(texts.fd, lastStart)) === sum ? rows - 1 : 0;
}

/**
 * Keeps a table of all rows, or of the first ones, for the next time. One that can't be written costs time then, nothing
 * else.
 */
export async function saveTable(texts: TextRows, program: string, table: TableOfRows): Promise<void> {
  if (texts.keptAt === null) return;
  const place = placeOf(texts.keptAt);
  // At once: rows may be edited, and more of them come, while it is written.
  const [shape, columns] = [shapeOf(table), columnsOf(table)];
  const lastStart = texts.starts[shape.rows - 1] ?? 0;
  try {
    const sum = await sampleSum(texts.fd, lastStart);
    const key = keyOf(texts, program);
    const header: Header = { ...shape, key, content: texts.content, lastStart, sum };
    await mkdir(dirname(place), { recursive: true });
    const prepared = await prepareFile(place, null, async (write) => {
      await write(headerBytes(header));
      await write(columns);
    });
    await prepared.commit();
    await prepared.handle.close();
  } catch {
    // Next time it is worked out again.
  }
}

function placeOf(keptAt: string): string {
  return `${keptAt}.facts`;
}

function keyOf({ splitter, mapping }: TextRows, program: string): string {
  return checksum(JSON.stringify([program, splitter, mapping]));
}

/** Length of the header, and the header as JSON. */
function headerBytes(header: Header): Buffer {
  const json = Buffer.from(JSON.stringify(header));
  const bytes = Buffer.alloc(lengthBytes + padded(json.length));
  bytes.writeUInt32LE(json.length);
  json.copy(bytes, lengthBytes);
  return bytes;
}

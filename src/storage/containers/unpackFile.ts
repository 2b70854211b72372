import { createReadStream } from "node:fs";
import { open, stat, type FileHandle } from "node:fs/promises";
import { constants, createGunzip } from "node:zlib";
import type { AsyncBuffer } from "hyparquet";
import { jsonText } from "./jsonText.ts";
import { decimalColumns, parsers, withDecimals } from "./parquetValues.ts";

/** What to unpack, and where to. */
export interface UnpackTask {
  readonly container: "jsonl.gz" | "parquet";
  readonly path: string;
  /** Text to be written. */
  readonly target: string;
}

/** Told how many bytes of text there are so far. */
type Progress = (bytes: number) => void;

/**
 * Unpacks into text: gzip into what it holds, Parquet into JSONL.
 * @returns what a person must know, or null
 * @throws Error where it is damaged from the start, or can't be read or written
 */
export async function unpackFile(task: UnpackTask, progress: Progress): Promise<string | null> {
  const target = await open(task.target, "w", 0o600);
  try {
    return await (task.container === "parquet" ? unpackParquet : gunzip)(task.path, target, progress);
  } finally {
    await target.close();
  }
}

/** Rows before the damage are kept, as `gzip -d` keeps them. */
async function gunzip(path: string, target: FileHandle, progress: Progress): Promise<string | null> {
  const stream = createReadStream(path, { highWaterMark: 1 << 20 }).pipe(
    createGunzip({ chunkSize: 1 << 20 }),
  );
  let bytes = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      await writeAll(target, chunk);
      bytes += chunk.length;
      progress(bytes);
    }
    return null;
  } catch (error) {
    if (!isDamage(error)) throw error;
    const more = await gunzipAsFarAsItGoes(path, target, bytes);
    if (bytes + more === 0) throw damaged("gzip", error);
    progress(bytes + more);
    return "The gzip file is damaged or cut off: rows after the damage are missing.";
  }
}

/**
 * Decodes a damaged file again, in pieces so small that next to nothing before the damage is lost with it.
 * @param written bytes of text that are there already
 * @returns how many more there are
 */
async function gunzipAsFarAsItGoes(path: string, target: FileHandle, written: number): Promise<number> {
  const { size } = await stat(path);
  const stream = createReadStream(path, { highWaterMark: Math.ceil(size / 4096) }).pipe(
    createGunzip({ finishFlush: constants.Z_SYNC_FLUSH }),
  );
  let [at, more] = [0, 0];
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      const fresh = chunk.subarray(Math.max(0, written - at));
      at += chunk.length;
      await writeAll(target, fresh);
      more += fresh.length;
    }
  } catch (error) {
    if (!isDamage(error)) throw error;
  }
  return more;
}

function isDamage(error: unknown): boolean {
  return error instanceof Error && "code" in error && String(error.code).startsWith("Z_");
}

function damaged(what: string, error: unknown): Error {
  const reason = error instanceof Error ? error.message : String(error);
  return new Error(`the ${what} file is damaged or cut off (${reason}).`, { cause: error });
}

/** Rows decoded at a time, within a row group. */
const rowsAtOnce = 2000;

async function unpackParquet(path: string, target: FileHandle, progress: Progress): Promise<string | null> {
  const { parquetMetadataAsync, parquetReadObjects, parquetSchema } = await import("hyparquet");
  const { compressors } = await import("hyparquet-compressors");
  const source = await open(path, "r");
  try {
    const file = await asyncBuffer(source);
    const metadata = await parquetMetadataAsync(file).catch((error: unknown) => {
      throw damaged("Parquet", error);
    });
    const decimals = decimalColumns(parquetSchema(metadata));
    let bytes = 0;
    let first = 0;
    for (const group of metadata.row_groups) {
      const end = first + Number(group.num_rows);
      const rows = await parquetReadObjects({
        ...{ file, metadata, compressors, parsers },
        ...{ rowStart: first, rowEnd: end },
      });
      for (let from = 0; from < rows.length; from += rowsAtOnce) {
        const lines = rows.slice(from, from + rowsAtOnce).map((row) => {
          for (const name of decimals) row[name] = withDecimals(row[name]);
          return `${jsonText(row)}\n`;
        });
        const chunk = Buffer.from(lines.join(""));
        await writeAll(target, chunk);
        bytes += chunk.length;
        progress(bytes);
      }
      first = end;
    }
    return null;
  } finally {
    await source.close();
  }
}

async function asyncBuffer(handle: FileHandle): Promise<AsyncBuffer> {
  const { size } = await handle.stat();
  return {
    byteLength: size,
    slice: async (start, end = size) => {
      const bytes = Buffer.from(new ArrayBuffer(Math.max(0, end - start)));
      for (let filled = 0; filled < bytes.length;) {
        const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, start + filled);
        if (bytesRead === 0) throw new Error(`The file ended at byte ${start + filled}.`);
        filled += bytesRead;
      }
      return bytes.buffer;
    },
  };
}

async function writeAll(target: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    done += (await target.write(bytes, done, bytes.length - done)).bytesWritten;
  }
}

import { createReadStream } from "node:fs";
import { open, stat, type FileHandle } from "node:fs/promises";
import { constants, createGunzip } from "node:zlib";

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
    if (task.container === "jsonl.gz") return await gunzip(task.path, target, progress);
    const { unpackParquet } = await import("./unpackParquet.ts");
    let bytes = 0;
    return await unpackParquet(task.path, async (text) => {
      await writeAll(target, text);
      bytes += text.length;
      progress(bytes);
    });
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
    if (bytes + more === 0) {
      const { message } = error as Error;
      throw new Error(`the gzip file is damaged or cut off (${message}).`, { cause: error });
    }
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

async function writeAll(target: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    done += (await target.write(bytes, done, bytes.length - done)).bytesWritten;
  }
}

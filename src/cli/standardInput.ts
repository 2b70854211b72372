import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { Io } from "./io.ts";

/**
 * Standard input as a file: rows are read at any place, so that what comes in is put aside for as long as `use` takes.
 * @throws Error where it can't be read or put aside; AbortError on Ctrl+C
 */
export async function withStandardInput<T>(io: Io, use: (path: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "stepdpo-"));
  try {
    // No ending: the bytes say whether these are lines, an array, gzip or Parquet.
    const path = join(folder, "standard-input");
    await pipeline(io.stdin, createWriteStream(path), { signal: io.signal });
    return await use(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

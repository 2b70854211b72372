import { open, stat } from "node:fs/promises";
import { storageError } from "../failures.ts";
import type { Progress } from "./fileRows.ts";
import { FileStore } from "./fileStore.ts";
import { FolderStore } from "./folderStore.ts";
import { IndexCache } from "../rows/indexCache.ts";
import { PackedStore } from "./packedStore.ts";
import { recogniseContainer } from "./recogniseContainer.ts";
import type { StatePaths } from "../sharing/statePaths.ts";
import type { RowStore } from "../store.ts";
import { StorageError } from "../types.ts";

/**
 * Opens the rows of a path, whatever its container.
 * @param paths where the index or the unpacked text is kept; null keeps none
 * @throws StorageError
 */
export async function openStore(
  path: string,
  paths: StatePaths | null,
  progress: Progress,
): Promise<RowStore> {
  try {
    const stats = await stat(path);
    if (stats.isDirectory()) return await FolderStore.open(path);
    if (!stats.isFile()) throw new StorageError("not-a-dataset", `${path} is neither a file nor a folder.`);
    const { container } = recogniseContainer(await firstBytes(path), path);
    if (container === "jsonl.gz" || container === "parquet") {
      return await PackedStore.open(path, container, paths?.folder ?? null, progress);
    }
    return await FileStore.open(path, paths === null ? null : new IndexCache(paths.index), progress);
  } catch (error) {
    throw storageError(error, "read", path);
  }
}

/** Enough to tell packed containers, and what is no dataset. */
const headBytes = 64;

async function firstBytes(path: string): Promise<Uint8Array> {
  const handle = await open(path, "r");
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

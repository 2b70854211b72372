import { FileStore, type Progress } from "./fileStore.ts";
import type { IndexCache } from "./indexCache.ts";
import type { RowStore } from "./store.ts";

/** Opens the rows of a path, whatever its container. @throws StorageError */
export function openStore(path: string, cache: IndexCache | null, progress: Progress): Promise<RowStore> {
  return FileStore.open(path, cache, progress);
}

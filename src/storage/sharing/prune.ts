import { mkdir, readdir, rm, rmdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { failureReason } from "../failures.ts";
import { anyoneIn } from "./presence.ts";
import { isRunning } from "./processes.ts";
import { isKept, stateNames } from "./statePaths.ts";
import { unpackerOf } from "../containers/unpacked.ts";

/** What caches may take. */
export interface CacheLimits {
  /** Caches of datasets that nobody opened for so long are deleted, milliseconds. */
  readonly unusedMs: number;
  /** Beyond so many bytes in all, those that were not opened for longest are deleted. */
  readonly bytes: number;
  /** How long it takes until caches are looked at again, milliseconds. */
  readonly everyMs: number;
}

const day = 24 * 60 * 60_000;

/** Indexes are small, unpacked Parquet and gzip files are not. */
export const cacheLimits: CacheLimits = { unusedMs: 30 * day, bytes: 4 * 2 ** 30, everyMs: day / 4 };

/** A folder being unpacked by a process that ended may be of one of another machine: it is let be for so long, milliseconds. */
const unpackingMs = 2 * day;

/** Caches of one dataset. */
interface Caches {
  readonly folder: string;
  readonly names: readonly string[];
  readonly bytes: number;
  /** When the dataset was last opened or closed, milliseconds since 1970. */
  readonly used: number;
}

/**
 * Deletes caches (indexes, unpacked texts, facts of rows) that were long not used, or are too much in all. Those of
 * datasets that are open stay, and so do unsaved edits. Done now and then alone, whoever asks.
 * @param stateDir folder of the state of all datasets
 * @param now milliseconds since 1970
 */
export async function pruneCaches(
  stateDir: string,
  log: (message: string) => void,
  limits = cacheLimits,
  now = Date.now(),
): Promise<void> {
  try {
    if (!(await isDue(stateDir, limits.everyMs, now))) return;
    const all: Caches[] = [];
    for (const entry of await readdir(stateDir, { withFileTypes: true })) {
      if (entry.isDirectory()) all.push(...(await cachesOf(join(stateDir, entry.name), now)));
    }
    let total = all.reduce((sum, { bytes }) => sum + bytes, 0);
    for (const one of all.sort((a, b) => a.used - b.used)) {
      if (now - one.used < limits.unusedMs && total <= limits.bytes) continue;
      if (await anyoneIn(join(one.folder, stateNames.open))) continue;
      await remove(one);
      total -= one.bytes;
    }
  } catch (error) {
    log(`Caches in ${stateDir} can't be pruned: ${failureReason(error)}`);
  }
}

/** True once in a while, and remembered. */
async function isDue(stateDir: string, everyMs: number, now: number): Promise<boolean> {
  const mark = join(stateDir, ".pruned");
  const last = await stat(mark).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
  // A time to come is one of a clock that was wrong.
  if (last <= now && now - last < everyMs) return false;
  await mkdir(stateDir, { recursive: true });
  await writeFile(mark, "");
  return true;
}

/** A dataset's caches; what a killed process left half unpacked goes at once. */
async function cachesOf(folder: string, now: number): Promise<Caches[]> {
  const names: string[] = [];
  let bytes = 0;
  for (const name of await readdir(folder)) {
    if (isKept(name)) continue;
    const path = join(folder, name);
    const unpacker = unpackerOf(name);
    if (unpacker !== null) {
      if (!isRunning(unpacker) && now - (await stat(path)).mtimeMs > unpackingMs)
        await rm(path, { recursive: true, force: true });
      continue;
    }
    names.push(name);
    bytes += await bytesIn(path);
  }
  const used = await stat(join(folder, stateNames.open)).catch(() => stat(folder));
  return [{ folder, names, bytes, used: used.mtimeMs }];
}

async function bytesIn(path: string): Promise<number> {
  const stats = await stat(path);
  if (!stats.isDirectory()) return stats.size;
  const sizes = (await readdir(path)).map(async (name) => (await stat(join(path, name))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

async function remove({ folder, names }: Caches): Promise<void> {
  for (const name of names) await rm(join(folder, name), { recursive: true, force: true });
  // Nothing is left where there are no unsaved edits either.
  await rmdir(join(folder, stateNames.open)).catch(() => undefined);
  await rmdir(folder).catch(() => undefined);
}

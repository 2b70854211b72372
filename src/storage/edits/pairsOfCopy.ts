import { readdir, unlink } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { datasetName } from "../names.ts";
import { PairFile } from "../pairs.ts";
import { exists } from "../files/exists.ts";
import type { Disk, Prepared } from "../files/replaceFile.ts";

/**
 * Writes the pairs of a copy beside it, to take their place with it. What else lies in that file stays: lines that are no
 * pairs, and pairs that may be of another dataset of the name. Those of a file that the copy replaces go: they would be
 * taken for the copy's.
 * @param target path of the copy, before it is there
 * @param lines of its pairs, by key
 * @returns null where there is nothing to write
 * @throws StorageError; NodeJS.ErrnoException
 */
export async function preparePairs(
  target: string,
  lines: ReadonlyMap<string, string>,
  disk: Disk,
): Promise<Prepared | null> {
  const beside = new PairFile(target);
  await beside.load();
  try {
    const stale = (await isAllOfItsName(target)) ? beside.keysOnDisk() : [];
    const all = new Map<string, string | null>([...stale.map((key) => [key, null] as const), ...lines]);
    if (all.size === 0) return null;
    const prepared = await beside.prepare(all, beside.path, disk);
    return prepared.fingerprint.size > 0 ? prepared : nothingLeft(prepared, beside.path);
  } finally {
    await beside.close();
  }
}

/** True of a file that is there, and the only dataset of its name: `a.jsonl` and `a.json` share their pairs. */
async function isAllOfItsName(target: string): Promise<boolean> {
  if (!(await exists(target))) return false;
  const names = await readdir(dirname(target));
  return !names.some((name) => name !== basename(target) && datasetName(name) === datasetName(target));
}

/** No file is left in place of an empty one. */
function nothingLeft(prepared: Prepared, path: string): Prepared {
  return {
    ...prepared,
    commit: async () => {
      await prepared.commit();
      await unlink(path);
    },
  };
}

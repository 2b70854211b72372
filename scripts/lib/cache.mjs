// @ts-check
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/**
 * The per-user cache folder, made if absent: code-server, the embedded model, platform binaries. Fresh clones share it.
 * `XDG_CACHE_HOME` moves it.
 */
export function cacheDir() {
  const base = process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache");
  const dir = join(base, "step-dpo-studio");
  mkdirSync(dir, { recursive: true });
  return dir;
}

/**
 * A cache entry that appears whole or not at all: made in a folder beside it and renamed, so that neither an
 * interrupted nor a concurrent making is ever taken for a finished one.
 * @param {string} name - of the entry; changes when its content should
 * @param {(folder: string) => Promise<void>} make - fills the given folder
 * @returns {Promise<string>} the entry's folder
 */
export async function cached(name, make) {
  const folder = join(cacheDir(), name);
  if (existsSync(folder)) return folder;
  const part = `${folder}.part-${process.pid}`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { recursive: true });
  try {
    await make(part);
    if (!existsSync(folder)) renameSync(part, folder);
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
  return folder;
}

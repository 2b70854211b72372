// @ts-check
import { existsSync, statfsSync } from "node:fs";
import { dirname } from "node:path";
import { Stop } from "./say.mjs";

/**
 * Stops where a folder's disk has too little free space.
 * @param {string} folder - need not exist yet
 * @param {number} megabytes - needed
 * @param {string} what - for the message
 */
export function needDisk(folder, megabytes, what) {
  let there = folder;
  while (!existsSync(there) && dirname(there) !== there) there = dirname(there);
  const { bavail, bsize } = statfsSync(there);
  const free = Math.floor((bavail * bsize) / 1e6);
  if (free < megabytes) {
    throw new Stop(
      `Not enough disk for ${what}: ${free} MB free at ${there}, ${megabytes} MB needed. Free some and start again.`,
    );
  }
}

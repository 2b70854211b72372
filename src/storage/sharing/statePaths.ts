import { basename, join } from "node:path";
import { checksum } from "../files/checksum.ts";

/** Names in the folder of a dataset's state. */
export const stateNames = {
  /** Unsaved edits of the processes that have it open. */
  journal: "journal",
  /** Unsaved edits that processes left which ended. */
  left: "left",
  /** Held for milliseconds, to write into the journal and to put a saved file in place. */
  lock: "lock",
  /** Held while a save is written. */
  saving: "saving",
  /** Who has it open: a folder. */
  open: "open",
  /** Where the rows of a text file lie. */
  index: "index",
} as const;

/** Where the state of a dataset lies between processes. */
export interface StatePaths extends Readonly<Record<keyof typeof stateNames, string>> {
  /** The dataset. */
  readonly dataset: string;
  /** A folder of its own. */
  readonly folder: string;
}

/** Names may take 255 bytes on most disks, whatever their script. */
const longestName = 200;

/** @param stateDir folder of the state of all datasets */
export function statePaths(stateDir: string, dataset: string): StatePaths {
  const name = Buffer.from(`${checksum(dataset)}-${basename(dataset)}`);
  const folder = join(stateDir, name.toString("utf8", 0, longestName));
  const { journal, left, lock, saving, open, index } = stateNames;
  return {
    ...{ dataset, folder },
    journal: join(folder, journal),
    left: join(folder, left),
    lock: join(folder, lock),
    saving: join(folder, saving),
    open: join(folder, open),
    index: join(folder, index),
  };
}

/** Whether a file of that name in a dataset's folder holds what can't be worked out again. All others are caches. */
export function isKept(name: string): boolean {
  const { journal, left, lock, saving, open } = stateNames;
  return [journal, left, lock, saving, open].some((one) => name === one || name.replace(/~+$/u, "") === one);
}

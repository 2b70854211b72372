import { basename, join } from "node:path";
import { checksum } from "./checksum.ts";

/** Where the state of a dataset lies between processes: a folder of its own, in which anything not named here is a cache. */
export interface StatePaths {
  /** The dataset. */
  readonly dataset: string;
  readonly folder: string;
  /** Unsaved edits of the processes that have it open. */
  readonly journal: string;
  /** Unsaved edits that processes left which ended. */
  readonly left: string;
  /** Held for milliseconds, to write into the journal and to put a saved file in place. */
  readonly lock: string;
  /** Held while a save is written. */
  readonly saving: string;
  /** Who has it open: a folder. */
  readonly open: string;
  /** Where the rows of a text file lie. */
  readonly index: string;
}

/** @param stateDir folder of the state of all datasets */
export function statePaths(stateDir: string, dataset: string): StatePaths {
  const folder = join(stateDir, `${checksum(dataset)}-${basename(dataset)}`.slice(0, 200));
  const at = (name: string): string => join(folder, name);
  return {
    dataset,
    folder,
    journal: at("journal"),
    left: at("left"),
    lock: at("lock"),
    saving: at("saving"),
    open: at("open"),
    index: at("index"),
  };
}

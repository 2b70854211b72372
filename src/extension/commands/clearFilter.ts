import { wholeFile } from "../../core/query.ts";
import type { Command } from "../command.ts";
import { findTarget } from "../find/target.ts";

/** Shows all rows of a dataset again, in the order of the file. */
export const clearFilter: Command = {
  async run(studio, ...args) {
    (await findTarget(studio, args))?.view.set(wholeFile);
  },
};

/** Ends a running search; the rows found so far stay. */
export const stopSearch: Command = {
  async run(studio, ...args) {
    (await findTarget(studio, args))?.view.cancel();
  },
};

import type { Command } from "../command.ts";

/** Searches the workspace for datasets again. */
export const refresh: Command = {
  run(studio) {
    return studio.datasets.refresh();
  },
};

import type { Command } from "../command.ts";
import { explicitTargets } from "../target.ts";

/** Takes a dataset that was opened by hand out of the view; the file stays. */
export const removeDataset: Command = {
  async run(studio, ...args) {
    for (const { uri } of explicitTargets(studio, args)) await studio.datasets.remove(uri);
  },
};

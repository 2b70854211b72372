import type { Command } from "../command.ts";
import { targetOrActive } from "../target.ts";

/** Opens a place of the tree in the trace editor; the tree keeps the focus, so that arrow keys go on. */
export const open: Command = {
  async run(studio, ...args) {
    const target = targetOrActive(studio, args);
    if (target === null) return;
    await studio.editors.open(target.uri, target.place, target.place !== null);
    await studio.datasets.expand(args[0]);
  },
};

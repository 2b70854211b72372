import type { Command } from "../command.ts";
import { openMappingPanel } from "../mapping/panel.ts";
import { targetOrActive } from "../target.ts";

/** Says which of a file's fields hold what, with a preview of how its rows then read. */
export const mapFields: Command = {
  async run(studio, ...args) {
    const target = targetOrActive(studio, args);
    if (target === null) throw new Error("Open a dataset first.");
    await openMappingPanel(studio, target.uri);
  },
};

import type { Command } from "../command.ts";
import { SearchPick } from "../find/searchPick.ts";
import { findTarget } from "../find/target.ts";

/** Asks for a text, shows the rows that hold it as they are found, and goes to the one chosen. */
export const searchRows: Command = {
  async run(studio, ...args) {
    const target = await findTarget(studio, args);
    if (target === null) return;
    const row = await new SearchPick(target).ask();
    if (row === null) return;
    await studio.datasets.unfold(target.node);
    if (row !== "all") await studio.editors.open(target.node.uri, { row, trace: 0, step: null });
  },
};

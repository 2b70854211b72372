import type { Command } from "../command.ts";
import { pickConditions } from "../find/pickConditions.ts";
import { findTarget } from "../find/target.ts";

/** Asks for conditions that the rows of a dataset must pass. */
export const filterRows: Command = {
  async run(studio, ...args) {
    const target = await findTarget(studio, args);
    if (target === null) return;
    const { view, node, name } = target;
    const conditions = await pickConditions(view, `Filter Rows of ${name}`, view.state.query.conditions);
    if (conditions === null) return;
    view.set({ ...view.state.query, conditions });
    await studio.datasets.unfold(node);
  },
};

import * as vscode from "vscode";
import type { Command } from "../command.ts";
import { pickConditions } from "../find/pickConditions.ts";
import { findTarget } from "../find/target.ts";

/** Shows the rows for which something chosen holds, and goes to the nearest one in a direction. */
function rowWhere(direction: 1 | -1): Command {
  return {
    async run(studio) {
      const { active } = studio.editors;
      const target = active === null ? null : await findTarget(studio, [active.document.uri]);
      if (active === null || target === null) throw new Error("Open a dataset in the trace editor first.");
      const { view } = target;
      const title = direction === 1 ? "Next Row Where" : "Previous Row Where";
      const conditions = await pickConditions(view, title, null);
      if (conditions === null) return;
      view.set({ ...view.state.query, conditions });
      const row = await vscode.window.withProgress({ location: { viewId: "stepDpo.datasets" } }, () =>
        active.host.next(active.host.place.row, direction),
      );
      if (row === null) active.showError(`There is no ${direction === 1 ? "later" : "earlier"} such row.`);
      else active.reveal({ row, trace: 0, step: null });
    },
  };
}

/** The next row where something chosen holds. */
export const nextRowWhere = rowWhere(1);
/** The previous row where something chosen holds. */
export const previousRowWhere = rowWhere(-1);

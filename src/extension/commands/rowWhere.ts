import * as vscode from "vscode";
import type { RowFilter } from "../../protocol/traceEditor.ts";
import type { Command } from "../command.ts";

const filters: readonly { readonly label: string; readonly filter: RowFilter }[] = [
  { label: "a trace is wrong", filter: "wrong" },
  { label: "a trace is right", filter: "right" },
  { label: "a trace has no label", filter: "unlabelled" },
  { label: "a wrong trace has no s_win", filter: "no-win" },
  { label: "the file’s mark and the grader disagree", filter: "disagree" },
  { label: "there are unsaved edits", filter: "edited" },
];

/** Goes to the nearest row in a direction for which something chosen holds. */
function rowWhere(direction: 1 | -1): Command {
  return {
    async run(studio) {
      const { active } = studio.editors;
      if (active === null) throw new Error("Open a dataset in the trace editor first.");
      const title = direction === 1 ? "Next Row Where" : "Previous Row Where";
      const chosen = await vscode.window.showQuickPick(filters, { title, placeHolder: "Which row?" });
      if (chosen === undefined) return;
      const seek = () => active.host.seek(active.host.place.row, direction, chosen.filter);
      const row = await vscode.window.withProgress({ location: { viewId: "stepDpo.datasets" } }, seek);
      if (row === null)
        active.showError(`There is no ${direction === 1 ? "later" : "earlier"} row where ${chosen.label}.`);
      else active.reveal({ row, trace: 0, step: null });
    },
  };
}

/** The next row where something chosen holds. */
export const nextRowWhere = rowWhere(1);
/** The previous row where something chosen holds. */
export const previousRowWhere = rowWhere(-1);

import * as vscode from "vscode";
import { describeChanges, type ChangeEntry } from "../changes/describe.ts";
import { diffWithDisk } from "../changes/rowDocuments.ts";
import type { Command } from "../command.ts";
import type { TracePanel } from "../editor/panel.ts";
import { targetOrActive } from "../target.ts";
import { messageOf } from "../text.ts";

const compare: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon("diff"),
  tooltip: "Compare the Row with the One on Disk",
};
const undo: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon("discard"),
  tooltip: "Undo All Changes of This Row",
};

type Item = vscode.QuickPickItem & ChangeEntry;

/**
 * Lists the unsaved edits of a dataset. One chosen is gone to; its buttons compare the row with the one on disk, and
 * undo what was changed in it.
 */
export const showChanges: Command = {
  async run(studio, ...args) {
    const target = targetOrActive(studio, args);
    if (target === null) throw new Error("Open a dataset first.");
    const panel = studio.editors.of(target.uri) ?? (await studio.editors.open(target.uri));
    const pick = vscode.window.createQuickPick<Item>();
    if (!list(panel, pick)) {
      void vscode.window.showInformationMessage("There are no unsaved changes.");
      pick.dispose();
      return;
    }
    pick.placeholder = "Choose a change to go to its row";
    pick.matchOnDescription = true;
    pick.onDidTriggerItemButton(({ item, button }) => {
      if (button === undo) void undoRow(panel, pick, item.row);
      else {
        pick.hide();
        void diffWithDisk(panel.document.uri, item.row);
      }
    });
    pick.onDidAccept(() => {
      const [item] = pick.selectedItems;
      pick.hide();
      panel.panel.reveal();
      if (item !== undefined) panel.reveal(item.place);
    });
    pick.onDidHide(() => pick.dispose());
    pick.show();
  },
};

/** Fills the list; false where there is nothing to list. */
function list({ document: { session } }: TracePanel, pick: vscode.QuickPick<Item>): boolean {
  const changes = describeChanges(session.edits, new Date());
  pick.title = `My Changes (${changes.length.toLocaleString("en-US")} unsaved)`;
  pick.items = changes.map((change) => ({ ...change, buttons: [compare, undo] }));
  return changes.length > 0;
}

async function undoRow(panel: TracePanel, pick: vscode.QuickPick<Item>, row: number): Promise<void> {
  pick.busy = true;
  try {
    await panel.document.undoRow(row);
    if (!list(panel, pick)) pick.hide();
  } catch (error) {
    pick.hide();
    panel.showError(messageOf(error));
  } finally {
    pick.busy = false;
  }
}

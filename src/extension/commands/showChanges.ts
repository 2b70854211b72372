import * as vscode from "vscode";
import { describeChanges } from "../changes/describe.ts";
import { rowUri } from "../changes/rowDocuments.ts";
import type { Command } from "../command.ts";
import type { TracePanel } from "../editor/panel.ts";
import { targetOrActive } from "../target.ts";

const compare: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon("diff"),
  tooltip: "Compare the Row with the One on Disk",
};

/** Lists the unsaved edits of a dataset. One chosen is gone to; its button compares the row with the one on disk. */
export const showChanges: Command = {
  async run(studio, ...args) {
    const target = targetOrActive(studio, args);
    if (target === null) throw new Error("Open a dataset first.");
    const panel = studio.editors.of(target.uri) ?? (await studio.editors.open(target.uri));
    const { session } = panel.document;
    const changes = describeChanges(session.edits, new Date());
    if (changes.length === 0) {
      void vscode.window.showInformationMessage("There are no unsaved changes.");
      return;
    }
    const pick = vscode.window.createQuickPick<vscode.QuickPickItem & { readonly row: number; go(): void }>();
    pick.title = `My Changes (${changes.length.toLocaleString("en-US")} unsaved)`;
    pick.placeholder = "Choose a change to go to its row";
    pick.matchOnDescription = true;
    pick.items = changes.map(({ label, description, row, place }) => ({
      ...{ label, description, row, buttons: [compare] },
      go: () => panel.reveal(place),
    }));
    pick.onDidTriggerItemButton(({ item }) => {
      pick.hide();
      void showDiff(panel, item.row);
    });
    pick.onDidAccept(() => {
      const [item] = pick.selectedItems;
      pick.hide();
      panel.panel.reveal();
      item?.go();
    });
    pick.onDidHide(() => pick.dispose());
    pick.show();
  },
};

async function showDiff({ document: { uri } }: TracePanel, row: number): Promise<void> {
  await vscode.commands.executeCommand(
    "vscode.diff",
    rowUri(uri, row, "disk"),
    rowUri(uri, row, "now"),
    `${uri.path.slice(uri.path.lastIndexOf("/") + 1)}, row ${(row + 1).toLocaleString("en-US")}: on Disk ↔ Now`,
  );
}

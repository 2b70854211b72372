import * as vscode from "vscode";
import type { Command } from "../command.ts";
import { datasetUri } from "../datasets/uri.ts";
import { explicitTargets } from "../target.ts";

/** Opens files as datasets: those clicked in the Explorer, else the one in the active editor. */
export const openAsDataset: Command = {
  async run(studio, ...args) {
    const targets = explicitTargets(studio, args).map(({ uri }) => uri);
    const active = activeFile();
    const files = targets.length > 0 ? targets : active === null ? [] : [active];
    if (files.length === 0) throw new Error("Choose a file in the Explorer first, or open one.");
    const before = vscode.window.tabGroups.activeTabGroup.activeTab;
    for (const uri of files) await studio.editors.open(await datasetUri(uri));
    await replaceText(before, files);
  },
};

/** The text editor that was looked at becomes the dataset, as with "Reopen Editor With": two tabs would have one name. */
async function replaceText(tab: vscode.Tab | undefined, files: readonly vscode.Uri[]): Promise<void> {
  if (!(tab?.input instanceof vscode.TabInputText) || tab.isDirty) return;
  const uri = tab.input.uri.toString();
  if (files.some((one) => one.toString() === uri)) await vscode.window.tabGroups.close(tab, true);
}

function activeFile(): vscode.Uri | null {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom) return input.uri;
  // Files above 50 MB have a tab without a known input.
  return vscode.window.activeTextEditor?.document.uri ?? null;
}

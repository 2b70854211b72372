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
    for (const uri of files) await studio.editors.open(await datasetUri(uri));
  },
};

function activeFile(): vscode.Uri | null {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom) return input.uri;
  // Files above 50 MB have a tab without a known input.
  return vscode.window.activeTextEditor?.document.uri ?? null;
}

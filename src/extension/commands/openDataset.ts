import * as vscode from "vscode";
import type { Command } from "../command.ts";
import { datasetUri } from "../datasets/uri.ts";

/** Asks for files, or folders of one-row files where the dialog can take both, and opens them as datasets. */
export const openDataset: Command = {
  async run(studio) {
    const chosen = await vscode.window.showOpenDialog({
      title: "Open a Dataset",
      openLabel: "Open Dataset",
      canSelectMany: true,
      canSelectFiles: true,
      canSelectFolders: takesBoth(),
      filters: { Datasets: ["jsonl", "ndjson", "json", "parquet", "gz"], "All Files": ["*"] },
    });
    for (const uri of chosen ?? []) await studio.editors.open(await datasetUri(uri));
  },
};

/** The dialogs of Windows and Linux take either files or folders; "Open Folder as Dataset" asks for a folder there. */
function takesBoth(): boolean {
  const { uiKind, remoteName } = vscode.env;
  return uiKind === vscode.UIKind.Web || remoteName !== undefined || process.platform === "darwin";
}

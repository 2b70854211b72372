import * as vscode from "vscode";
import type { Command } from "../command.ts";

/** The sample dataset's file. */
const sample = "traces.jsonl";

/** Opens a copy of the sample dataset that can be changed at will. */
export const openSample: Command = {
  async run(studio) {
    const { extensionUri, globalStorageUri } = studio.context;
    const source = vscode.Uri.joinPath(extensionUri, "media", "sample");
    if (!(await exists(vscode.Uri.joinPath(source, sample)))) {
      throw new Error("The sample dataset is missing from the extension. Install it again.");
    }
    const open =
      vscode.workspace.workspaceFolders?.map((folder) => vscode.Uri.joinPath(folder.uri, sample)) ?? [];
    for (const uri of open) if (await exists(uri)) return studio.editors.open(uri);
    const copy = vscode.Uri.joinPath(globalStorageUri, "sample", sample);
    if (!(await exists(copy))) await vscode.workspace.fs.copy(vscode.Uri.joinPath(source, sample), copy);
    return studio.editors.open(copy);
  },
};

async function exists(uri: vscode.Uri): Promise<boolean> {
  return Promise.resolve(vscode.workspace.fs.stat(uri)).then(
    () => true,
    () => false,
  );
}

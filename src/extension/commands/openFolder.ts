import * as vscode from "vscode";
import type { Command } from "../command.ts";
import { datasetUri } from "../datasets/uri.ts";
import { explicitTargets } from "../target.ts";

/** Opens folders of one-row JSON files as datasets: those clicked in the Explorer, else one that it asks for. */
export const openFolder: Command = {
  async run(studio, ...args) {
    const clicked = explicitTargets(studio, args).map(({ uri }) => uri);
    for (const uri of clicked.length > 0 ? clicked : await chosen())
      await studio.editors.open(await datasetUri(uri));
  },
};

async function chosen(): Promise<readonly vscode.Uri[]> {
  const uris = await vscode.window.showOpenDialog({
    title: "Open a Folder with a JSON File a Row",
    openLabel: "Open as Dataset",
    canSelectFiles: false,
    canSelectFolders: true,
    canSelectMany: true,
  });
  return uris ?? [];
}

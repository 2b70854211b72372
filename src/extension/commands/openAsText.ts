import * as vscode from "vscode";
import type { RowView } from "../../storage/types.ts";
import type { Command } from "../command.ts";
import type { Studio } from "../studio.ts";
import { targetOrActive, type Target } from "../target.ts";

/** Opens a dataset's file in VS Code's own editor, at the line of the current row; in a folder, the row's own file. */
export const openAsText: Command = {
  async run(studio, ...args) {
    const target = targetOrActive(studio, args);
    if (target === null) throw new Error("Open a dataset first.");
    const view = await currentRow(studio, target);
    const line = Math.max(0, (view?.line ?? 1) - 1);
    const uri = view?.file === undefined ? target.uri : vscode.Uri.file(view.file);
    const selection = new vscode.Range(line, 0, line, 0);
    await vscode.commands.executeCommand("vscode.openWith", uri, "default", { selection });
  },
};

/** The row that is looked at; null where it can't be read, since a file that is no dataset must open as text too. */
async function currentRow(studio: Studio, { uri, place }: Target): Promise<RowView | null> {
  try {
    const session = await studio.sessions.open(uri);
    try {
      return await session.row(place?.row ?? studio.editors.of(uri)?.host.place.row ?? 0);
    } finally {
      await session.close();
    }
  } catch (error) {
    studio.log.debug(`Open as Text: ${String(error)}`);
    return null;
  }
}

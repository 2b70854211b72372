import * as vscode from "vscode";
import type { Command } from "../command.ts";
import { targetOrActive } from "../target.ts";

/** Opens a dataset's file in VS Code's own editor, at the line of the current row. */
export const openAsText: Command = {
  async run(studio, ...args) {
    const target = targetOrActive(studio, args);
    if (target === null) throw new Error("Open a dataset first.");
    const panel = studio.editors.of(target.uri);
    const state =
      panel === null
        ? null
        : await panel.host.row(target.place?.row ?? panel.host.place.row).catch(() => null);
    const line = Math.max(0, (state?.line ?? 1) - 1);
    const selection = new vscode.Range(line, 0, line, 0);
    await vscode.commands.executeCommand("vscode.openWith", target.uri, "default", { selection });
  },
};

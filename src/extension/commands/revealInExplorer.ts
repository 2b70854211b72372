import * as vscode from "vscode";
import type { Command } from "../command.ts";
import { onDisk } from "../datasets/uri.ts";
import { targetOrActive } from "../target.ts";

/** Shows a dataset's file in the Explorer, or in the system's own where it lies outside the workspace. */
export const revealInExplorer: Command = {
  async run(studio, ...args) {
    const target = targetOrActive(studio, args);
    if (target === null) return;
    const uri = onDisk(target.uri);
    const inside = vscode.workspace.getWorkspaceFolder(uri) !== undefined;
    await vscode.commands.executeCommand(inside ? "revealInExplorer" : "revealFileInOS", uri);
  },
};

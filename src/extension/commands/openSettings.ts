import * as vscode from "vscode";
import type { Command } from "../command.ts";

/** Shows the extension's settings. */
export const openSettings: Command = {
  async run() {
    await vscode.commands.executeCommand(
      "workbench.action.openSettings",
      "@ext:step-dpo-studio.step-dpo-studio",
    );
  },
};

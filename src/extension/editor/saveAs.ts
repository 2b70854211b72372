import * as vscode from "vscode";
import type { Studio } from "../studio.ts";

/** How long VS Code takes at most to show the copy, milliseconds. */
const patience = 5000;

/**
 * After "Save As" VS Code shows the copy in its text editor, where the trace editor isn't the default: puts the trace
 * editor in its place.
 */
export function openCopyAsDataset(studio: Studio, target: vscode.Uri): void {
  const stop = (): void => {
    listening.dispose();
    clearTimeout(timer);
  };
  const listening = vscode.window.tabGroups.onDidChangeTabs(({ opened }) => {
    const tab = opened.find(
      ({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === target.toString(),
    );
    if (tab === undefined) return;
    stop();
    void replace(studio, target, tab);
  });
  const timer = setTimeout(stop, patience);
}

async function replace(studio: Studio, target: vscode.Uri, tab: vscode.Tab): Promise<void> {
  await studio.editors.open(target);
  await vscode.window.tabGroups.close(tab);
}

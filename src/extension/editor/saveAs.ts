import * as vscode from "vscode";
import type { Place } from "../../protocol/traceEditor.ts";
import { datasetUri, onDisk } from "../datasets/uri.ts";
import type { Studio } from "../studio.ts";

/** How long VS Code takes at most to show the copy, milliseconds. */
const patience = 5000;

/**
 * After "Save As" VS Code shows the copy under the name that was typed: in its text editor, where the trace editor
 * isn't the default, or a folder's copy as another kind of dataset than it is. Puts the right trace editor in
 * its place, at the row where the person was.
 */
export function openCopyAsDataset(studio: Studio, target: vscode.Uri, place: Place | null): void {
  const stop = (): void => {
    listening.dispose();
    clearTimeout(timer);
  };
  const listening = vscode.window.tabGroups.onDidChangeTabs(({ opened }) => {
    const tab = opened.find((one) => uriOf(one)?.toString() === target.toString());
    if (tab === undefined) return;
    stop();
    void replace(studio, target, tab, place);
  });
  const timer = setTimeout(stop, patience);
}

function uriOf({ input }: vscode.Tab): vscode.Uri | null {
  return input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom ? input.uri : null;
}

async function replace(
  studio: Studio,
  target: vscode.Uri,
  tab: vscode.Tab,
  place: Place | null,
): Promise<void> {
  const copy = await datasetUri(onDisk(target));
  await studio.editors.open(copy, place);
  const isCopy = tab.input instanceof vscode.TabInputCustom && copy.toString() === target.toString();
  if (!isCopy) await vscode.window.tabGroups.close(tab);
}

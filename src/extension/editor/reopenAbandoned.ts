import * as vscode from "vscode";
import type { Place } from "../../protocol/traceEditor.ts";
import type { Studio } from "../studio.ts";
import { messageOf } from "../text.ts";
import { viewType } from "./provider.ts";

/** An editor that is alive is asked for within some milliseconds; looked at every so many. */
const [askMs, lookMs] = [1500, 50];

/** Opens the editors anew that a killed extension host left dead, each where it was, and says so. */
export async function reopenAbandoned(studio: Studio, places: ReadonlyMap<string, Place>): Promise<void> {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs).filter(isOurs);
  const dead = tabs.filter(({ input }) => places.has(input.uri.toString()));
  if (dead.length === 0) return;
  const shown = vscode.window.tabGroups.all.flatMap(({ activeTab }) => activeTab ?? []).filter(isOurs);
  const focused = vscode.window.tabGroups.activeTabGroup.activeTab;
  let reopened = 0;
  try {
    for (const tab of dead) {
      if (await reopen(studio, tab, places.get(tab.input.uri.toString()) ?? null)) reopened++;
    }
    const front = [...shown.filter((tab) => tab !== focused), ...shown.filter((tab) => tab === focused)];
    for (const { input } of front) studio.editors.of(input.uri)?.panel.reveal();
  } catch (error) {
    studio.log.error(`Opening editors again: ${messageOf(error)}`);
  }
  if (reopened === 0) return;
  studio.log.info(`The extension host was started anew: ${reopened} editors were opened again.`);
  void vscode.window.showWarningMessage(
    "The extension was restarted. Its editors were opened again; unsaved edits are offered there.",
  );
}

type OurTab = vscode.Tab & { readonly input: vscode.TabInputCustom };

function isOurs(tab: vscode.Tab): tab is OurTab {
  return tab.input instanceof vscode.TabInputCustom && tab.input.viewType === viewType;
}

/** @returns false where the editor is alive after all: without telemetry, all loads of all windows have one session ID */
async function reopen(studio: Studio, tab: OurTab, place: Place | null): Promise<boolean> {
  const { uri } = tab.input;
  const { viewColumn } = tab.group;
  const index = tab.group.tabs.indexOf(tab);
  const { isPinned } = tab;
  await vscode.commands.executeCommand("vscode.openWith", uri, viewType, { viewColumn });
  if (await isAlive(studio, uri)) return false;
  // VS Code would ask whether to save what nobody can save any more; the unsaved edits are in the dataset's journal.
  await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
  await studio.editors.open(uri, place, false, viewColumn);
  await vscode.commands.executeCommand("moveActiveEditor", { to: "position", by: "tab", value: index + 1 });
  if (isPinned) await vscode.commands.executeCommand("workbench.action.pinEditor");
  return true;
}

/** Whether VS Code asks this host for a dataset that is brought to the front: reverting it would drop its unsaved edits. */
async function isAlive(studio: Studio, uri: vscode.Uri): Promise<boolean> {
  for (let waited = 0; waited < askMs; waited += lookMs) {
    if (studio.editors.isAskedFor(uri)) return true;
    await new Promise((resolve) => setTimeout(resolve, lookMs));
  }
  return studio.editors.isAskedFor(uri);
}

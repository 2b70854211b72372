import * as vscode from "vscode";
import type { Place } from "../../protocol/traceEditor.ts";
import type { Studio } from "../studio.ts";
import { messageOf } from "../text.ts";
import { viewType } from "./provider.ts";

/** VS Code asks for the dataset of a living editor within some milliseconds; looked at every so many. */
const [askMs, lookMs] = [1500, 50];

/**
 * Opens the editors anew that a killed extension host left dead, each where it was, once it is in sight, and says so.
 * VS Code does not ask for their datasets again, as it does for those of a window that is loaded anew.
 */
export function reopenAbandoned(studio: Studio, places: ReadonlyMap<string, Place>): vscode.Disposable {
  const left = new Map(places);
  let told = false;
  const look = async (): Promise<void> => {
    for (const tab of inSight().filter(({ input }) => left.has(input.uri.toString()))) {
      const { uri } = tab.input;
      const place = left.get(uri.toString()) ?? null;
      left.delete(uri.toString());
      if (await isAlive(studio, uri)) continue;
      await reopen(studio, tab, place);
      if (told) continue;
      told = true;
      void vscode.window.showWarningMessage(
        "The extension was restarted. Its editors were opened again; unsaved edits are offered there.",
      );
    }
  };
  // Once the other parts are there.
  let looking = new Promise<void>((resolve) => setTimeout(resolve, 0));
  // One after the other: reopening brings editors to the front.
  const lookAgain = (): void => {
    looking = looking
      .then(look)
      .catch((error: unknown) => studio.log.error(`Opening editors again: ${messageOf(error)}`));
  };
  const changes = vscode.window.tabGroups.onDidChangeTabs(lookAgain);
  lookAgain();
  return changes;
}

type OurTab = vscode.Tab & { readonly input: vscode.TabInputCustom };

function inSight(): OurTab[] {
  return vscode.window.tabGroups.all.flatMap(({ activeTab }) => activeTab ?? []).filter(isOurs);
}

function isOurs(tab: vscode.Tab): tab is OurTab {
  return tab.input instanceof vscode.TabInputCustom && tab.input.viewType === viewType;
}

/** Whether VS Code asks this host for the dataset of an editor in sight: reverting it would drop its unsaved edits. */
async function isAlive(studio: Studio, uri: vscode.Uri): Promise<boolean> {
  for (let waited = 0; waited < askMs; waited += lookMs) {
    if (studio.editors.isAskedFor(uri)) return true;
    await new Promise((resolve) => setTimeout(resolve, lookMs));
  }
  return studio.editors.isAskedFor(uri);
}

async function reopen(studio: Studio, tab: OurTab, place: Place | null): Promise<void> {
  const { uri } = tab.input;
  const { viewColumn } = tab.group;
  const index = tab.group.tabs.indexOf(tab);
  const { isPinned } = tab;
  const focused = vscode.window.tabGroups.activeTabGroup.activeTab;
  studio.log.info(`The extension host was started anew: opening ${uri.toString()} again.`);
  await vscode.commands.executeCommand("vscode.openWith", uri, viewType, { viewColumn });
  // VS Code would ask whether to save what nobody can save any more; the unsaved edits are in the dataset's journal.
  await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
  await studio.editors.open(uri, place, false, viewColumn);
  await vscode.commands.executeCommand("moveActiveEditor", { to: "position", by: "tab", value: index + 1 });
  if (isPinned) await vscode.commands.executeCommand("workbench.action.pinEditor");
  if (focused !== undefined && focused !== tab && isOurs(focused))
    studio.editors.of(focused.input.uri)?.panel.reveal();
}

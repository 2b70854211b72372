import * as vscode from "vscode";
import type { HostApi, Place } from "../../protocol/traceEditor.ts";
import { compareConflicts, resolveAllConflicts } from "../changes/conflicts.ts";
import type { Studio } from "../studio.ts";
import { saveAgain } from "./diskChanges.ts";
import { recoverEdits } from "./recovery.ts";
import { showMatch } from "./showMatch.ts";

type HostCommand = Parameters<HostApi["run"]>[0];

/** Does what the trace editor's view asks of VS Code. */
export async function hostCommand(
  studio: Studio,
  uri: vscode.Uri,
  command: HostCommand,
  place: Place,
): Promise<void> {
  const run = (id: string, ...args: unknown[]) =>
    Promise.resolve(vscode.commands.executeCommand(id, ...args)).then(() => undefined);
  const panel = studio.editors.of(uri);
  switch (command) {
    case "addModel":
      return run("stepDpo.addModel");
    case "manageModels":
      return run("stepDpo.models.focus");
    case "openAsText":
      return run("stepDpo.openAsText", uri);
    case "showMatch":
      if (panel !== null) await showMatch(panel.document, place.row);
      return;
    case "mapFields":
      return run("stepDpo.mapFields", uri);
    case "setGold":
      return run("stepDpo.setGold", { uri, place });
    case "reload":
      await panel?.document.session.reload();
      return;
    case "compare":
      if (panel !== null) await compareConflicts(studio, panel.document);
      return;
    case "keepMine":
    case "takeTheirs":
      if (panel !== null)
        await resolveAllConflicts(studio, panel.document, command === "keepMine" ? "mine" : "theirs");
      return;
    case "saveAgain":
      if (panel !== null) await saveAgain(studio, panel.document);
      return;
    case "recover":
      if (panel !== null) await recoverEdits(panel);
      return;
    case "discardRecovered":
      await panel?.document.session.discardRecovered();
      return;
    case "save":
      return run("workbench.action.files.save");
    case "saveAs":
      return run("workbench.action.files.saveAs");
    case "saveAsJsonl":
      return run("stepDpo.saveAsJsonl", uri);
    case "undo":
      return run("stepDpo.undo");
    case "redo":
      return run("stepDpo.redo");
    case "keys":
      return run("workbench.action.openGlobalKeybindings", "@ext:step-dpo-studio.step-dpo-studio");
  }
}

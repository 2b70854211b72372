import * as vscode from "vscode";
import { compareConflicts, resolveAllConflicts, resolveConflict } from "../changes/conflicts.ts";
import { shownRow, type ShownRow } from "../changes/rowDocuments.ts";
import type { Command } from "../command.ts";
import type { ConflictChoice } from "../editor/document.ts";
import type { Studio } from "../studio.ts";
import { targetOrActive } from "../target.ts";

/** Shows rows that were edited here and changed on disk, side by side. */
export const compareWithDisk: Command = {
  async run(studio, ...args) {
    const uri = compared(args[0])?.dataset ?? targetOrActive(studio, args)?.uri;
    if (uri === undefined) throw new Error("Open a dataset first.");
    await compareConflicts(studio, (await editorOf(studio, uri)).document);
  },
};

/** Ends the conflict of the row that is compared; of all rows where none is. */
function choiceCommand(choice: ConflictChoice): Command {
  return {
    async run(studio, ...args) {
      const shown = compared(args[0]);
      const uri = shown?.dataset ?? targetOrActive(studio, args)?.uri;
      if (uri === undefined) throw new Error("Compare a row with the file first.");
      const { document } = await editorOf(studio, uri);
      if (shown === null) await resolveAllConflicts(studio, document, choice);
      else await resolveConflict(studio, document, shown.row, choice);
    },
  };
}

/** Keeps the person's edits of the row that is compared with the file. */
export const keepMine = choiceCommand("mine");
/** Takes what the file has of the row that is compared with it. */
export const takeTheirs = choiceCommand("theirs");

async function editorOf(studio: Studio, uri: vscode.Uri) {
  return studio.editors.of(uri) ?? (await studio.editors.open(uri));
}

/** The row of the comparison that a command was called on, else of the one in the active editor. */
function compared(argument: unknown): ShownRow | null {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const uri =
    argument instanceof vscode.Uri
      ? argument
      : input instanceof vscode.TabInputTextDiff
        ? input.modified
        : null;
  return uri === null ? null : shownRow(uri);
}

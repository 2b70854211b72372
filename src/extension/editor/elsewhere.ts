import * as vscode from "vscode";
import type { Studio } from "../studio.ts";
import { messageOf } from "../text.ts";
import type { TraceDocument } from "./document.ts";

/**
 * Keeps VS Code's mark of an unsaved file true while other windows and the command line edit the same file: their edits
 * are not on the undo stack here, but they are unsaved here too, until anyone saves.
 * @param mark tells VS Code that the file has changes
 */
export function followOthers(studio: Studio, document: TraceDocument, mark: () => void): vscode.Disposable {
  const stop = document.session.onEvent((event) => {
    if (event.kind !== "elsewhere") return;
    if (event.dirty) mark();
    else void confirmSaved(studio, document, mark);
  });
  return new vscode.Disposable(stop);
}

/** Nothing is unsaved any more: VS Code learns it from a save, which finds nothing to write. */
async function confirmSaved(studio: Studio, document: TraceDocument, mark: () => void): Promise<void> {
  if (!isMarked(document.uri)) return;
  try {
    await document.confirmingSaved(() => vscode.workspace.save(document.uri));
  } catch (error) {
    studio.log.warn(`${document.uri.fsPath} was saved by another program: ${messageOf(error)}`);
  }
  // The person may have edited meanwhile.
  if (document.session.info.dirty) mark();
}

/** Whether VS Code shows the file as unsaved. */
function isMarked(uri: vscode.Uri): boolean {
  return vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .some(
      ({ input, isDirty }) =>
        isDirty && input instanceof vscode.TabInputCustom && input.uri.toString() === uri.toString(),
    );
}

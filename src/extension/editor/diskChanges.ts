import * as vscode from "vscode";
import type { SessionEvent } from "../../storage/types.ts";
import { nameOf } from "../datasets/uri.ts";
import type { Studio } from "../studio.ts";
import { messageOf } from "../text.ts";
import type { TraceDocument } from "./document.ts";
import type { TracePanel } from "./panel.ts";

const overwrite = "Overwrite";
const reload = "Reload";
const writeAnew = "Write It Again";
const saveAs = "Save As…";

/** Tells the person of changes on disk that touch unsaved edits; others are taken in silently, as in a text editor. */
export function watchDisk(studio: Studio, panel: TracePanel): vscode.Disposable {
  const stop = panel.document.session.onEvent((event: SessionEvent) => {
    if (event.kind !== "changed-on-disk") return;
    studio.log.info(
      `${panel.document.session.info.path} ${event.how === "deleted" ? "was deleted" : `was ${event.how}`} on disk.`,
    );
    if (event.how === "deleted" || event.editedRows.length > 0) void askAboutDisk(studio, panel.document);
  });
  return new vscode.Disposable(stop);
}

/** Asks what to do where the file on disk and the unsaved edits differ, and does it. */
export async function askAboutDisk(studio: Studio, document: TraceDocument): Promise<void> {
  const { session } = document;
  const name = nameOf(document.uri);
  const message = session.info.warning ?? `${name} was changed on disk by another program.`;
  const gone = message.includes("deleted");
  const choice = await vscode.window.showWarningMessage(
    message,
    ...(gone ? [writeAnew, saveAs] : [overwrite, reload]),
  );
  try {
    if (choice === overwrite || choice === writeAnew) {
      document.overwrite();
      await focusAnd(studio, document, "workbench.action.files.save");
      // Nothing unsaved: VS Code has nothing to save, but the file is gone.
      if (choice === writeAnew) await session.save({ overwrite: true });
    } else if (choice === saveAs) {
      await focusAnd(studio, document, "workbench.action.files.saveAs");
    } else if (choice === reload) {
      const lost = await session.reload();
      if (lost.length > 0)
        void vscode.window.showInformationMessage(
          `${name} was reloaded. Edits that were dropped: ${lost
            .map((edit) => `row ${edit.row + 1}: ${edit.title}`)
            .slice(0, 5)
            .join("; ")}${lost.length > 5 ? "; …" : ""}.`,
        );
    }
  } catch (error) {
    void vscode.window.showErrorMessage(messageOf(error));
  }
}

/** Runs one of VS Code's own commands on a document's editor. */
async function focusAnd(studio: Studio, document: TraceDocument, command: string): Promise<void> {
  await studio.editors.open(document.uri);
  await vscode.commands.executeCommand(command);
}

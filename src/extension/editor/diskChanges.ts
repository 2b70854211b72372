import * as vscode from "vscode";
import { compareConflicts, resolveAllConflicts } from "../changes/conflicts.ts";
import { nameOf } from "../datasets/uri.ts";
import type { SessionEvent } from "../../storage/types.ts";
import type { Studio } from "../studio.ts";
import { messageOf } from "../text.ts";
import { deletedState } from "./deleted.ts";
import type { TraceDocument } from "./document.ts";
import type { TracePanel } from "./panel.ts";

/** Documents whose question is on the screen: asking twice would leave a stale one behind. */
const asked = new WeakSet<TraceDocument>();

/** Tells the person of changes on disk that touch unsaved edits; others are taken in without a question. */
export function watchDisk(studio: Studio, panel: TracePanel): vscode.Disposable {
  const { document } = panel;
  const stop = document.session.onEvent((event: SessionEvent) => {
    if (event.kind === "rows" || event.kind === "all") studio.rows.refresh(document.uri);
    if (event.kind !== "changed-on-disk") return;
    studio.rows.refresh(document.uri);
    studio.log.info(
      `${document.session.info.path} ${event.how === "deleted" ? "was deleted" : `was ${event.how}`} on disk.`,
    );
    if (event.how === "appended" && document.session.info.dirty) sayAppended(document);
    const matters = event.how === "deleted" || event.editedRows.length > 0;
    // The trace editor itself says so in a banner.
    if (matters && !panel.panel.visible) void askAboutDisk(studio, document);
  });
  return new vscode.Disposable(stop);
}

/** The edits stay where they are, over a file that goes on. */
function sayAppended({ uri, session }: TraceDocument): void {
  const rows = session.info.rows.toLocaleString("en-US");
  vscode.window.setStatusBarMessage(`$(info) ${nameOf(uri)} has grown: ${rows} rows now`, 5000);
}

interface Answer {
  readonly title: string;
  readonly run: () => Promise<unknown>;
}

/**
 * Asks what to do where the file on disk and the unsaved edits differ, and does it.
 * @param saving true where a save was refused for it: the person's own version is then saved at once
 */
export async function askAboutDisk(studio: Studio, document: TraceDocument, saving = false): Promise<void> {
  if (asked.has(document)) return;
  asked.add(document);
  try {
    const { info } = document.session;
    const message = info.warning ?? `${nameOf(document.uri)} was changed on disk by another program.`;
    const answers = info.deleted
      ? deletedAnswers(studio, document)
      : conflictAnswers(studio, document, saving);
    const titles = answers.map(({ title }) => title);
    // An error with answers stays on the screen until it is answered; a warning goes away.
    const show = saving ? vscode.window.showErrorMessage : vscode.window.showWarningMessage;
    const chosen = await show(message, ...titles);
    asked.delete(document);
    await answers.find(({ title }) => title === chosen)?.run();
  } catch (error) {
    void vscode.window.showErrorMessage(messageOf(error));
  } finally {
    asked.delete(document);
  }
}

function conflictAnswers(studio: Studio, document: TraceDocument, saving: boolean): readonly Answer[] {
  const all = document.session.conflicts.length === 1 ? "" : " All";
  return [
    { title: "Compare…", run: () => compareConflicts(studio, document) },
    {
      title: saving ? "Overwrite" : `Keep${all} Mine`,
      run: async () => {
        if ((await resolveAllConflicts(studio, document, "mine")) && saving)
          await vscode.commands.executeCommand("workbench.action.files.save");
      },
    },
    { title: `Take${all} Theirs`, run: () => resolveAllConflicts(studio, document, "theirs") },
  ];
}

function deletedAnswers(studio: Studio, document: TraceDocument): readonly Answer[] {
  const again = { title: "Save Again Here", run: () => saveAgain(studio, document) };
  const copy = { title: "Save As…", run: () => focusAnd(studio, document, "workbench.action.files.saveAs") };
  switch (deletedState(document.session)) {
    case "rewritable":
      return [again, copy];
    case "copyable":
      return [copy];
    case "gone":
    case null:
      return [];
  }
}

/** Writes a file that was deleted anew, at its old place. */
export async function saveAgain(studio: Studio, document: TraceDocument): Promise<void> {
  const { session } = document;
  document.overwrite();
  await focusAnd(studio, document, "workbench.action.files.save");
  // Nothing unsaved: VS Code has nothing to save, but the file is gone.
  if (session.info.deleted) await session.save({ overwrite: true });
}

/** Runs one of VS Code's own commands on a document's editor. */
async function focusAnd(studio: Studio, document: TraceDocument, command: string): Promise<void> {
  await studio.editors.open(document.uri);
  await vscode.commands.executeCommand(command);
}

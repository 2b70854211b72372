import * as vscode from "vscode";
import { nameOf } from "../datasets/uri.ts";
import type { ConflictChoice, TraceDocument } from "../editor/document.ts";
import type { Studio } from "../studio.ts";
import { messageOf } from "../text.ts";
import { conflictScheme, diffWithDisk, shownRow } from "./rowDocuments.ts";

const keep: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon("check"), tooltip: "Keep Mine" };
const take: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon("discard"), tooltip: "Take Theirs" };

type Item = vscode.QuickPickItem & { readonly row: number };

/** Shows a row in conflict side by side; lists them where there are several. */
export async function compareConflicts(studio: Studio, document: TraceDocument): Promise<void> {
  const [first, second] = document.session.conflicts;
  if (first === undefined) {
    void vscode.window.showInformationMessage(
      `No row of ${nameOf(document.uri)} is in conflict with the file.`,
    );
  } else if (second === undefined) await diffWithDisk(document.uri, first, conflictScheme);
  else showList(studio, document);
}

function showList(studio: Studio, document: TraceDocument): void {
  const pick = vscode.window.createQuickPick<Item>();
  pick.placeholder = "Choose a row to compare yours with the file’s";
  list(document, pick);
  pick.onDidTriggerItemButton(({ item, button }) => {
    pick.busy = true;
    void resolveConflict(studio, document, item.row, button === keep ? "mine" : "theirs").finally(() => {
      pick.busy = false;
      if (!list(document, pick)) pick.hide();
    });
  });
  pick.onDidAccept(() => {
    const [item] = pick.selectedItems;
    pick.hide();
    if (item !== undefined) void diffWithDisk(document.uri, item.row, conflictScheme);
  });
  const stop = document.session.onEvent(({ kind }) => {
    if (kind === "info" && !list(document, pick)) pick.hide();
  });
  pick.onDidHide(() => {
    stop();
    pick.dispose();
  });
  pick.show();
}

/** Fills the list; false where there is nothing to list. */
function list({ session }: TraceDocument, pick: vscode.QuickPick<Item>): boolean {
  const rows = session.conflicts;
  const edits = new Map<number, string[]>();
  for (const { row, title } of session.edits) edits.set(row, [...(edits.get(row) ?? []), title]);
  pick.title =
    rows.length === 1 ? "1 Row in Conflict" : `${rows.length.toLocaleString("en-US")} Rows in Conflict`;
  pick.items = rows.map((row) => ({
    row,
    label: `Row ${(row + 1).toLocaleString("en-US")}`,
    description: `${(edits.get(row) ?? []).join("; ")}${row < session.info.rows ? "" : " · gone from the file"}`,
    buttons: [keep, take],
  }));
  return rows.length > 0;
}

/** Ends the conflict of a row, and shows the next one in place of its comparison. */
export async function resolveConflict(
  studio: Studio,
  document: TraceDocument,
  row: number,
  choice: ConflictChoice,
): Promise<void> {
  try {
    await document.resolve(row, choice);
  } catch (error) {
    void vscode.window.showErrorMessage(messageOf(error));
    // It may be over by now: what is left is shown as it is.
    if (document.session.conflicts.includes(row)) return;
  }
  const closed = await closeComparisons(document, (one) => one === row);
  const [next] = document.session.conflicts;
  if (next === undefined) await backToEditor(studio, document);
  else if (closed) await diffWithDisk(document.uri, next, conflictScheme);
}

/** Ends all conflicts of a dataset; asks first where edits would be lost for good. */
export async function resolveAllConflicts(
  studio: Studio,
  document: TraceDocument,
  choice: ConflictChoice,
): Promise<boolean> {
  const { session } = document;
  const gone = session.conflicts.filter((row) => row >= session.info.rows).length;
  if (choice === "theirs" && gone > 0 && !(await mayDrop(gone))) return false;
  try {
    await document.resolveAll(choice);
  } catch (error) {
    void vscode.window.showErrorMessage(messageOf(error));
  }
  await closeComparisons(document, (row) => !session.conflicts.includes(row));
  if (session.conflicts.length === 0) await backToEditor(studio, document);
  else if (choice === "mine")
    void vscode.window
      .showWarningMessage(
        `${gone === 1 ? "One row is" : `${gone} rows are`} no longer in ${nameOf(document.uri)}: to keep your edits of ${gone === 1 ? "it" : "them"}, copy what you need from the comparison, then take what the file has.`,
        "Compare…",
      )
      .then((action) => (action === undefined ? undefined : compareConflicts(studio, document)));
  return session.conflicts.length === 0;
}

async function mayDrop(gone: number): Promise<boolean> {
  const drop = "Drop Edits";
  const rows = gone === 1 ? "One row is" : `${gone} rows are`;
  const choice = await vscode.window.showWarningMessage(
    `${rows} no longer in the file. Drop your edits there?`,
    { modal: true, detail: "This can’t be undone. Edits of the other rows come back with Undo." },
    drop,
  );
  return choice === drop;
}

/** Closes the comparisons of rows that are in conflict no more; true where there was one. */
async function closeComparisons({ uri }: TraceDocument, isOver: (row: number) => boolean): Promise<boolean> {
  const over = vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter(({ input }) => {
      if (!(input instanceof vscode.TabInputTextDiff) || input.modified.scheme !== conflictScheme)
        return false;
      const shown = shownRow(input.modified);
      return shown !== null && shown.dataset.toString() === uri.toString() && isOver(shown.row);
    });
  await vscode.window.tabGroups.close(over);
  return over.length > 0;
}

/** Back to where the person was. Where no edit is left, VS Code is told so: it has nothing to write then. */
async function backToEditor(studio: Studio, document: TraceDocument): Promise<void> {
  await studio.editors.open(document.uri);
  if (!document.session.info.dirty) await vscode.commands.executeCommand("workbench.action.files.save");
}

import * as vscode from "vscode";
import type { TraceDocument } from "./document.ts";
import { matchInText } from "./matchInText.ts";

/** Opens a dataset's file as text, with what the search found in a row selected. */
export async function showMatch({ uri, session, view }: TraceDocument, row: number): Promise<void> {
  await vscode.commands.executeCommand("stepDpo.openAsText", { uri, place: { row, trace: 0, step: null } });
  const hit = view.hit(row);
  // Files too big for VS Code's editor have none; the row's line is shown.
  const editor = vscode.window.activeTextEditor;
  if (hit === null || editor === undefined) return;
  const { raw, line } = await session.row(row);
  const { document } = editor;
  const from = document.offsetAt(new vscode.Position(Math.max(0, (line ?? 1) - 1), 0));
  const found = matchInText(document.getText(), { from, to: from + reach * raw.length }, hit);
  if (found === null) return;
  const range = new vscode.Range(document.positionAt(found.start), document.positionAt(found.end));
  editor.selection = new vscode.Selection(range.start, range.end);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

/** How many times its text without white space a row may take in the file. */
const reach = 2;

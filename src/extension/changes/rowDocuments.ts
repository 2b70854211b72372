import * as vscode from "vscode";
import { nameOf } from "../datasets/uri.ts";
import type { Studio } from "../studio.ts";
import { prettyRow } from "./describe.ts";

/** Scheme of the read-only documents that show one row of a dataset as JSON. */
export const rowScheme = "step-dpo-row";

/** Which of the two texts of a row is shown. */
export type RowSide = "disk" | "now";

/** The document of a row, as it is on disk or with unsaved edits. */
export function rowUri(dataset: vscode.Uri, row: number, side: RowSide): vscode.Uri {
  const path = `${dataset.path}/row ${row + 1}.json`;
  return dataset.with({
    scheme: rowScheme,
    path,
    query: JSON.stringify({ of: dataset.toString(), row, side }),
  });
}

/** Compares a row as it is on disk with what would be saved of it. */
export async function diffWithDisk(dataset: vscode.Uri, row: number): Promise<void> {
  await vscode.commands.executeCommand(
    "vscode.diff",
    rowUri(dataset, row, "disk"),
    rowUri(dataset, row, "now"),
    `${nameOf(dataset)}, row ${(row + 1).toLocaleString("en-US")}: on Disk ↔ Now`,
  );
}

/** Makes those documents out of the dataset's session. */
export function rowDocuments(studio: Studio): vscode.TextDocumentContentProvider {
  return {
    async provideTextDocumentContent(uri) {
      const { of, row, side } = JSON.parse(uri.query) as { of: string; row: number; side: RowSide };
      const session = await studio.sessions.open(vscode.Uri.parse(of, true));
      try {
        const { onDisk, now } = await session.texts(row);
        return prettyRow(side === "disk" ? onDisk : now);
      } finally {
        await session.close();
      }
    },
  };
}

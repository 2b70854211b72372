import * as vscode from "vscode";
import { nameOf } from "../datasets/uri.ts";
import type { Sessions } from "../datasets/sessions.ts";
import { prettyRow } from "./describe.ts";

/** Scheme of the read-only documents that show one row of a dataset as JSON. */
const rowScheme = "step-dpo-row";

/** The same for rows in conflict with the file: the editor's title offers the choice there. */
export const conflictScheme = "step-dpo-conflict";

/** Which of the two texts of a row is shown. */
type RowSide = "disk" | "now";

/** What such a document shows. */
export interface ShownRow {
  readonly dataset: vscode.Uri;
  readonly row: number;
  readonly side: RowSide;
}

/**
 * The document of a row, as it is on disk or with unsaved edits. In a language of its own (package.json): its long texts
 * wrap, and VS Code doesn't take a row that is followed by its pairs for broken JSON.
 */
function rowUri({ dataset, row, side }: ShownRow, scheme = rowScheme): vscode.Uri {
  return dataset.with({
    scheme,
    path: `${dataset.path}/row ${row + 1}.step-dpo-row`,
    query: JSON.stringify({ of: dataset.toString(), row, side }),
  });
}

/** What a document of this kind shows; null for any other. */
export function shownRow({ scheme, query }: vscode.Uri): ShownRow | null {
  if (scheme !== rowScheme && scheme !== conflictScheme) return null;
  const { of, row, side } = JSON.parse(query) as { of: string; row: number; side: RowSide };
  return { dataset: vscode.Uri.parse(of, true), row, side };
}

/** Compares a row as it is on disk with what would be saved of it. */
export async function diffWithDisk(dataset: vscode.Uri, row: number, scheme = rowScheme): Promise<void> {
  const sides = scheme === conflictScheme ? "on Disk ↔ Mine" : "on Disk ↔ Now";
  await vscode.commands.executeCommand(
    "vscode.diff",
    rowUri({ dataset, row, side: "disk" }, scheme),
    rowUri({ dataset, row, side: "now" }, scheme),
    `${nameOf(dataset)}, row ${(row + 1).toLocaleString("en-US")}: ${sides}`,
  );
}

/** Makes those documents out of the dataset's session. */
export class RowDocuments implements vscode.TextDocumentContentProvider {
  readonly #sessions: () => Sessions;
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;

  /** @param sessions the opened datasets, which exist by the time the first document is shown */
  constructor(sessions: () => Sessions) {
    this.#sessions = sessions;
  }

  register(): vscode.Disposable {
    return vscode.Disposable.from(
      this.#changed,
      ...[rowScheme, conflictScheme].map((scheme) =>
        vscode.workspace.registerTextDocumentContentProvider(scheme, this),
      ),
    );
  }

  /** Rows of a dataset may read differently now: open documents of them are made anew. */
  refresh(dataset: vscode.Uri): void {
    for (const { uri } of vscode.workspace.textDocuments) {
      if (shownRow(uri)?.dataset.toString() === dataset.toString()) this.#changed.fire(uri);
    }
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const shown = shownRow(uri);
    if (shown === null) return "";
    const session = await this.#sessions().open(shown.dataset);
    try {
      const conflict = await session.conflict(shown.row);
      // The file has no such row any more.
      if (conflict?.theirs === null)
        return shown.side === "disk" ? "" : prettyRow({ row: conflict.mine, pairs: [] });
      const { onDisk, now } = await session.texts(shown.row);
      return prettyRow(shown.side === "disk" ? onDisk : now);
    } finally {
      await session.close();
    }
  }
}

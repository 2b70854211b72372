import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import * as vscode from "vscode";
import { pairsPath } from "../../storage/edits/copyRows.ts";
import { datasetName } from "../../storage/names.ts";

/**
 * Asks for the file that a dataset is copied to, and again where pairs of another dataset lie beside it; undefined
 * where the person thought better of it.
 * @param dataset path of its file or folder
 * @param ending of the name proposed, as `.clean.jsonl`
 */
export async function chooseCopy(
  dataset: string,
  title: string,
  ending: string,
  filters: Record<string, string[]>,
): Promise<vscode.Uri | undefined> {
  const copy = await vscode.window.showSaveDialog({
    title,
    defaultUri: vscode.Uri.file(join(dirname(dataset), `${datasetName(dataset)}${ending}`)),
    filters,
  });
  if (copy === undefined) return undefined;
  if (copy.scheme !== "file")
    throw new Error(`Datasets are saved to disk; ${copy.toString(true)} is not there.`);
  const pairs = pairsPath(copy.fsPath);
  if (!existsSync(pairs)) return copy;
  const over = "Replace";
  const answer = await vscode.window.showWarningMessage(
    `${basename(pairs)} exists: it holds accepted pairs of the file that is replaced.`,
    {
      modal: true,
      detail: "Those pairs go, and the pairs of the copy come in their place. Other lines stay.",
    },
    over,
  );
  return answer === over ? copy : undefined;
}

import * as vscode from "vscode";
import type { DatasetView } from "../../pipeline/view/types.ts";
import { nameOf } from "../datasets/uri.ts";
import type { Studio } from "../studio.ts";
import { targetOrActive } from "../target.ts";
import type { DatasetNode } from "../tree/datasetNode.ts";

/** The dataset that a command finds rows in. */
export interface FindTarget {
  readonly node: DatasetNode;
  readonly view: DatasetView;
  /** For people. */
  readonly name: string;
}

/**
 * The dataset that a command was called on, else the one of the active editor, else the selected or only one.
 * @returns null where the person was asked for one and chose none
 * @throws StorageError where it can't be opened
 */
export async function findTarget(studio: Studio, args: readonly unknown[]): Promise<FindTarget | null> {
  const uri = targetOrActive(studio, args)?.uri ?? (await fromTree(studio));
  if (uri === null) return null;
  const node = studio.datasets.add(uri);
  return { node, view: await node.view(), name: nameOf(uri) };
}

async function fromTree({ datasets }: Studio): Promise<vscode.Uri | null> {
  const [selected] = datasets.selected();
  if (selected !== undefined) return selected;
  const all = (await datasets.getChildren()).flatMap((node) => node.target?.uri ?? []);
  if (all.length === 0) throw new Error("There is no dataset here. Open one first.");
  if (all.length === 1) return all[0] ?? null;
  const items = all.map((uri) => ({
    label: nameOf(uri),
    description: vscode.workspace.asRelativePath(uri),
    uri,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    placeHolder: "Which dataset?",
    matchOnDescription: true,
  });
  return chosen?.uri ?? null;
}

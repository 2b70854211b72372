import * as vscode from "vscode";
import type { DatasetNode } from "./datasetNode.ts";
import type { TreeNode } from "./node.ts";
import { grouped, placesTitle, rangeTitle, type RowRange } from "./ranges.ts";

/** A hundred rows, or a hundred such hundreds: of the file, or of those found in it. */
export class RangeNode implements TreeNode {
  readonly id: string;
  readonly parent: TreeNode;
  readonly target = null;
  readonly range: RowRange;
  readonly #dataset: DatasetNode;
  /** First and last row, where these are places among found rows; null where they are rows of the file. */
  readonly #found: readonly [number, number] | null;

  constructor(
    dataset: DatasetNode,
    parent: TreeNode,
    range: RowRange,
    found: readonly [number, number] | null,
  ) {
    this.id = `${dataset.id}#${found === null ? "" : "found:"}${range.from}-${range.to}`;
    this.#dataset = dataset;
    this.#found = found;
    this.parent = parent;
    this.range = range;
  }

  item(): vscode.TreeItem {
    const item = new vscode.TreeItem(this.text(), vscode.TreeItemCollapsibleState.Collapsed);
    item.id = this.id;
    if (this.#found !== null)
      item.description = this.#found.map((row) => `row ${grouped(row + 1)}`).join(" … ");
    item.iconPath = new vscode.ThemeIcon("list-ordered");
    item.contextValue = "range";
    return item;
  }

  children(): Promise<readonly TreeNode[]> {
    return this.#dataset.within(this, this.range);
  }

  text(): string {
    return this.#found === null ? rangeTitle(this.range) : placesTitle(this.range);
  }
}

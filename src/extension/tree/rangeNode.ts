import * as vscode from "vscode";
import type { DatasetNode } from "./datasetNode.ts";
import type { TreeNode } from "./node.ts";
import { rangeTitle, type RowRange } from "./ranges.ts";

/** A hundred rows, or a hundred such hundreds. */
export class RangeNode implements TreeNode {
  readonly id: string;
  readonly parent: TreeNode;
  readonly target = null;
  readonly range: RowRange;
  readonly #dataset: DatasetNode;

  constructor(dataset: DatasetNode, parent: TreeNode, range: RowRange) {
    this.id = `${dataset.id}#${range.from}-${range.to}`;
    this.#dataset = dataset;
    this.parent = parent;
    this.range = range;
  }

  item(): vscode.TreeItem {
    const item = new vscode.TreeItem(rangeTitle(this.range), vscode.TreeItemCollapsibleState.Collapsed);
    item.id = this.id;
    item.iconPath = new vscode.ThemeIcon("list-ordered");
    item.contextValue = "range";
    return item;
  }

  children(): Promise<readonly TreeNode[]> {
    return this.#dataset.within(this, this.range);
  }

  text(): string {
    return rangeTitle(this.range);
  }
}

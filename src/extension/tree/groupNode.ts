import * as vscode from "vscode";
import type { DatasetNode } from "./datasetNode.ts";
import type { TreeNode } from "./node.ts";

/** The outputs of runs, kept apart from the datasets that people put there. */
export class GroupNode implements TreeNode {
  readonly id = "group:runs";
  readonly parent = null;
  readonly target = null;
  readonly #members: () => readonly DatasetNode[];

  constructor(members: () => readonly DatasetNode[]) {
    this.#members = members;
  }

  item(): vscode.TreeItem {
    const item = new vscode.TreeItem("Runs", vscode.TreeItemCollapsibleState.Collapsed);
    item.id = this.id;
    item.description = String(this.#members().length);
    item.tooltip = "Candidates and other outputs of runs, under .stepdpo/runs";
    item.iconPath = new vscode.ThemeIcon("history");
    item.contextValue = "group";
    return item;
  }

  children(): readonly TreeNode[] {
    return this.#members();
  }

  text(): string {
    return "Runs";
  }
}

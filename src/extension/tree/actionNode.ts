import * as vscode from "vscode";
import type { CommandId } from "../commandIds.ts";
import type { TreeNode } from "./node.ts";

/** A way out below a message, such as clearing the filter. */
export class ActionNode implements TreeNode {
  readonly id: string;
  readonly parent: TreeNode;
  readonly target = null;
  readonly #title: string;
  readonly #command: CommandId;

  /** @param command is run with the parent node */
  constructor(parent: TreeNode, title: string, command: CommandId) {
    this.id = `${parent.id}#${command}`;
    this.parent = parent;
    this.#title = title;
    this.#command = command;
  }

  item(): vscode.TreeItem {
    const item = new vscode.TreeItem(this.#title);
    item.id = this.id;
    item.iconPath = new vscode.ThemeIcon("clear-all");
    item.contextValue = "action";
    item.command = { command: `stepDpo.${this.#command}`, title: this.#title, arguments: [this.parent] };
    return item;
  }

  children(): readonly TreeNode[] {
    return [];
  }

  text(): string {
    return this.#title;
  }
}

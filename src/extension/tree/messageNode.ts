import * as vscode from "vscode";
import type { TreeNode } from "./node.ts";

/** A line that says something in place of children, such as why a file can't be read. */
export class MessageNode implements TreeNode {
  readonly id: string;
  readonly parent: TreeNode | null;
  readonly target = null;
  readonly #message: string;
  readonly #icon: string;
  readonly #command: vscode.Command | null;

  /** @param command what a click does about it; null where nothing can be done */
  constructor(
    parent: TreeNode,
    message: string,
    icon: "warning" | "info",
    command: vscode.Command | null = null,
  ) {
    this.id = `${parent.id}#message`;
    this.parent = parent;
    this.#message = message;
    this.#icon = icon;
    this.#command = command;
  }

  item(): vscode.TreeItem {
    const item = new vscode.TreeItem(this.#message);
    item.id = this.id;
    item.tooltip = this.#message;
    item.iconPath = new vscode.ThemeIcon(
      this.#icon,
      this.#icon === "warning" ? new vscode.ThemeColor("list.warningForeground") : undefined,
    );
    item.contextValue = "message";
    if (this.#command !== null) item.command = this.#command;
    return item;
  }

  children(): readonly TreeNode[] {
    return [];
  }

  text(): string {
    return this.#message;
  }
}

import * as vscode from "vscode";
import type { Description, IconChoice } from "./describe.ts";
import type { TreeNode } from "./node.ts";

/** A described node as VS Code's tree item; a click opens its place in the trace editor. */
export function treeItem(
  node: TreeNode,
  description: Description,
  state: vscode.TreeItemCollapsibleState,
): vscode.TreeItem {
  const highlights = description.highlights?.map(([start, end]): [number, number] => [start, end]);
  const label = { label: description.label, ...(highlights === undefined ? {} : { highlights }) };
  const item = new vscode.TreeItem(label, state);
  item.id = node.id;
  item.description = description.description;
  item.tooltip = plain(description.tooltip);
  item.iconPath = themeIcon(description.icon);
  item.contextValue = description.context;
  if (node.target?.place != null)
    item.command = { command: "stepDpo.open", title: "Open", arguments: [node] };
  return item;
}

/** A codicon in a theme's color. */
export function themeIcon({ icon, color }: IconChoice): vscode.ThemeIcon {
  return new vscode.ThemeIcon(icon, color === null ? undefined : new vscode.ThemeColor(color));
}

/** Text of a dataset shown as text: nothing in it becomes a link or an image. */
function plain(text: string): vscode.MarkdownString {
  return new vscode.MarkdownString().appendText(text);
}

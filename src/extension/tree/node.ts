import type * as vscode from "vscode";
import type { Place } from "../../protocol/traceEditor.ts";

/** A node of the Datasets view. One class a kind of node. */
export interface TreeNode {
  /** Stable, so that VS Code keeps what is expanded and selected over a refresh. */
  readonly id: string;
  readonly parent: TreeNode | null;
  /** What its menu entries act on; null for a mere message or group. */
  readonly target: { readonly uri: vscode.Uri; readonly place: Place | null } | null;
  item(): vscode.TreeItem | Promise<vscode.TreeItem>;
  children(): readonly TreeNode[] | Promise<readonly TreeNode[]>;
  /** Text for the clipboard. */
  text(): string | Promise<string>;
}

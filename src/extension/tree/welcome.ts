import * as vscode from "vscode";

/** What package.json's welcome views wait for. */
type Key = "stepDpo.noDatasets" | "stepDpo.noModels";

/**
 * Lets the welcome of a view be shown where the view turns out to be empty. VS Code takes a view for empty from the
 * start: while the extension starts and looks around, another text stands there.
 * @returns the view's first nodes, as given
 */
export function welcomed<T>(key: Key, nodes: T[]): T[] {
  if (nodes.length === 0) void vscode.commands.executeCommand("setContext", key, true);
  return nodes;
}

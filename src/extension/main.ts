import * as vscode from "vscode";
import { commandIds } from "./commandIds.ts";
import { commands } from "./commands/index.ts";
import { RowDocuments } from "./changes/rowDocuments.ts";
import { Configuration } from "./configuration.ts";
import { FolderFiles } from "./datasets/folderFiles.ts";
import { Sessions } from "./datasets/sessions.ts";
import { Views } from "./datasets/views.ts";
import { Problems } from "./diagnostics/problems.ts";
import { followContextKeys } from "./editor/contextKeys.ts";
import { TraceEditors } from "./editor/provider.ts";
import { Rectifications } from "./editor/rectification.ts";
import { followSettings } from "./mapping/keep.ts";
import { Models } from "./models/models.ts";
import { createView } from "../pipeline/view/index.ts";
import type { Studio } from "./studio.ts";
import { messageOf } from "./text.ts";
import { DatasetsTree } from "./tree/datasetsTree.ts";
import { ModelsTree } from "./tree/modelsTree.ts";

let studio: Studio | null = null;

/**
 * Called by VS Code at the first command, view or editor of ours. Opens nothing by itself.
 * @returns the parts, as the extension's exports: other extensions and tests inside VS Code reach them so
 */
export function activate(context: vscode.ExtensionContext): Studio {
  const log = vscode.window.createOutputChannel("Step-DPO", { log: true });
  const settings = new Configuration();
  const sessions = new Sessions(settings, log);
  const views = new Views({
    open: (uri) => sessions.open(uri),
    view: createView,
    kept: context.workspaceState,
  });
  const parts: Studio = {
    context,
    log,
    settings,
    sessions,
    views,
    models: new Models(settings, context, log),
    editors: new TraceEditors(() => parts),
    datasets: new DatasetsTree(() => parts),
    problems: new Problems(() => parts),
    rows: new RowDocuments(() => parts.sessions),
    rectifications: new Rectifications(),
  };
  studio = parts;
  const { models, editors, datasets, problems, rows } = parts;
  context.subscriptions.push(
    log,
    editors.register(),
    datasets.register(),
    problems.register(),
    new FolderFiles().register(),
    rows.register(),
    followSettings(parts),
    followContextKeys(parts),
    vscode.window.createTreeView("stepDpo.models", { treeDataProvider: new ModelsTree(models) }),
    ...commandIds.map((id) =>
      vscode.commands.registerCommand(`stepDpo.${id}`, (...args: unknown[]) => run(parts, id, args)),
    ),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("stepDpo")) models.refresh();
      if (event.affectsConfiguration("stepDpo.rectify")) editors.forgetChoice();
    }),
    models.onChanged(() => editors.all.forEach((panel) => panel.refresh())),
  );
  return parts;
}

/** Called by VS Code at the end: models stop, and their processes with them. */
export async function deactivate(): Promise<void> {
  studio?.rectifications.cancel(null);
  await studio?.models.dispose();
}

/** Runs a command; what it throws is shown to the person and kept in the log. */
async function run(parts: Studio, id: (typeof commandIds)[number], args: readonly unknown[]): Promise<void> {
  try {
    await commands[id].run(parts, ...args);
  } catch (error) {
    if (error instanceof vscode.CancellationError) return;
    parts.log.error(`${id}: ${error instanceof Error ? (error.stack ?? error.message) : messageOf(error)}`);
    const panel = parts.editors.active;
    if (panel === null) void vscode.window.showErrorMessage(messageOf(error));
    else panel.showError(messageOf(error));
  }
}

import type * as vscode from "vscode";
import type { Configuration } from "./configuration.ts";
import type { RowDocuments } from "./changes/rowDocuments.ts";
import type { Problems } from "./diagnostics/problems.ts";
import type { Sessions } from "./datasets/sessions.ts";
import type { Views } from "./datasets/views.ts";
import type { TraceEditors } from "./editor/provider.ts";
import type { Rectifications } from "./editor/rectification.ts";
import type { Models } from "./models/models.ts";
import type { DatasetsTree } from "./tree/datasetsTree.ts";

/** The parts of the extension, as its commands and views see each other. */
export interface Studio {
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  readonly settings: Configuration;
  readonly sessions: Sessions;
  readonly views: Views;
  readonly models: Models;
  readonly editors: TraceEditors;
  readonly datasets: DatasetsTree;
  readonly problems: Problems;
  readonly rows: RowDocuments;
  readonly rectifications: Rectifications;
}

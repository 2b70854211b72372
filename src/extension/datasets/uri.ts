import { stat } from "node:fs/promises";
import { basename } from "node:path";
import type * as vscode from "vscode";

/** Scheme of datasets that are folders of one-row files: VS Code opens a custom editor for files alone. */
export const folderScheme = "stepdpo-folder";

/** Ends the path of such a URI, so that tabs, breadcrumbs and lists of recent files say what it is. */
const suffix = " (folder)";

/** The URI under which a folder is opened as a dataset. */
export function folderUri(folder: vscode.Uri): vscode.Uri {
  const path = folder.path.replace(/(?<=.)\/+$/u, "");
  return folder.with({ scheme: folderScheme, path: `${path}${suffix}`, query: "", fragment: "" });
}

/** Where a dataset lies on disk: its file, or its folder. Other URIs are given back as they are. */
export function onDisk(dataset: vscode.Uri): vscode.Uri {
  if (dataset.scheme !== folderScheme) return dataset;
  const { path } = dataset;
  return dataset.with({
    scheme: "file",
    path: path.endsWith(suffix) ? path.slice(0, -suffix.length) : path,
  });
}

/** A dataset's name for people: its file's, or "name (folder)". */
export function nameOf(dataset: vscode.Uri): string {
  return basename(dataset.path);
}

/** The URI that a file or folder on disk is opened under as a dataset. */
export async function datasetUri(uri: vscode.Uri): Promise<vscode.Uri> {
  if (uri.scheme !== "file") return uri;
  const isFolder = await stat(uri.fsPath).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
  return isFolder ? folderUri(uri) : uri;
}

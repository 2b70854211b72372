import * as vscode from "vscode";
import type { Studio } from "../studio.ts";
import { readHead } from "./head.ts";
import { sniff } from "./sniff.ts";

/** A dataset found in the workspace. */
export interface Found {
  readonly uri: vscode.Uri;
  /** Null where only opening it tells. */
  readonly formatTitle: string | null;
}

const pattern = "**/*.{jsonl,ndjson,json,parquet,jsonl.gz,ndjson.gz,json.gz}";

/** What holds no datasets but often thousands of JSON files; and what belongs to a dataset beside it. */
const excluded =
  "**/{node_modules,.git,.hg,.svn,.venv,venv,__pycache__,dist,build,out,.cache,.vscode,.idea,site-packages,*.labels.jsonl,package.json,package-lock.json,tsconfig.json}/**";
const sidecar = /\.labels\.jsonl$/u;

/** Most files that are looked into. */
const limit = 3000;

/** First bytes that usually hold a whole row, and those that do for rows with long traces. */
const heads = [64 << 10, 1 << 20];

/** Finds the workspace's datasets by the fields of their first rows; `found` hears of each as it is found. */
export async function discover(
  studio: Pick<Studio, "log" | "settings">,
  found: (dataset: Found) => void,
  token: vscode.CancellationToken,
): Promise<void> {
  const files = await vscode.workspace.findFiles(pattern, excluded, limit, token);
  if (files.length === limit)
    studio.log.warn(
      `More than ${limit} JSON files in this workspace: the rest is left out of the Datasets view.`,
    );
  const queue = files
    .filter((uri) => uri.scheme === "file" && !sidecar.test(uri.path))
    .sort((a, b) => a.path.localeCompare(b.path));
  const look = async (): Promise<void> => {
    for (let uri = queue.shift(); uri !== undefined && !token.isCancellationRequested; uri = queue.shift()) {
      const title = await formatOf(studio, uri);
      if (title !== undefined) found({ uri, formatTitle: title });
    }
  };
  await Promise.all([look(), look(), look(), look()]);
}

/** The format's title, null where only opening tells, undefined where it is no dataset. */
async function formatOf(
  studio: Pick<Studio, "log" | "settings">,
  uri: vscode.Uri,
): Promise<string | null | undefined> {
  try {
    for (const length of heads) {
      const head = await readHead(uri.fsPath, length);
      const sniffed = sniff(uri.fsPath, head, studio.settings.mapping(uri));
      if (sniffed.kind === "dataset") return sniffed.formatTitle;
      if (sniffed.kind === "maybe") return null;
      if (head === null || head.length < length / 2) return undefined;
    }
  } catch (error) {
    studio.log.debug(`${uri.fsPath}: ${String(error)}`);
  }
  return undefined;
}

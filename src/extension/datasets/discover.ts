import * as vscode from "vscode";
import type { Studio } from "../studio.ts";
import { readHead } from "./head.ts";
import { foldersOf, type Folder } from "./rowFolders.ts";
import { isLoneRow, sniff } from "./sniff.ts";
import { folderUri } from "./uri.ts";

/** A dataset found in the workspace. */
export interface Found {
  readonly uri: vscode.Uri;
  /** Null where only opening it tells. */
  readonly formatTitle: string | null;
}

type Surroundings = Pick<Studio, "log" | "settings">;

/** JSON files apart: a folder of one-row files may hold tens of thousands, which must not crowd out the others. */
const patterns = [
  { glob: "**/*.{jsonl,ndjson,parquet,jsonl.gz,ndjson.gz,json.gz}", limit: 3000 },
  { glob: "**/*.json", limit: 30_000 },
] as const;

/** What holds no datasets but often thousands of JSON files; and what belongs to a dataset beside it. */
const excluded =
  "**/{node_modules,.git,.hg,.svn,.venv,venv,__pycache__,dist,build,out,.cache,.vscode,.idea,site-packages,*.labels.jsonl,package.json,package-lock.json,tsconfig.json}/**";
const sidecar = /\.labels\.jsonl$/u;

/** Most files that are looked into. */
const most = 3000;

/** First bytes that usually hold a whole row, and those that do for rows with long traces. */
const heads = [64 << 10, 1 << 20];

/** Finds the workspace's datasets by the fields of their first rows; `found` hears of each as it is found. */
export async function discover(
  studio: Surroundings,
  found: (dataset: Found) => void,
  token: vscode.CancellationToken,
): Promise<void> {
  const files = (await Promise.all(patterns.map((pattern) => filesOf(studio, pattern, token)))).flat();
  const inFolders = new Set<vscode.Uri>();
  await inTurns(foldersOf(files), token, async (folder) => {
    const formatTitle = await rowsOf(studio, folder);
    if (formatTitle === null) return;
    for (const file of folder.files) inFolders.add(file);
    const [first] = folder.files;
    if (first !== undefined) found({ uri: folderUri(vscode.Uri.joinPath(first, "..")), formatTitle });
  });
  const alone = files.filter((uri) => !inFolders.has(uri));
  if (alone.length > most) studio.log.warn(`The Datasets view looks into ${most} of ${alone.length} files.`);
  await inTurns(alone.slice(0, most), token, async (uri) => {
    const formatTitle = await formatOf(studio, uri);
    if (formatTitle !== undefined) found({ uri, formatTitle });
  });
}

async function filesOf(
  { log }: Surroundings,
  { glob, limit }: (typeof patterns)[number],
  token: vscode.CancellationToken,
): Promise<vscode.Uri[]> {
  const files = await vscode.workspace.findFiles(glob, excluded, limit, token);
  if (files.length === limit)
    log.warn(
      `More than ${limit} files ${glob} in this workspace: the rest is left out of the Datasets view.`,
    );
  return files
    .filter((uri) => uri.scheme === "file" && !sidecar.test(uri.path))
    .sort((a, b) => a.path.localeCompare(b.path));
}

/** A few at a time, in order. */
async function inTurns<T>(
  all: readonly T[],
  token: vscode.CancellationToken,
  work: (one: T) => Promise<void>,
): Promise<void> {
  const queue = [...all];
  const next = async (): Promise<void> => {
    for (let one = queue.shift(); one !== undefined && !token.isCancellationRequested; one = queue.shift())
      await work(one);
  };
  await Promise.all([next(), next(), next(), next()]);
}

/** The format of a folder whose files are rows of one format; null where they aren't. */
async function rowsOf(studio: Surroundings, { sample }: Folder): Promise<string | null> {
  let title: string | null = null;
  for (const uri of sample) {
    const head = await readHead(uri.fsPath, heads[1] ?? 0).catch(() => null);
    if (head === null || !isLoneRow(head)) return null;
    const sniffed = sniff(uri.fsPath, head, studio.settings.mapping(uri));
    if (sniffed.kind !== "dataset" || (title ?? sniffed.formatTitle) !== sniffed.formatTitle) return null;
    title = sniffed.formatTitle;
  }
  return title;
}

/** The format's title, null where only opening tells, undefined where it is no dataset. */
async function formatOf(studio: Surroundings, uri: vscode.Uri): Promise<string | null | undefined> {
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

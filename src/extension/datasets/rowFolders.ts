import { dirname } from "node:path";
import type * as vscode from "vscode";

/** Files of a folder that are looked into: enough to tell rows from odd files, few enough for folders of thousands. */
const sampled = 4;

/** A folder that may hold a row a file. */
export interface Folder {
  readonly path: string;
  /** Its `.json` files. */
  readonly files: readonly vscode.Uri[];
  /** Some of them, spread over the whole. */
  readonly sample: readonly vscode.Uri[];
}

/** Folders with several `.json` files directly in them. */
export function foldersOf(files: readonly vscode.Uri[]): readonly Folder[] {
  const byFolder = new Map<string, vscode.Uri[]>();
  for (const uri of files) {
    if (!/\.json$/iu.test(uri.path)) continue;
    const path = dirname(uri.path);
    const there = byFolder.get(path);
    if (there === undefined) byFolder.set(path, [uri]);
    else there.push(uri);
  }
  return Array.from(byFolder, ([path, inside]) => ({ path, files: inside, sample: spread(inside) })).filter(
    (folder) => folder.files.length > 1,
  );
}

function spread<T>(all: readonly T[]): T[] {
  const count = Math.min(sampled, all.length);
  const step = (all.length - 1) / Math.max(1, count - 1);
  return Array.from({ length: count }, (_, at) => all[Math.round(at * step)]).filter(
    (one) => one !== undefined,
  );
}

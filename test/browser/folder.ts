import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { expect } from "vitest";
import { root } from "../../scripts/lib/bootstrap.mjs";
import type { ModelRef } from "../../src/models/types.ts";
import type { FreshServer } from "../support/codeServerHome.ts";

/** What a test's workspace folder holds. */
export interface FolderParts {
  /** Files and folders to copy into it. */
  readonly copies?: readonly string[];
  /** Files to write, by name, or by path below the folder. */
  readonly files?: Readonly<Record<string, string>>;
  /** Settings of the workspace; models are machine settings, which a folder may override. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** Makes a workspace folder for one test; gives its path. */
export function folderOf(
  server: FreshServer,
  { copies = [], files = {}, settings = {} }: FolderParts,
): string {
  const folder = server.workspace(...copies);
  // Data beside the project may be kept read-only there.
  for (const copy of copies)
    if (existsSync(join(folder, basename(copy)))) chmodSync(join(folder, basename(copy)), 0o644);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  mkdirSync(join(folder, ".vscode"), { recursive: true });
  writeFileSync(join(folder, ".vscode/settings.json"), JSON.stringify(settings, null, 2));
  return folder;
}

/**
 * Waits until VS Code has kept an unsaved edit of a row (from 1) of a workspace folder for the next window: it does so a
 * moment after the edit, and does not reload before. What it keeps for an editor names the file that our edits are in.
 */
export async function keptForNextWindow(server: FreshServer, folder: string, row: number): Promise<void> {
  const edits = () =>
    readdirSync(backups(server), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => readFileSync(join(parentPath, name), "utf8"))
      .filter((kept) => kept.includes(`${folder}/`))
      .map((kept) => /"backupId":"([^"]+)"/u.exec(kept)?.[1])
      .map((path) => (path === undefined || !existsSync(path) ? "" : readFileSync(path, "utf8")));
  await expect.poll(edits).toContainEqual(expect.stringContaining(`"row":${row - 1},`));
}

/** Forgets what VS Code kept for the next window, as where a window is killed before it has kept anything. */
export function forgetKept(server: FreshServer): void {
  rmSync(backups(server), { recursive: true, force: true });
}

function backups({ home }: FreshServer): string {
  const folder = join(home, "data/User/Backups");
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Settings with one server as the chosen model, and few short samples. */
export function servedBy(baseUrl: string, settings: Readonly<Record<string, unknown>> = {}) {
  const model: ModelRef = {
    name: "lab",
    provider: "openai",
    model: "served-model",
    baseUrl,
    continuation: "completions",
    // The fake server tells no chat template.
    template: "qwen2",
  };
  return {
    "stepDpo.models": [model],
    "stepDpo.model": model.name,
    "stepDpo.rectify.samples": 4,
    "stepDpo.rectify.maxTokens": 64,
    ...settings,
  };
}

/** A file of the data folder beside the project, where it is there. */
export function shared(path: string): { readonly path: string; readonly there: boolean } {
  const whole = join(root, "../shared/data", path);
  return { path: whole, there: existsSync(whole) };
}

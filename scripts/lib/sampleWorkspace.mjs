// @ts-check
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./bootstrap.mjs";
import { cacheDir } from "./cache.mjs";

/** Of the sample workspace alone: edits wait for Ctrl+S, and a click on a dataset opens the trace editor. */
const settings = {
  "files.autoSave": "off",
  "files.exclude": { "**/.vscode": true },
  "workbench.editorAssociations": { "*.jsonl": "stepDpo.traceEditor" },
};

/**
 * The folder with the copy of the sample dataset that people work on; kept from start to start.
 * @param {boolean} reset - make it anew, losing what was done in it
 */
export function sampleWorkspace(reset) {
  const folder = join(cacheDir(), "sample");
  if (reset) rmSync(folder, { recursive: true, force: true });
  if (existsSync(folder)) return folder;
  mkdirSync(join(folder, ".vscode"), { recursive: true });
  cpSync(join(root, "media/sample"), folder, { recursive: true });
  writeFileSync(join(folder, ".vscode/settings.json"), `${JSON.stringify(settings, null, 2)}\n`);
  return folder;
}

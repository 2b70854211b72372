// @ts-check
/** ripgrep as the package carries it: the program of one platform, which src/storage/search/ripgrepPath.ts finds. */
import { chmodSync, cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./bootstrap.mjs";
import { platformPackage } from "./platformPackage.mjs";

/** @typedef {import("./embeddedRuntime.mjs").Target} Target */

/** npm's package of the program for a platform. @param {Target} target */
export const ripgrepPackage = (target) => `@vscode/ripgrep-${target}`;

/** The program in that package. @param {Target} target */
export const ripgrepProgram = (target) => (target.startsWith("win32-") ? "bin/rg.exe" : "bin/rg");

/**
 * Puts the program into dist/node_modules.
 * @param {string} dist - absolute
 * @param {Target} target
 */
export async function stageRipgrep(dist, target) {
  const manifest = readFileSync(join(root, "node_modules/@vscode/ripgrep/package.json"), "utf8");
  const from = await platformPackage(ripgrepPackage(target), JSON.parse(manifest).version);
  const to = join(dist, "node_modules", ripgrepPackage(target));
  for (const file of ["package.json", "LICENSE", ripgrepProgram(target)]) {
    cpSync(join(from, file), join(to, file), { recursive: true });
  }
  chmodSync(join(to, ripgrepProgram(target)), 0o755);
}

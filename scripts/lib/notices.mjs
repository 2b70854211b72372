// @ts-check
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { root } from "./bootstrap.mjs";

/** Its package on npm has the licence of the packaging alone. */
const ripgrep = "ripgrep is by Andrew Gallant, under the Unlicense (https://github.com/BurntSushi/ripgrep).";

/**
 * The names and licences of the packages whose code or files are in the package.
 * @param {import("esbuild").Metafile[]} metafiles - of all bundles
 * @param {string[]} carried - folders of packages that are carried whole
 */
export function notices(metafiles, carried) {
  const folders = new Set(carried);
  for (const input of metafiles.flatMap((metafile) => Object.keys(metafile.inputs))) {
    const folder = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
    if (folder) folders.add(folder);
  }
  const parts = [...folders]
    .filter((folder) => existsSync(resolve(root, folder, "package.json")))
    .map(notice);
  return `Step-DPO Studio contains the following packages. ${ripgrep}\n\n${[...new Set(parts)].sort().join("\n\n")}\n`;
}

/** @param {string} folder */
function notice(folder) {
  const { name, version, license } = JSON.parse(readFileSync(resolve(root, folder, "package.json"), "utf8"));
  const file = readdirSync(resolve(root, folder)).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file ? readFileSync(resolve(root, folder, file), "utf8").trim() : `Licence: ${license}`;
  return `${"-".repeat(80)}\n${name} ${version} (${license})\n\n${text}`;
}

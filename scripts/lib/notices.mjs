// @ts-check
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./bootstrap.mjs";
import { binaryPackages } from "./embeddedRuntime.mjs";

/**
 * The names and licences of the packages whose code or files are in the package.
 * @param {import("esbuild").Metafile[]} metafiles - of all bundles
 * @param {import("./embeddedRuntime.mjs").Target} target
 */
export function notices(metafiles, target) {
  const folders = new Set([`node_modules/${binaryPackages[target]}`]);
  for (const input of metafiles.flatMap((metafile) => Object.keys(metafile.inputs))) {
    const folder = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
    if (folder) folders.add(folder);
  }
  const parts = [...folders].filter((folder) => existsSync(join(root, folder, "package.json"))).map(notice);
  return `Step-DPO Studio contains the following packages.\n\n${[...new Set(parts)].sort().join("\n\n")}\n`;
}

/** @param {string} folder */
function notice(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
  const file = readdirSync(join(root, folder)).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file ? readFileSync(join(root, folder, file), "utf8").trim() : `Licence: ${license}`;
  return `${"-".repeat(80)}\n${name} ${version} (${license})\n\n${text}`;
}

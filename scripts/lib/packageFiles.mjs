// @ts-check
/** What may and what must be in the package: said apart from .vscodeignore, so that a slip there shows. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { binaryPackages } from "./embeddedRuntime.mjs";
import { ripgrepPackage, ripgrepProgram } from "./ripgrep.mjs";
import { Stop } from "./say.mjs";

/** @typedef {import("./embeddedRuntime.mjs").Target} Target */

/** @param {Target} target @returns {RegExp[]} */
const allowed = (target) => {
  const binaries = binaryPackages[target];
  return [
    /^extension\.vsixmanifest$/,
    /^\[Content_Types\]\.xml$/,
    /^extension\/(package\.json|readme\.md|changelog\.md|LICENSE\.txt)$/,
    /^extension\/dist\/(extension\.cjs|cli\.mjs|[\w-]+\.(worker|process)\.mjs|(webview|mapping)\.(js|css)|THIRD-PARTY-NOTICES\.txt)$/,
    /^extension\/dist\/fonts\/[\w-]+\.(woff2|ttf)$/,
    /^extension\/dist\/node_modules\/node-llama-cpp\/(package\.json|LICENSE)$/,
    /^extension\/dist\/node_modules\/node-llama-cpp\/dist\/(index|bindings\/utils\/testBindingBinary)\.js$/,
    /^extension\/dist\/node_modules\/node-llama-cpp\/llama\/(binariesGithubRelease\.json|grammars\/[\w.-]+)$/,
    new RegExp(`^extension/dist/node_modules/${binaries}/(package\\.json|LICENSE|dist/index\\.js)$`),
    new RegExp(`^extension/dist/node_modules/${binaries}/bins/[\\w-]+/[\\w.-]+$`),
    new RegExp(
      `^extension/dist/node_modules/${ripgrepPackage(target)}/(package\\.json|LICENSE|bin/rg(\\.exe)?)$`,
    ),
    /^extension\/media\/([\w-]+\/)*[\w.-]+\.(svg|png|gif|md|json|jsonl|txt)$/,
  ];
};

/** @param {Target} target */
const required = (target) => [
  "extension/package.json",
  "extension/readme.md",
  "extension/LICENSE.txt",
  "extension/dist/extension.cjs",
  "extension/dist/cli.mjs",
  "extension/dist/webview.js",
  "extension/dist/webview.css",
  "extension/dist/mapping.js",
  "extension/dist/mapping.css",
  "extension/dist/node_modules/node-llama-cpp/dist/index.js",
  `extension/dist/node_modules/${ripgrepPackage(target)}/${ripgrepProgram(target)}`,
];

/**
 * Stops where the package holds a file that it shouldn't, or lacks one that it needs: the fixed ones, and each file
 * that the manifest names.
 * @param {string[]} names - in the VSIX
 * @param {Target} target
 * @param {string} stage - the folder that was packed
 */
export function checkNames(names, target, stage) {
  const patterns = allowed(target);
  const unexpected = names.filter((name) => !patterns.some((pattern) => pattern.test(name)));
  const manifest = readFileSync(join(stage, "package.json"), "utf8");
  const named = [...manifest.matchAll(/"(?:\.\/)?((?:media|dist)\/[^"]+)"/g)].map(
    (match) => `extension/${match[1]}`,
  );
  const there = new Set(names);
  const missing = [...required(target), ...named].filter((name) => !there.has(name));
  const faults = [...unexpected.map((name) => `holds ${name}`), ...missing.map((name) => `lacks ${name}`)];
  if (faults.length > 0)
    throw new Stop(
      `The package is not as it should be (scripts/lib/packageFiles.mjs): it\n  ${faults.join("\n  ")}`,
    );
}

// @ts-check
/** What goes into dist/, as esbuild builds. */
import { existsSync, globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fontPlugin, sideProgramPlugin } from "./bundlePlugins.mjs";
import { root } from "./bootstrap.mjs";
import { say } from "./say.mjs";

/** @typedef {import("esbuild").BuildOptions} BuildOptions */

/** The command line runs on Node 20; VS Code 1.101, the oldest we run in, has Node 22. */
const NODE = "node20";

/** A banner: CommonJS packages bundled into an ES module still call require(). */
export const REQUIRE =
  'import { createRequire as createRequire__ } from "node:module"; const require = createRequire__(import.meta.url);';

/** Options for CommonJS, in which bundled ES modules still ask for their own address. */
export const commonJs = {
  format: /** @type {const} */ ("cjs"),
  define: { "import.meta.url": "importMetaUrl__" },
  banner: { js: 'const importMetaUrl__ = require("node:url").pathToFileURL(__filename).href;' },
};

/**
 * The builds: the extension, the command line, a program a worker or child process, the webview.
 * @param {{ minify?: boolean, outdir?: string, cli?: boolean }} [choice] - `outdir` is the dist/ folder, from the root; `cli`: the command line too
 * @returns {BuildOptions[]}
 */
export function builds({ minify = false, outdir = "dist", cli = true } = {}) {
  /** @type {BuildOptions} */
  const common = {
    absWorkingDir: root,
    bundle: true,
    minify,
    keepNames: minify,
    // People read stack traces in the log: the maps are for us and stay out of the package.
    sourcemap: minify ? false : "linked",
    logLevel: "warning",
    metafile: true,
    legalComments: "none",
  };
  /** @type {BuildOptions} */
  const node = {
    ...common,
    platform: "node",
    target: NODE,
    plugins: [sideProgramPlugin],
    external: ["vscode", "node-llama-cpp"],
  };
  return [
    ...nodeBuilds(node, outdir),
    ...(cli ? cliBuilds(node, outdir) : []),
    ...webviewBuilds(common, outdir),
  ];
}

/** @param {BuildOptions} node @param {string} outdir @returns {BuildOptions[]} */
function nodeBuilds(node, outdir) {
  /** @type {BuildOptions[]} */
  const list = sidePrograms().map((path) => ({
    ...node,
    format: "esm",
    banner: { js: REQUIRE },
    entryPoints: [path],
    outfile: `${outdir}/${basename(path, ".ts")}.mjs`,
  }));
  if (isThere("src/extension/main.ts")) {
    list.push({
      ...node,
      ...commonJs,
      entryPoints: ["src/extension/main.ts"],
      outfile: `${outdir}/extension.cjs`,
    });
  }
  return list;
}

/** @param {BuildOptions} node @param {string} outdir @returns {BuildOptions[]} */
function cliBuilds(node, outdir) {
  if (!isThere("src/cli/main.ts")) return [];
  const hasShebang = readFileSync(join(root, "src/cli/main.ts"), "utf8").startsWith("#!");
  const banner = { js: hasShebang ? REQUIRE : `#!/usr/bin/env node\n${REQUIRE}` };
  return [{ ...node, format: "esm", entryPoints: ["src/cli/main.ts"], outfile: `${outdir}/cli.mjs`, banner }];
}

/** Programs of their own: workers (`*.worker.ts`) and child processes (`*.process.ts`). Their names are unique. */
export function sidePrograms() {
  const paths = globSync("src/**/*.{worker,process}.ts", { cwd: root });
  const seen = new Set();
  for (const path of paths) {
    if (seen.has(basename(path)))
      throw new Error(`Two programs are called ${basename(path)}: dist/ has room for one.`);
    seen.add(basename(path));
  }
  return paths.sort();
}

/** @param {BuildOptions} common @param {string} outdir @returns {BuildOptions[]} */
function webviewBuilds(common, outdir) {
  if (!isThere("webview/main.tsx")) return [];
  return [
    {
      ...common,
      platform: "browser",
      target: "es2023",
      format: "iife",
      entryPoints: { webview: "webview/main.tsx", mapping: "webview/mapping/main.tsx" },
      outdir,
      jsx: "automatic",
      jsxImportSource: "preact",
      plugins: [fontPlugin],
      loader: { ".woff2": "file", ".ttf": "file", ".svg": "file" },
      assetNames: "fonts/[name]",
      define: { "process.env.NODE_ENV": common.minify ? '"production"' : '"development"' },
    },
  ];
}

/** @param {string} path */
function isThere(path) {
  const there = existsSync(join(root, path));
  if (!there) say(`  ${path} isn't there yet: left out`);
  return there;
}

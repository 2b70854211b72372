// @ts-check
import { readFile } from "node:fs/promises";

/** @typedef {import("esbuild").Plugin} Plugin */

/** `new URL("./x.worker.ts", import.meta.url)`, which from source is the program's own file. */
const sideProgram = /new URL\(\s*"(?:[^"]*\/)?([\w-]+\.(?:worker|process))\.ts",\s*import\.meta\.url,?\s*\)/g;

/**
 * Lets code name a worker or child process once, as `new URL("./x.worker.ts", import.meta.url)`: run from source, Node
 * strips that file's types; bundled, this plugin makes it `./x.worker.mjs`, the program beside the bundle in dist/.
 * @type {Plugin}
 */
export const sideProgramPlugin = {
  name: "side-programs",
  setup(build) {
    build.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      const contents = source.replace(sideProgram, 'new URL("./$1.mjs", import.meta.url)');
      return { contents, loader: "ts" };
    });
  },
};

/**
 * Keeps the one font format that VS Code's Chromium takes first: KaTeX's stylesheet names each font as woff2, woff and
 * ttf, and all three would be copied. The codicon font exists as ttf alone.
 * @type {Plugin}
 */
export const fontPlugin = {
  name: "fonts",
  setup(build) {
    build.onLoad({ filter: /katex[^/\\]*\.css$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      const contents = source.replace(/,\s*url\([^)]*\.(?:woff|ttf)\)\s*format\(["']?\w+["']?\)/g, "");
      return { contents, loader: "css" };
    });
  },
};

// @ts-check
/**
 * The embedded runtime (node-llama-cpp) as the package carries it. Whole, it is 42 MB of JavaScript and llama.cpp source
 * plus some 60 packages, most of them for building from source; here it is two bundles and the target's CPU libraries.
 */
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import * as esbuild from "esbuild";
import { REQUIRE } from "./bundle.mjs";
import { root } from "./bootstrap.mjs";
import { platformPackage } from "./platformPackage.mjs";

/** The package of prebuilt CPU (on Apple silicon: Metal) libraries for each of VS Code's platform targets. */
export const binaryPackages = {
  "linux-x64": "@node-llama-cpp/linux-x64",
  "linux-arm64": "@node-llama-cpp/linux-arm64",
  "darwin-x64": "@node-llama-cpp/mac-x64",
  "darwin-arm64": "@node-llama-cpp/mac-arm64-metal",
  "win32-x64": "@node-llama-cpp/win-x64",
  "win32-arm64": "@node-llama-cpp/win-arm64",
};

/** @typedef {keyof typeof binaryPackages} Target */

/** The platform that this runs on. */
export const thisTarget = () => /** @type {Target} */ (`${process.platform}-${process.arch}`);

const source = join(root, "node_modules/node-llama-cpp");

/** What node-llama-cpp reads at run time besides its code. */
const dataFiles = ["llama/binariesGithubRelease.json", "llama/grammars", "LICENSE"];

/**
 * Puts the runtime into dist/node_modules, where the child process's `import "node-llama-cpp"` finds it first.
 * @param {string} dist - absolute
 * @param {Target} target
 * @returns {Promise<import("esbuild").Metafile[]>} what went into the bundles
 */
export async function stageRuntime(dist, target) {
  const modules = join(dist, "node_modules");
  const runtime = join(modules, "node-llama-cpp");
  rmSync(modules, { recursive: true, force: true });
  const metafiles = await bundle(runtime);
  for (const file of dataFiles) cpSync(join(source, file), join(runtime, file), { recursive: true });
  const { name, version, license, type } = manifest(source);
  writeFileSync(
    join(runtime, "package.json"),
    JSON.stringify({ name, version, license, type, exports: "./dist/index.js" }, null, 2),
  );
  const binaries = binaryPackages[target];
  const from = await platformPackage(binaries, version ?? "");
  for (const file of ["package.json", "LICENSE", "dist", "bins"]) {
    cpSync(join(from, file), join(modules, binaries, file), { recursive: true });
  }
  return metafiles;
}

/** @param {string} folder @returns {Record<string, string>} */
const manifest = (folder) => JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));

/** The file that the library starts as a process, to try out the libraries on this machine before loading them. */
const trial = "dist/bindings/utils/testBindingBinary.js";
const entries = ["dist/index.js", trial];

/** @param {string} runtime - the package's folder to fill */
async function bundle(runtime) {
  const results = await Promise.all(
    entries.map((entry) =>
      esbuild.build({
        absWorkingDir: root,
        bundle: true,
        minify: true,
        keepNames: true,
        platform: "node",
        target: "node20",
        format: "esm",
        metafile: true,
        logLevel: "warning",
        legalComments: "none",
        // The libraries' packages are chosen at run time; the others are only tried for: in Electron, for fast file copies.
        external: ["@node-llama-cpp/*", "electron", "@reflink/reflink"],
        banner: { js: REQUIRE },
        entryPoints: [join(source, entry)],
        outfile: join(runtime, entry),
        plugins: [asUnbundled(entry)],
      }),
    ),
  );
  return results.map((result) => result.metafile);
}

/**
 * Lets modules that look for files beside themselves do so from where they were, and leaves the trial its own file.
 * @param {string} into - the entry that is bundled
 * @returns {esbuild.Plugin}
 */
const asUnbundled = (into) => ({
  name: "as-unbundled",
  setup(builder) {
    if (into !== trial) {
      builder.onResolve({ filter: /\/testBindingBinary\.js$/ }, () => ({
        path: from(into, trial),
        external: true,
      }));
    }
    builder.onLoad({ filter: /[\\/]node-llama-cpp[\\/]dist[\\/].*\.js$/ }, async ({ path }) => {
      const code = await readFile(path, "utf8");
      const own = `new URL(${JSON.stringify(from(into, relative(source, path)))}, import.meta.url).href`;
      return { contents: code.replaceAll("import.meta.url", own), loader: "js" };
    });
  },
});

/** The way from one file of the package to another, as an import. @param {string} one @param {string} other */
const from = (one, other) => `./${relative(dirname(one), other)}`.replaceAll("\\", "/");

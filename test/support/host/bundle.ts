import { globSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import * as esbuild from "esbuild";
import { root } from "../../../scripts/lib/bootstrap.mjs";
import { commonJs } from "../../../scripts/lib/bundle.mjs";

/** The tests' own extension, for a VS Code that can't be told to run tests. */
const manifest = {
  name: "host-tests",
  publisher: "step-dpo-studio",
  version: "0.0.0",
  engines: { vscode: "^1.101.0" },
  extensionKind: ["workspace"],
  main: "./run.cjs",
  activationEvents: ["onStartupFinished"],
};

/**
 * Bundles test/host/*.test.ts and their runner into an extension folder of their own, as CommonJS; Mocha is taken from
 * the repository's node_modules above it.
 */
export async function bundleHostTests(): Promise<string> {
  mkdirSync(join(root, ".cache"), { recursive: true });
  const folder = mkdtempSync(join(root, ".cache/host-tests-"));
  const tests = globSync("test/host/**/*.test.ts", { cwd: root });
  const entries = ["test/support/host/run.ts", ...tests].map((path) => ({
    in: path,
    out: basename(path, ".ts"),
  }));
  await esbuild.build({
    ...commonJs,
    absWorkingDir: root,
    entryPoints: entries,
    outdir: relative(root, folder),
    outExtension: { ".js": ".cjs" },
    bundle: true,
    platform: "node",
    target: "node20",
    sourcemap: "inline",
    external: ["vscode", "mocha", "node-llama-cpp"],
    logLevel: "warning",
  });
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
  return folder;
}

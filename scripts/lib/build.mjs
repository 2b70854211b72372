// @ts-check
import { chmodSync, existsSync, readdirSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import * as esbuild from "esbuild";
import { builds } from "./bundle.mjs";
import { root } from "./bootstrap.mjs";
import { say, Stop } from "./say.mjs";

/**
 * Fills dist/: what built is replaced, what no longer belongs there is deleted.
 * @param {{ minify?: boolean, watch?: boolean, outdir?: string, cli?: boolean }} [choice] - `watch` keeps building until the process ends
 * @returns {Promise<import("esbuild").Metafile[]>} what went into each bundle; empty when watching
 */
export async function build({ minify = false, watch = false, outdir = "dist", cli = true } = {}) {
  const start = performance.now();
  const options = builds({ minify, outdir, cli });
  if (watch) {
    await Promise.all(
      options.map(async (one) => (await esbuild.context({ ...one, logLevel: "info" })).watch()),
    );
    return [];
  }
  const results = await Promise.allSettled(options.map((one) => esbuild.build(one)));
  const metafiles = results.flatMap((result) =>
    result.status === "fulfilled" ? (result.value.metafile ?? []) : [],
  );
  const failed = results.length - metafiles.length;
  if (failed > 0)
    throw new Stop(`${failed} of ${results.length} bundles failed to build; the errors are above.`);
  removeOthers(outdir, metafiles);
  const program = join(root, outdir, "cli.mjs");
  if (existsSync(program)) chmodSync(program, 0o755);
  say(`  ${outdir}/ built in ${(performance.now() - start).toFixed(0)} ms`);
  return metafiles;
}

/** @param {string} outdir @param {import("esbuild").Metafile[]} metafiles */
function removeOthers(outdir, metafiles) {
  const made = new Set(metafiles.flatMap((metafile) => Object.keys(metafile.outputs)));
  const folder = join(root, outdir);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = relative(root, path).replaceAll("\\", "/");
    if (entry.isFile() && !made.has(name)) rmSync(path);
  }
}

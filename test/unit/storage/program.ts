import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** Bundles a test program of this folder, for a process of its own. Returns its path. */
export async function bundled(name: string, folder: string): Promise<string> {
  const program = join(folder, `${name}.mjs`);
  await build({
    entryPoints: [fileURLToPath(new URL(`./${name}.ts`, import.meta.url))],
    outfile: program,
    bundle: true,
    platform: "node",
    format: "esm",
    external: ["hyparquet", "hyparquet-compressors"],
    logLevel: "error",
  });
  return program;
}

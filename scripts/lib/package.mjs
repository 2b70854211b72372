// @ts-check
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join, relative } from "node:path";
import { build } from "./build.mjs";
import { root, runToEnd } from "./bootstrap.mjs";
import { binaryPackages, stageRuntime } from "./embeddedRuntime.mjs";
import { notices } from "./notices.mjs";
import { checkNames } from "./packageFiles.mjs";
import { ripgrepPackage, stageRipgrep } from "./ripgrep.mjs";
import { step, Stop } from "./say.mjs";
import { zipNames } from "./zipNames.mjs";

/** Places beside dist/ that go into the package, where they exist. */
const beside = [".vscodeignore", "README.md", "CHANGELOG.md", "LICENSE", "media"];

/** Parts of package.json that are for working on the extension, not for running it. */
const developing = [
  "private",
  "scripts",
  "devDependencies",
  "overrides",
  "allowScripts",
  "prettier",
  "bin",
  "type",
];

/**
 * Builds the VSIX of a platform and checks what is in it.
 * @param {{ target: import("./embeddedRuntime.mjs").Target, out?: string }} choice - `out`: the file, in the root if none
 * @returns {Promise<{ path: string, bytes: number, names: string[] }>} the file, its size, the files in it
 */
export async function packageVsix({ target, out }) {
  const { name, version } = readManifest();
  const path = out ?? join(root, `${name}-${target}-${version}.vsix`);
  mkdirSync(join(root, ".cache"), { recursive: true });
  const stage = mkdtempSync(join(root, ".cache/package-"));
  try {
    await step(`Packaging for ${target}`, async () => {
      await stagePackage(stage, target);
      await pack(stage, target, path);
    });
    const names = zipNames(path);
    checkNames(names, target, stage);
    return { path, bytes: statSync(path).size, names };
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

const readManifest = () => JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

/**
 * Lays out the extension as the package has it.
 * @param {string} stage - absolute, inside the root; empty
 * @param {import("./embeddedRuntime.mjs").Target} target
 */
async function stagePackage(stage, target) {
  const bundles = await build({ minify: true, outdir: relative(root, join(stage, "dist")) });
  const dist = join(stage, "dist");
  const runtime = await stageRuntime(dist, target);
  await stageRipgrep(dist, target);
  const carried = [binaryPackages[target], ripgrepPackage(target)].map((name) =>
    join(dist, "node_modules", name),
  );
  writeFileSync(join(dist, "THIRD-PARTY-NOTICES.txt"), notices([...bundles, ...runtime], carried));
  for (const place of beside.filter((one) => existsSync(join(root, one)))) {
    cpSync(join(root, place), join(stage, place), { recursive: true });
  }
  const manifest = readManifest();
  for (const part of developing) delete manifest[part];
  writeFileSync(join(stage, "package.json"), JSON.stringify(manifest, null, 2));
}

/** @param {string} stage @param {string} target @param {string} out */
async function pack(stage, target, out) {
  const vsce = join(root, "node_modules/@vscode/vsce/vsce");
  const args = ["package", "--no-dependencies", "--target", target, "--out", out];
  // The project names no repository yet, so links in the README can't be made whole.
  const lenient = ["--allow-missing-repository", "--no-rewrite-relative-links"];
  const code = await runToEnd(process.execPath, [vsce, ...args, ...lenient], {
    cwd: stage,
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (code !== 0) throw new Stop(`vsce couldn't pack the extension (exit ${code}); its own words are above.`);
}

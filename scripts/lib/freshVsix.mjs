// @ts-check
import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { root } from "./bootstrap.mjs";
import { thisTarget } from "./embeddedRuntime.mjs";
import { packageVsix } from "./package.mjs";
import { say } from "./say.mjs";

/** Everything that the package is made from. */
const sources = [
  "src/**",
  "webview/**",
  "media/**",
  "scripts/**",
  "{package.json,package-lock.json,.vscodeignore,README.md,CHANGELOG.md,LICENSE}",
];

/**
 * The VSIX of the source tree for this platform; made again only where a source file's content has changed.
 * @returns {Promise<{ path: string, id: string }>} the file, and a name that changes with its content
 */
export async function freshVsix() {
  const id = fingerprint();
  const folder = join(root, ".cache/start");
  const path = join(folder, `${id}.vsix`);
  if (existsSync(path)) {
    say("• The extension is built already");
    return { path, id };
  }
  mkdirSync(folder, { recursive: true });
  for (const old of readdirSync(folder)) rmSync(join(folder, old), { force: true });
  await packageVsix({ target: thisTarget(), out: path });
  return { path, id };
}

function fingerprint() {
  const hash = createHash("sha256");
  for (const path of globSync(sources, { cwd: root }).sort()) {
    const file = join(root, path);
    if (statSync(file).isFile()) hash.update(path).update("\0").update(readFileSync(file)).update("\0");
  }
  return hash.digest("hex").slice(0, 16);
}

// @ts-check
/** Packages that hold programs and libraries of one platform each. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root, runToEnd } from "./bootstrap.mjs";
import { cached } from "./cache.mjs";
import { Stop } from "./say.mjs";

/**
 * The folder of a package: installed here where it is for this platform, else fetched from the registry.
 * package-lock.json may not know the packages of other platforms: npm then checks them by the registry's checksum alone.
 * @param {string} name
 * @param {string} version
 */
export async function platformPackage(name, version) {
  const installed = join(root, "node_modules", name);
  if (existsSync(installed)) return installed;
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  const integrity = lock.packages[`node_modules/${name}`]?.integrity;
  const folder = await cached(`${name.replace("/", "-")}-${version}`, (part) =>
    fetchPackage(part, `${name}@${version}`, integrity),
  );
  return join(folder, "package");
}

/**
 * @param {string} part - the folder to unpack it in
 * @param {string} spec - name@version
 * @param {string | undefined} integrity - its checksum, where known
 */
async function fetchPackage(part, spec, integrity) {
  /** @type {import("node:child_process").SpawnOptions} */
  const quiet = { cwd: part, stdio: ["ignore", "ignore", "inherit"], shell: process.platform === "win32" };
  const code = await runToEnd("npm", ["pack", spec, "--loglevel=error"], quiet);
  if (code !== 0)
    throw new Stop(
      `The npm registry didn't give ${spec}, the package for that platform; npm's own words are above.`,
    );
  const archive = readdirSync(part).find((file) => file.endsWith(".tgz"));
  if (!archive) throw new Stop(`npm pack ${spec} left no archive.`);
  const digest = `sha512-${createHash("sha512")
    .update(readFileSync(join(part, archive)))
    .digest("base64")}`;
  if (integrity && digest !== integrity)
    throw new Stop(`${spec} differs from the checksum in package-lock.json: not used.`);
  const untar = await runToEnd("tar", ["-xzf", archive], quiet);
  if (untar !== 0) throw new Stop(`${archive} couldn't be unpacked: tar is needed (exit ${untar}).`);
  rmSync(join(part, archive));
}

// @ts-check
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { say, Stop } from "./say.mjs";

/**
 * One thing that the system has to have.
 * @typedef {object} Need
 * @property {string} debian - the Debian package that brings it
 * @property {string} what - what it is, for people on other systems
 * @property {() => boolean} present
 */

/**
 * Makes sure that the system has each of the needs: installs the Debian packages where this user may, else stops
 * with the exact command.
 * @param {Need[]} needs
 * @param {string} why - what they are for
 */
export function needSystem(needs, why) {
  const missing = needs.filter((need) => !need.present());
  if (missing.length === 0) return;
  const packages = missing.map((need) => need.debian);
  const things = missing.map((need) => need.what).join(", ");
  const apt = findProgram("apt-get");
  if (!apt)
    throw new Stop(
      `${why} needs: ${things}. Install them with your system's package manager and start again.`,
    );
  const command = `apt-get install -y --no-install-recommends ${packages.join(" ")}`;
  if (process.getuid?.() !== 0)
    throw new Stop(`${why} needs: ${things}. Install them with\n    sudo ${command}\nand start again.`);
  say(`• Installing Debian packages for ${why}: ${packages.join(", ")} …`);
  aptInstall(apt, command.split(" ").slice(1));
  const still = missing.filter((need) => !need.present());
  if (still.length > 0)
    throw new Stop(`${why} still lacks: ${still.map((need) => need.what).join(", ")} (after ${command}).`);
}

/** @param {string} apt @param {string[]} args */
function aptInstall(apt, args) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  spawnSync(apt, ["update", "-q"], { env, stdio: ["ignore", "ignore", "inherit"] });
  try {
    execFileSync(apt, args, { env, stdio: ["ignore", "ignore", "inherit"] });
  } catch {
    throw new Stop(`apt-get ${args.join(" ")} failed; its own words are above.`);
  }
}

/**
 * The path of a program on PATH, or undefined.
 * @param {...string} names - tried in order
 */
export function findProgram(...names) {
  const folders = (process.env["PATH"] ?? "")
    .split(delimiter)
    .filter((folder) => !folder.includes("node_modules"));
  const endings = process.platform === "win32" ? [".exe", ".cmd"] : [""];
  for (const name of names) {
    for (const folder of folders) {
      for (const ending of endings) {
        const path = join(folder, name + ending);
        if (existsSync(path)) return path;
      }
    }
  }
  return undefined;
}

// @ts-check
/**
 * What any Node from version 20 can do with nothing installed: install the npm packages, then carry on under the
 * Node 24 among them. Imports nothing but Node and its neighbours, since nothing else may be there yet.
 */
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { constants } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { needDisk } from "./disk.mjs";
import { say, step, Stop } from "./say.mjs";

/** The repository's root folder. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

/** Megabytes that node_modules takes, with room for npm's own cache. */
const MODULES_MB = 1200;

/** The Node 24 that the npm package `node` brings; scripts, code-server and tests run under it. */
export const node24 = join(root, "node_modules/node/bin", process.platform === "win32" ? "node.exe" : "node");

/** This process's environment with Node 24 and the installed tools first on PATH. */
export function toolEnv() {
  const path = [dirname(node24), join(root, "node_modules/.bin"), process.env["PATH"] ?? ""].join(delimiter);
  return { ...process.env, PATH: path };
}

/**
 * Installs node_modules where it is missing or differs from package-lock.json, then makes sure that the caller runs
 * under Node 24: where it doesn't, the script is run again under it and this process ends with its exit code.
 */
export async function bootstrap() {
  requireNode20();
  if (!modulesMatchLock()) await step("Installing npm packages (npm ci)", installModules);
  if (!existsSync(node24)) {
    throw new Stop(
      `The npm package "node" has no program at ${node24}. Its install script was not run: ` +
        'check that "ignore-scripts" is off (npm config get ignore-scripts), delete node_modules and start again.',
    );
  }
  if (Number.parseInt(process.versions.node, 10) >= 24) return;
  const code = await runToEnd(node24, process.argv.slice(1));
  process.exit(code);
}

function requireNode20() {
  const major = Number.parseInt(process.versions.node, 10);
  if (major < 20) throw new Stop(`Node 20 or later is needed; this is Node ${process.versions.node}.`);
}

/**
 * Whether every package of package-lock.json is there in the version it names. npm keeps what it installed in
 * node_modules/.package-lock.json; optional packages of other platforms are rightly absent from it.
 */
function modulesMatchLock() {
  const wanted = readLock(join(root, "package-lock.json"));
  const installed = readLock(join(root, "node_modules/.package-lock.json"));
  if (!wanted)
    throw new Stop(
      "package-lock.json is missing or broken: get it back with `git checkout package-lock.json`.",
    );
  if (!installed) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === "") return true;
    const there = installed[path];
    return there ? there.version === entry.version : entry.optional === true;
  });
}

/** @param {string} path @returns {Record<string, { version?: string, optional?: boolean }> | undefined} */
function readLock(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8")).packages;
  } catch {
    return undefined;
  }
}

async function installModules() {
  needDisk(root, MODULES_MB, "npm packages");
  const code = await runToEnd("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    shell: process.platform === "win32",
  });
  if (code !== 0) {
    throw new Stop(
      `npm ci failed (exit ${code}); its own words are above. It needs npm on PATH and a reachable npm registry ` +
        "(npm ping shows whether it is).",
    );
  }
}

/**
 * Runs a program to its end with this process's standard streams; Ctrl+C reaches it through the terminal, and this
 * process waits for it.
 * @param {string} file
 * @param {string[]} args
 * @param {import("node:child_process").SpawnOptions} [options]
 * @returns {Promise<number>} its exit code; 127 when it couldn't be started, 128 + n when signal n ended it
 */
export function runToEnd(file, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(file, args, { cwd: root, stdio: "inherit", ...options });
    const wait = () => {};
    const pass = () => child.kill("SIGTERM");
    process.on("SIGINT", wait).on("SIGTERM", pass);
    const end = (/** @type {number} */ code) => {
      process.off("SIGINT", wait).off("SIGTERM", pass);
      resolve(code);
    };
    child.on("error", (error) => (say(`${file}: ${error.message}`), end(127)));
    child.on("exit", (code, signal) => end(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
}

// @ts-check
/** A real VS Code for the browser: code-server from npm, kept in the per-user cache. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { node24, runToEnd, toolEnv } from "./bootstrap.mjs";
import { cacheDir, cached } from "./cache.mjs";
import { findProgram, needSystem } from "./debian.mjs";
import { needDisk } from "./disk.mjs";
import { step, Stop } from "./say.mjs";

/** The version tried with the tests: VS Code 1.139. Its native parts are built for Node 24. */
const VERSION = "4.139.1";

/** Megabytes it takes while it is built. */
const DISK_MB = 1500;

/** Its native parts are compiled on this machine: kerberos needs the GSSAPI headers, all need a C++ compiler. */
const needs = [
  { debian: "g++", what: "a C++ compiler", present: () => findProgram("g++", "c++") !== undefined },
  { debian: "make", what: "make", present: () => findProgram("make") !== undefined },
  { debian: "python3", what: "Python 3", present: () => findProgram("python3") !== undefined },
  {
    debian: "pkg-config",
    what: "pkg-config",
    present: () => findProgram("pkg-config", "pkgconf") !== undefined,
  },
  {
    debian: "libkrb5-dev",
    what: "the Kerberos (GSSAPI) headers",
    present: () => ["/usr/include/gssapi/gssapi.h", "/usr/include/gssapi.h"].some((path) => existsSync(path)),
  },
];

/**
 * Installs code-server if it isn't there.
 * @returns {Promise<string>} its entry script, to be run by Node 24
 */
export async function ensureCodeServer() {
  if (process.platform === "win32") {
    throw new Stop(
      "VS Code in the browser (code-server) doesn't run on Windows: install VS Code and put `code` on PATH.",
    );
  }
  const folder = await cached(`code-server-${VERSION}`, async (part) => {
    if (process.platform === "linux") needSystem(needs, "Building code-server");
    needDisk(cacheDir(), DISK_MB, "code-server");
    await step(`Installing code-server ${VERSION} (once, 2-3 minutes)`, () => install(part));
  });
  return join(folder, "node_modules/code-server/out/node/entry.js");
}

/** @param {string} part */
async function install(part) {
  writeFileSync(
    join(part, "package.json"),
    JSON.stringify({ private: true, dependencies: { "code-server": VERSION } }),
  );
  // code-server installs VS Code's own packages from its install script; each of them compiles or unpacks something.
  // It reads the version of Node in npm's user agent, which an `npm start` around this one sets to its own Node's.
  /** @type {NodeJS.ProcessEnv} */
  const env = { ...toolEnv(), npm_config_dangerously_allow_all_scripts: "true" };
  delete env["npm_config_user_agent"];
  const code = await runToEnd(
    "npm",
    ["install", "--omit=dev", "--no-audit", "--no-fund", "--loglevel=error"],
    {
      cwd: part,
      env,
      stdio: ["ignore", "ignore", "inherit"],
    },
  );
  if (code !== 0)
    throw new Stop(`Installing code-server failed (npm exit ${code}); npm's own words are above.`);
  if (!existsSync(join(part, "node_modules/code-server/lib/vscode/node_modules"))) {
    throw new Stop(
      "code-server was installed without its parts: npm skipped its install script. Allow it (npm config get ignore-scripts) and start again.",
    );
  }
}

/**
 * How a code-server is run.
 * @typedef {object} ServerOptions
 * @property {string} home - a folder with its settings (see writeSettings) and its extensions
 * @property {number} [port] - 0, the default, takes a free one
 * @property {string} [password] - none: whoever reaches the port is let in
 * @property {boolean} [trust] - whether every folder is trusted without a question; yes if left out
 * @property {Record<string, string>} [env] - for the extension host too
 */

/**
 * A running code-server.
 * @typedef {object} Server
 * @property {string} url
 * @property {() => string} log - all that it has printed
 * @property {Promise<void>} ended - resolves when it has ended, however
 * @property {() => Promise<void>} stop
 */

/**
 * Settings that leave the workbench to the extension: no welcome, no chat, no advice, and files saved when a person says so.
 * VS Code in the browser saves by itself otherwise.
 */
export const quietSettings = {
  "files.autoSave": "off",
  "workbench.startupEditor": "none",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.tips.enabled": false,
  "workbench.welcomePage.walkthroughs.openOnInstall": false,
  "workbench.enableExperiments": false,
  "chat.disableAIFeatures": true,
  "chat.commandCenter.enabled": false,
  "extensions.ignoreRecommendations": true,
  "extensions.autoUpdate": false,
  "extensions.autoCheckUpdates": false,
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "git.openRepositoryInParentFolders": "never",
  "window.autoDetectColorScheme": false,
};

/** @param {string} home */
const folders = (home) => [
  "--user-data-dir",
  join(home, "data"),
  "--extensions-dir",
  join(home, "extensions"),
  "--config",
  join(home, "config.yaml"),
];

/** Makes a home with user settings. @param {string} home @param {Record<string, unknown>} [settings] - over the quiet ones */
export function writeSettings(home, settings = {}) {
  mkdirSync(join(home, "data/User"), { recursive: true });
  mkdirSync(join(home, "extensions"), { recursive: true });
  writeFileSync(join(home, "config.yaml"), "");
  writeFileSync(
    join(home, "data/User/settings.json"),
    JSON.stringify({ ...quietSettings, ...settings }, null, 2),
  );
}

/** Installs a VSIX into a home. @param {string} home @param {string} vsix */
export async function installVsix(home, vsix) {
  const { ended, output } = runServer(
    await ensureCodeServer(),
    [...folders(home), "--install-extension", vsix, "--force"],
    {},
  );
  const code = await ended;
  if (code !== 0) throw new Stop(`code-server refused ${vsix} (exit ${code}):\n${output()}`);
}

/**
 * Starts code-server and waits until it listens.
 * @param {ServerOptions} options
 * @returns {Promise<Server>}
 */
export async function startCodeServer(options) {
  const entry = await ensureCodeServer();
  const args = [
    ...folders(options.home),
    ...["--auth", options.password ? "password" : "none", "--bind-addr", `127.0.0.1:${options.port ?? 0}`],
    ...[
      "--disable-telemetry",
      "--disable-update-check",
      "--disable-getting-started-override",
      "--ignore-last-opened",
    ],
    ...(options.trust === false ? [] : ["--disable-workspace-trust"]),
  ];
  const env = options.password ? { ...options.env, PASSWORD: options.password } : (options.env ?? {});
  const server = runServer(entry, args, env);
  const url = await server.listening;
  return { url, log: server.output, ended: server.ended.then(() => {}), stop: server.stop };
}

/**
 * @param {string} entry
 * @param {string[]} args
 * @param {Record<string, string>} env
 */
function runServer(entry, args, env) {
  // A group of its own: code-server, its extension hosts and what they started end together.
  const child = spawn(node24, [entry, ...args], {
    env: { ...toolEnv(), ...env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let text = "";
  /** @type {Promise<number>} */
  const ended = new Promise((resolve) =>
    child.on("exit", (code) => resolve(code ?? 1)).on("error", () => resolve(127)),
  );
  /** @type {Promise<string>} */
  const listening = new Promise((resolve, reject) => {
    const hear = (/** @type {Buffer} */ chunk) => {
      text += chunk.toString();
      const found = /HTTPS? server listening on (\S+)/.exec(text);
      if (found?.[1]) resolve(found[1].replace(/\/$/, ""));
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    void ended.then((code) =>
      reject(new Stop(`code-server ended (exit ${code}) before it listened:\n${text}`)),
    );
  });
  listening.catch(() => {});
  return { ended, listening, output: () => text, stop: () => stopGroup(child.pid, ended) };
}

/**
 * @param {number | undefined} pid
 * @param {Promise<number>} ended
 */
async function stopGroup(pid, ended) {
  if (pid === undefined) return;
  signalGroup(pid, "SIGTERM");
  const timer = setTimeout(() => signalGroup(pid, "SIGKILL"), 5000);
  await ended;
  clearTimeout(timer);
  signalGroup(pid, "SIGKILL");
}

/** @param {number} pid @param {NodeJS.Signals} signal */
function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended already.
  }
}

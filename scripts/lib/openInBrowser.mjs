// @ts-check
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runToEnd } from "./bootstrap.mjs";
import { cacheDir } from "./cache.mjs";
import { ensureCodeServer, installVsix, startCodeServer, writeSettings } from "./codeServer.mjs";
import { findProgram } from "./debian.mjs";
import { choosePort } from "./ports.mjs";
import { say, step } from "./say.mjs";

/** The address's port where none is asked for and this one is free. */
const PORT = 8180;

/**
 * Shows a folder in a VS Code of its own in the browser, until Ctrl+C.
 * @param {{ vsix: { path: string, id: string }, folder: string, port: string | undefined, open: boolean }} choice
 */
export async function openInBrowser({ vsix, folder, port, open }) {
  const home = join(cacheDir(), "vscode");
  mkdirSync(home, { recursive: true });
  const note = join(home, "running.json");
  const running = runningAddress(note);
  if (running) return say(`It is running already, started elsewhere. ${running}`);
  const chosen = await choosePort(port, PORT);
  await ensureCodeServer();
  // A person's own settings, once made, stay.
  if (!existsSync(join(home, "data/User/settings.json"))) writeSettings(home);
  await install(home, vsix);
  const password = keptPassword(home);
  const server = await step("Starting VS Code", () => startCodeServer({ home, port: chosen, password }));
  const url = `${server.url}/?folder=${encodeURIComponent(folder).replaceAll("%2F", "/")}`;
  const text = `The sample dataset is at\n\n    ${url}\n\nPassword: ${password}`;
  writeFileSync(note, JSON.stringify({ pid: process.pid, text }), { mode: 0o600 });
  say(`\n${text}\n\nThe Step-DPO icon in the bar on its left lists the traces. Ctrl+C ends it.`);
  if (open) openAddress(url);
  await untilEnded(server);
  rmSync(note, { force: true });
}

/** @param {string} note @returns {string | undefined} */
function runningAddress(note) {
  try {
    const { pid, text } = JSON.parse(readFileSync(note, "utf8"));
    process.kill(pid, 0);
    return text;
  } catch {
    return undefined;
  }
}

/** @param {string} home @param {{ path: string, id: string }} vsix */
async function install(home, vsix) {
  const stamp = join(home, "installed");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === vsix.id) return;
  await step("Installing the extension", () => installVsix(home, vsix.path));
  writeFileSync(stamp, vsix.id);
}

/** The password that was generated at the first start; later ones keep it, so that a browser stays logged in. @param {string} home */
function keptPassword(home) {
  const path = join(home, "password");
  if (!existsSync(path)) writeFileSync(path, randomBytes(12).toString("base64url"), { mode: 0o600 });
  return readFileSync(path, "utf8");
}

/** Opens an address in the person's browser where there is one. @param {string} url */
function openAddress(url) {
  const hasScreen = process.platform !== "linux" || process.env["DISPLAY"] || process.env["WAYLAND_DISPLAY"];
  const opener = findProgram(process.platform === "darwin" ? "open" : "xdg-open");
  if (hasScreen && opener) void runToEnd(opener, [url], { stdio: "ignore" });
}

/** Until Ctrl+C, a polite kill, or VS Code's own end. @param {import("./codeServer.mjs").Server} server */
async function untilEnded(server) {
  const asked = new Promise((resolve) =>
    process.once("SIGINT", resolve).once("SIGTERM", resolve).once("SIGHUP", resolve),
  );
  const own = await Promise.race([asked.then(() => false), server.ended.then(() => true)]);
  if (own)
    say(`VS Code ended by itself. What it said last:\n${server.log().split("\n").slice(-15).join("\n")}`);
  say("\nEnding VS Code …");
  await server.stop();
}

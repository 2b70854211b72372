// @ts-check
/** The checks of the source text: one program each, run side by side. */
import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { root, toolEnv } from "./bootstrap.mjs";

/** Name and command line of each check. */
export const checks = {
  types: ["tsc", "-b", "--pretty"],
  lint: [
    "eslint",
    "--color",
    "--cache",
    "--cache-location",
    ".cache/eslint/",
    "--cache-strategy",
    "content",
    ".",
  ],
  format: [
    "prettier",
    "--check",
    "--log-level",
    "warn",
    "--cache",
    "--cache-location",
    ".cache/prettier",
    ".",
  ],
  "dead code": ["knip", "--no-progress", "--cache", "--cache-location", ".cache/knip"],
};

/**
 * Runs every check, two at a time, and prints each with its time as it ends; what a failed one said comes below it.
 * @returns {Promise<{ name: string, passed: boolean }[]>}
 */
export async function runChecks() {
  mkdirSync(join(root, ".cache"), { recursive: true });
  const waiting = Object.entries(checks);
  /** @type {{ name: string, passed: boolean }[]} */
  const results = [];
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [name, command] = next;
      results.push({ name, passed: await runCheck(name, command) });
    }
  };
  await Promise.all([worker(), worker()]);
  return results;
}

/** @param {string} name @param {string[]} command @returns {Promise<boolean>} */
function runCheck(name, [program = "", ...args]) {
  const start = Date.now();
  return new Promise((resolve) => {
    let said = "";
    const child = spawn(program, args, { cwd: root, env: toolEnv(), shell: process.platform === "win32" });
    const hear = (/** @type {Buffer} */ chunk) => (said += chunk.toString());
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    const end = (/** @type {boolean} */ passed) => {
      const seconds = ((Date.now() - start) / 1000).toFixed(1);
      process.stdout.write(`${passed ? "✓" : "✗"} ${name.padEnd(10)} ${seconds} s\n${passed ? "" : said}`);
      resolve(passed);
    };
    child.on("error", (error) => ((said += error.message), end(false)));
    child.on("close", (code) => end(code === 0));
  });
}

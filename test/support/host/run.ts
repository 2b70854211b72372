/**
 * Runs the host suite inside VS Code's extension host. Two ways lead here: as an extension of its own (code-server, where
 * tests can't be named on the command line) and as `extensionTestsPath` of @vscode/test-electron.
 */
import { globSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import Mocha from "mocha";
import type { TestReport, TestResult } from "./report.ts";

/** Where this file and the tests have been bundled to. */
const folder = fileURLToPath(new URL(".", import.meta.url));

/** Called by VS Code once it is up, where this is an extension: the tests then run beside the real extension. */
export function activate(): void {
  if (process.env["STEPDPO_HOST_START"] === "activation") void reported();
}

/** Runs every *.test.cjs beside this file and writes the report; rejects where a test failed. */
export async function run(): Promise<void> {
  const { tests, crash } = await reported();
  const failed = tests.filter((test) => test.state === "failed").length;
  if (crash !== undefined) throw new Error(crash);
  if (failed > 0) throw new Error(`${failed} of ${tests.length} host tests failed`);
}

/** A test file that can't even be loaded is a crash, to be told like any result. */
async function reported(): Promise<TestReport> {
  const report = await results().then(
    (tests): TestReport => ({ tests }),
    (error: unknown): TestReport => ({
      tests: [],
      crash: error instanceof Error ? (error.stack ?? error.message) : String(error),
    }),
  );
  write(report);
  return report;
}

async function results(): Promise<TestResult[]> {
  const mocha = new Mocha({ ui: "bdd", timeout: 180_000, reporter: "dot" });
  for (const file of globSync("*.test.cjs", { cwd: folder }).sort()) mocha.addFile(join(folder, file));
  const tests: TestResult[] = [];
  return await new Promise((resolve) => {
    mocha
      .run(() => resolve(tests))
      .on("pass", (test) => tests.push({ title: test.fullTitle(), state: "passed", ms: test.duration ?? 0 }))
      .on("pending", (test) => tests.push({ title: test.fullTitle(), state: "skipped", ms: 0 }))
      .on("fail", (test, error: Error) =>
        tests.push({
          title: test.fullTitle(),
          state: "failed",
          ms: test.duration ?? 0,
          error: error.stack ?? error.message,
        }),
      );
  });
}

/** Whole or not at all: whoever waits for the file must not read half of it. */
function write(report: TestReport): void {
  const path = process.env["STEPDPO_HOST_REPORT"];
  if (path === undefined) return;
  writeFileSync(`${path}.part`, JSON.stringify(report));
  renameSync(`${path}.part`, path);
}

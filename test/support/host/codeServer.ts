/** `npm run test:host`: the host suite in a real VS Code's extension host, beside the extension from its VSIX. */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { startFresh } from "../codeServerHome.ts";
import { sampleFolder } from "../sample.ts";
import { packagedVsix } from "../packagedVsix.ts";
import { startBrowser, Workbench } from "../workbench.ts";
import { bundleHostTests } from "./bundle.ts";
import type { TestReport } from "./report.ts";

/** Milliseconds for the whole suite. */
const LIMIT = 15 * 60_000;

/** Opens a window, which starts the extension host and so the suite, and waits for the suite's report. */
export async function runHostSuite(): Promise<TestReport> {
  const tests = await bundleHostTests();
  const report = join(tests, "report.json");
  const server = await startFresh({
    vsix: [await packagedVsix()],
    folders: [tests],
    env: { STEPDPO_HOST_REPORT: report, STEPDPO_HOST_START: "activation" },
  });
  const browser = await startBrowser();
  try {
    const workbench = await Workbench.open(browser, server, server.workspace(...sampleFolder()));
    const end = Date.now() + LIMIT;
    while (!existsSync(report) && Date.now() < end) await setTimeout(200);
    if (existsSync(report)) return JSON.parse(readFileSync(report, "utf8")) as TestReport;
    const picture = await workbench.screenshot("host-suite-hangs");
    return { tests: [], crash: `No report in ${LIMIT / 60_000} minutes; see ${picture}\n${server.log()}` };
  } finally {
    await browser.close();
    await server.stop();
    rmSync(tests, { recursive: true, force: true });
  }
}

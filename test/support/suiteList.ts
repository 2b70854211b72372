import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { node24, root, runToEnd, toolEnv } from "../../scripts/lib/bootstrap.mjs";
import { runChecks } from "../../scripts/lib/checks.mjs";
import { step, Stop } from "../../scripts/lib/say.mjs";
import { ensureEmbeddedModel } from "../../scripts/model.mjs";
import { failure, hostCounts, vitestCounts, type Counts, type VitestReport } from "./counts.ts";
import { runHostSuite } from "./host/codeServer.ts";
import { runDesktopSuite } from "./host/desktop.ts";
import { printReport } from "./host/print.ts";
import type { TestReport } from "./host/report.ts";
import { packagedVsix } from "./packagedVsix.ts";

/** The suites in the order in which they run: the quick ones tell first. */
export const suites: Record<string, () => Promise<Counts>> = {
  check: async () => {
    const results = await runChecks();
    const failed = results.filter((result) => !result.passed);
    return {
      passed: results.length - failed.length,
      skipped: 0,
      failures: failed.map(({ name }) => failure(name, "see above")),
    };
  },
  unit: () => vitest("unit", ["--config", "test/vitest.config.ts", "--project", "unit"]),
  webview: () => vitest("webview", ["--config", "test/vitest.config.ts", "--project", "webview"]),
  host: () => inHost(runHostSuite),
  browser: async () => {
    await installable();
    await step("Getting the embedded model", () => ensureEmbeddedModel());
    return vitest("browser", ["--config", "test/browser/vitest.config.ts"]);
  },
  desktop: () => inHost(runDesktopSuite),
};

/** What `npm test` runs when nothing is named: all but the desktop suite, whose VS Code has to be downloaded. */
export const usual = Object.keys(suites).filter((name) => name !== "desktop");

async function inHost(run: () => Promise<TestReport>): Promise<Counts> {
  await installable();
  const report = await run();
  printReport(report);
  return hostCounts(report);
}

/** Makes the VSIX once for all suites that install it. */
async function installable(): Promise<void> {
  process.env["STEPDPO_VSIX"] = await packagedVsix();
}

async function vitest(name: string, args: string[]): Promise<Counts> {
  const report = join(root, ".cache", `report-${name}-${process.pid}.json`);
  mkdirSync(join(root, ".cache"), { recursive: true });
  const program = join(root, "node_modules/vitest/vitest.mjs");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  try {
    const code = await runToEnd(node24, [program, "run", ...args, ...reporters], { env: toolEnv() });
    if (!existsSync(report)) throw new Stop(`Vitest ended (exit ${code}) without a report.`);
    return vitestCounts(JSON.parse(readFileSync(report, "utf8")) as VitestReport, code);
  } finally {
    rmSync(report, { force: true });
  }
}

/** `npm run test:desktop`: the host suite in a desktop VS Code, where one can be downloaded or VSCODE_PATH names one. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  downloadAndUnzipVSCode,
  resolveCliArgsFromVSCodeExecutablePath,
  runTests,
} from "@vscode/test-electron";
import { root, runToEnd } from "../../../scripts/lib/bootstrap.mjs";
import { quietSettings } from "../../../scripts/lib/codeServer.mjs";
import { Stop } from "../../../scripts/lib/say.mjs";
import { packagedVsix } from "../packagedVsix.ts";
import { sampleFolder } from "../sample.ts";
import { bundleHostTests } from "./bundle.ts";
import type { TestReport } from "./report.ts";

/** Installs the VSIX into a fresh profile and runs the suite there. */
export async function runDesktopSuite(): Promise<TestReport> {
  if (process.platform === "linux" && !process.env["DISPLAY"] && !process.env["WAYLAND_DISPLAY"]) {
    throw new Stop("A desktop VS Code needs a display: run this under `xvfb-run -a npm run test:desktop`.");
  }
  const vscodeExecutablePath = process.env["VSCODE_PATH"] ?? (await download());
  const tests = await bundleHostTests();
  const home = mkdtempSync(join(tmpdir(), "stepdpo-desktop-"));
  const report = join(tests, "report.json");
  const workspace = join(home, "workspace");
  const profile = [`--user-data-dir=${join(home, "data")}`, `--extensions-dir=${join(home, "extensions")}`];
  mkdirSync(workspace);
  for (const folder of sampleFolder()) cpSync(folder, workspace, { recursive: true });
  mkdirSync(join(home, "data/User"), { recursive: true });
  writeFileSync(join(home, "data/User/settings.json"), JSON.stringify(quietSettings));
  try {
    await install(vscodeExecutablePath, [...profile, "--install-extension", await packagedVsix()]);
    const failure = await runTests({
      vscodeExecutablePath,
      extensionDevelopmentPath: tests,
      extensionTestsPath: join(tests, "run.cjs"),
      extensionTestsEnv: { STEPDPO_HOST_REPORT: report, STEPDPO_STATE: join(home, "state") },
      launchArgs: [workspace, ...profile, "--disable-workspace-trust"],
    }).then(
      () => undefined,
      (error: unknown) => String(error),
    );
    if (existsSync(report)) return JSON.parse(readFileSync(report, "utf8")) as TestReport;
    return { tests: [], crash: failure ?? "VS Code ended without a report." };
  } finally {
    for (const folder of [tests, home]) rmSync(folder, { recursive: true, force: true });
  }
}

async function install(vscode: string, args: string[]): Promise<void> {
  const [program = vscode, ...first] = resolveCliArgsFromVSCodeExecutablePath(vscode, {
    reuseMachineInstall: true,
  });
  const code = await runToEnd(program, [...first, ...args], { shell: process.platform === "win32" });
  if (code !== 0)
    throw new Stop(`VS Code didn't install the extension (exit ${code}); its own words are above.`);
}

async function download(): Promise<string> {
  try {
    return await downloadAndUnzipVSCode({ version: "stable", cachePath: join(root, ".vscode-test") });
  } catch (error) {
    throw new Stop(
      `A desktop VS Code couldn't be downloaded (${error instanceof Error ? error.message : String(error)}). ` +
        "Connect to the internet, or let VSCODE_PATH name the program of an installed one.",
    );
  }
}

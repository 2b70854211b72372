import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";
import type { Studio } from "../studio.ts";
import { messageOf } from "../text.ts";
import { cancellable } from "./dialogues.ts";
import { gpuBuilds, type GpuBuild } from "./gpuBuilds.ts";

/** Fetches a build of the embedded runtime for a graphics card with npm, and turns its use on. */
export async function addGpuRuntimeDialogue(studio: Studio): Promise<void> {
  const builds = gpuBuilds(process.platform, process.arch);
  if (builds.length === 0) {
    const apple = process.platform === "darwin" && process.arch === "arm64";
    void vscode.window.showInformationMessage(
      apple
        ? "On Apple silicon the embedded runtime uses the graphics card already."
        : `There is no graphics build of the embedded runtime for ${process.platform}-${process.arch}.`,
    );
    return;
  }
  const items = builds.map((build) => ({ label: build.title, detail: build.detail, build }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: "Add GPU Runtime",
    placeHolder: "Fetched with npm, which must be on this machine",
  });
  if (chosen === undefined) return;
  try {
    await cancellable(`Adding the ${chosen.label} runtime`, (signal, progress) =>
      install(studio, chosen.build, signal, (message) => progress.report({ message })),
    );
  } catch (error) {
    if (error instanceof vscode.CancellationError) return;
    throw new Error(`The ${chosen.label} runtime could not be added. ${messageOf(error)}`, { cause: error });
  }
  await studio.models.useGpu();
  void vscode.window.showInformationMessage(
    `The ${chosen.label} runtime is there; embedded models use it from now on.`,
  );
}

async function install(
  studio: Studio,
  build: GpuBuild,
  signal: AbortSignal,
  say: (message: string) => void,
): Promise<void> {
  const modules = modulesFolder(studio.context.extensionUri.fsPath);
  const version = await versionOf(join(modules, "node-llama-cpp", "package.json"));
  for (const name of build.packages) {
    say(name);
    const folder = await mkdtemp(join(tmpdir(), "stepdpo-gpu-"));
    try {
      await run("npm", ["pack", `${name}@${version}`, "--loglevel=error"], folder, signal);
      const archive = (await readdir(folder)).find((file) => file.endsWith(".tgz"));
      if (archive === undefined) throw new Error(`npm gave no archive of ${name}.`);
      await run("tar", ["-xzf", archive], folder, signal);
      await mkdir(join(modules, "@node-llama-cpp"), { recursive: true });
      await cp(join(folder, "package"), join(modules, name), { recursive: true });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

/** Where the embedded runtime lies: beside the bundle in a package, in the project's own folder from source. */
function modulesFolder(extension: string): string {
  const packaged = join(extension, "dist", "node_modules");
  return existsSync(join(packaged, "node-llama-cpp")) ? packaged : join(extension, "node_modules");
}

async function versionOf(manifest: string): Promise<string> {
  const value: unknown = JSON.parse(await readFile(manifest, "utf8"));
  if (typeof value === "object" && value !== null && "version" in value && typeof value.version === "string")
    return value.version;
  throw new Error(`${manifest} has no version.`);
}

function run(program: string, args: readonly string[], cwd: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    // npm is a script on Windows, which only a shell runs.
    const child = spawn(program, args, {
      cwd,
      signal,
      shell: process.platform === "win32",
      stdio: ["ignore", "ignore", "pipe"],
    });
    let said = "";
    child.stderr.on("data", (data: Buffer) => (said = (said + data.toString()).slice(-2000)));
    child.on("error", (error) =>
      reject(
        "code" in error && error.code === "ENOENT"
          ? new Error(`${program} is not on this machine’s PATH. Install it and try again.`)
          : error,
      ),
    );
    child.on("close", (code) =>
      code === 0
        ? resolve()
        : reject(new Error(`${program} ended with ${code ?? "a signal"}: ${said.trim()}`)),
    );
  });
}

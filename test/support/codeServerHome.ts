import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { installVsix, startCodeServer, writeSettings, type Server } from "../../scripts/lib/codeServer.mjs";

/** What is asked of a fresh VS Code. */
export interface HomeOptions {
  /** VSIX files to install. */
  readonly vsix?: readonly string[];
  /** Extension folders to use as they are, without packing. */
  readonly folders?: readonly string[];
  readonly settings?: Record<string, unknown>;
  /** Whether folders are trusted without a question; yes if left out. */
  readonly trust?: boolean;
  /** Environment of the extension host, over this process's. */
  readonly env?: Record<string, string>;
}

/** A fresh VS Code: settings and extensions in a temporary folder, deleted at the end. */
export interface FreshServer extends Server {
  readonly home: string;
  readonly settings: Record<string, unknown>;
  /** Makes a workspace folder with copies of files and of folders' contents, to be changed at will; gives its path. */
  workspace(...sources: string[]): string;
}

/** Starts a fresh VS Code with the given extensions. */
export async function startFresh(options: HomeOptions = {}): Promise<FreshServer> {
  const home = mkdtempSync(join(tmpdir(), "stepdpo-"));
  // Pictures must not catch a list as it fades out.
  const settings = { "workbench.reduceMotion": "on", ...options.settings };
  writeSettings(home, settings);
  for (const folder of options.folders ?? []) linkExtension(home, folder);
  for (const vsix of options.vsix ?? []) await installVsix(home, vsix);
  const server = await startCodeServer({
    home,
    trust: options.trust ?? true,
    env: { STEPDPO_STATE: join(home, "state"), ...options.env },
  });
  let count = 0;
  return {
    ...server,
    home,
    settings,
    workspace: (...sources) => {
      const folder = join(home, `workspace-${(count += 1)}`);
      mkdirSync(folder);
      for (const source of sources) copyInto(folder, source);
      return folder;
    },
    stop: async () => {
      await server.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

function copyInto(folder: string, source: string): void {
  if (statSync(source).isDirectory()) cpSync(source, folder, { recursive: true });
  else cpSync(source, join(folder, basename(source)));
}

/** VS Code takes an extension's folder through a link as well as one that it unpacked itself. */
function linkExtension(home: string, folder: string): void {
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Record<
    "publisher" | "name" | "version",
    string
  >;
  symlinkSync(
    folder,
    join(home, "extensions", `${manifest.publisher}.${manifest.name}-${manifest.version}`),
    "dir",
  );
}

/**
 * `npm run shoot -- [SCENARIO.ts] [--folder F]... [--theme light,dark,contrast,contrast-light] [--size 1440x900]`: builds the
 * extension as it is in the source tree, opens it in a real VS Code, plays a scenario, and takes pictures into
 * .cache/screenshots/. A scenario is a module whose default export is `async (workbench, server) => {}`; without one,
 * the Step-DPO view is opened. At its end each theme gets a picture, named after the scenario and the theme.
 */
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { basename, join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { root } from "../../scripts/lib/bootstrap.mjs";
import { build } from "../../scripts/lib/build.mjs";
import { runMain, say } from "../../scripts/lib/say.mjs";
import { startFresh, type FreshServer } from "./codeServerHome.ts";
import { startBrowser, themes, Workbench, type Theme } from "./workbench.ts";

type Scenario = (workbench: Workbench, server: FreshServer) => Promise<void>;

await runMain(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      folder: { type: "string", multiple: true, default: [join(root, "media/sample")] },
      theme: { type: "string", default: "light" },
      size: { type: "string", default: "1440x900" },
    },
  });
  const script = positionals[0];
  const extension = await stageExtension();
  const server = await startFresh({ folders: [extension] });
  const browser = await startBrowser();
  try {
    const [width = 1440, height = 900] = values.size.split("x").map(Number);
    const wanted = values.theme.split(",").filter((name): name is Theme => name in themes);
    const workbench = await Workbench.open(browser, server, server.workspace(...values.folder), {
      theme: wanted[0] ?? "light",
      viewport: { width, height },
    });
    const name = script ? basename(script).replace(/\.\w+$/, "") : "view";
    const scenario = script ? await load(script) : (one: Workbench) => one.viewContainer("Step-DPO");
    await play(workbench, server, scenario, name);
    for (const theme of wanted) {
      await workbench.setTheme(theme);
      say(relative(root, await workbench.screenshot(`${name}-${theme}`)));
    }
  } finally {
    await browser.close();
    await server.stop();
    rmSync(extension, { recursive: true, force: true });
  }
});

/** A folder that VS Code takes as the extension: its own dist/, the rest linked, so that several can run at once. */
async function stageExtension(): Promise<string> {
  mkdirSync(join(root, ".cache"), { recursive: true });
  const stage = mkdtempSync(join(root, ".cache/extension-"));
  for (const name of ["media", "node_modules"]) symlinkSync(join(root, name), join(stage, name), "dir");
  cpSync(join(root, "package.json"), join(stage, "package.json"));
  await build({ outdir: join(relative(root, stage), "dist"), cli: false });
  return stage;
}

async function load(script: string): Promise<Scenario> {
  const module = (await import(pathToFileURL(resolve(script)).href)) as { default: Scenario };
  return module.default;
}

/** A scenario that fails leaves a picture of where it stood, and the output of VS Code. */
async function play(
  workbench: Workbench,
  server: FreshServer,
  scenario: Scenario,
  name: string,
): Promise<void> {
  try {
    await scenario(workbench, server);
  } catch (error) {
    say(`Failed; see ${relative(root, await workbench.screenshot(`${name}-failed`))}\n${server.log()}`);
    throw error;
  }
}

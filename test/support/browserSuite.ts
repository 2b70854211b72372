import { basename } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll } from "vitest";
import { startFresh, type FreshServer, type HomeOptions } from "./codeServerHome.ts";
import { packagedVsix } from "./packagedVsix.ts";
import { startBrowser, Workbench, type View } from "./workbench.ts";

/** What a browser test gets. */
export interface BrowserSuite {
  /** The VS Code of this test file, with the extension installed from its VSIX. */
  readonly server: () => FreshServer;
  /** Opens a window on a folder; it is closed after the test, with a picture of it where the test failed. */
  open(folder: string, view?: View): Promise<Workbench>;
}

/** Starts a VS Code and a browser before a file's tests and ends them after. Called once, at the file's top. */
export function browserSuite(options: Omit<HomeOptions, "vsix"> = {}): BrowserSuite {
  let server: FreshServer | undefined;
  let browser: Browser | undefined;
  const windows: Workbench[] = [];
  beforeAll(async () => {
    server = await startFresh({ ...options, vsix: [await packagedVsix()] });
    browser = await startBrowser();
  });
  // Pictures are taken here: what vitest calls on failure runs after this, when the windows are gone.
  afterEach(async ({ task }) => {
    for (const window of windows.splice(0)) {
      if (task.result?.state === "fail")
        console.error(`Picture: ${await window.screenshot(pictureOf(task))}`);
      await window.close();
    }
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });
  const running = (): FreshServer =>
    server ?? fail("VS Code is started before the tests, not before the file.");
  return {
    server: running,
    open: async (folder, view) => {
      const window = await Workbench.open(browser ?? fail("No browser."), running(), folder, view);
      windows.push(window);
      return window;
    },
  };
}

function pictureOf({
  file,
  name,
}: {
  readonly file: { readonly name: string };
  readonly name: string;
}): string {
  return `failed-${basename(file.name, ".test.ts")}-${name.replaceAll(/\W+/g, "-").slice(0, 60)}`;
}

function fail(message: string): never {
  throw new Error(message);
}

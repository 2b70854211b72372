import { mkdirSync } from "node:fs";
import { join } from "node:path";
import {
  chromium,
  type Browser,
  type BrowserContext,
  type FrameLocator,
  type Locator,
  type Page,
} from "playwright-core";
import { root } from "../../scripts/lib/bootstrap.mjs";
import { ensureChromium } from "../../scripts/lib/chromium.mjs";
import { writeSettings } from "../../scripts/lib/codeServer.mjs";
import type { FreshServer } from "./codeServerHome.ts";

/** The color themes that screenshots are looked at in. */
export const themes = {
  light: "Light Modern",
  dark: "Dark Modern",
  contrast: "Default High Contrast",
  "contrast-light": "Default High Contrast Light",
} as const;
export type Theme = keyof typeof themes;

const themeLabels: Record<Theme, string> = {
  light: "Light Modern",
  dark: "Dark Modern",
  contrast: "Dark High Contrast",
  "contrast-light": "Light High Contrast",
};
const themeClass: Record<Theme, string> = {
  light: "vs",
  dark: "vs-dark",
  contrast: "hc-black",
  "contrast-light": "hc-light",
};

/** How a workbench is looked at. */
export interface View {
  readonly theme?: Theme;
  readonly viewport?: { width: number; height: number };
}

/** Starts the browser that pages are opened in. Without a sandbox, since tests run as root in containers. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: ensureChromium(),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** A VS Code window in a browser page, and what a person does in it. */
export class Workbench {
  readonly page: Page;
  readonly #context: BrowserContext;

  private constructor(context: BrowserContext, page: Page) {
    this.#context = context;
    this.page = page;
  }

  /** Opens a folder in a window and waits until the workbench is up. */
  static async open(
    browser: Browser,
    server: FreshServer,
    folder: string,
    { theme = "light", viewport = { width: 1440, height: 900 } }: View = {},
  ): Promise<Workbench> {
    const context = await browser.newContext({
      viewport,
      permissions: ["clipboard-read", "clipboard-write"],
    });
    const page = await context.newPage();
    // On a busy machine of two cores the extension host alone takes ten seconds to start.
    page.setDefaultTimeout(60_000);
    const workbench = new Workbench(context, page);
    writeSettings(server.home, { ...server.settings, "workbench.colorTheme": themes[theme] });
    await page.goto(`${server.url}/?folder=${encodeURIComponent(folder)}`);
    await page.locator(".monaco-workbench .part.statusbar").waitFor();
    await workbench.#themed(theme);
    return workbench;
  }

  /** Runs a command from the palette by its shown name, such as "Step-DPO: Add Model". */
  async command(title: string): Promise<void> {
    await this.pick("F1", title, `>${title}`);
  }

  /** Opens the window anew. */
  async reload(): Promise<void> {
    await Promise.all([this.page.waitForEvent("load"), this.command("Developer: Reload Window")]);
  }

  /** Opens a file of the folder by its path, as Quick Open does: in the editor that VS Code takes by default. */
  async openFile(path: string): Promise<void> {
    await this.pick("Control+P", path.slice(path.lastIndexOf("/") + 1), path);
    await this.page.locator(".tabs-container .tab.active").waitFor();
  }

  /** Types into the list that a key opens, waits for an entry that has the text, and takes it. */
  async pick(key: string, text: string, typed = text): Promise<void> {
    const input = this.page.locator(".quick-input-widget input[type=text]");
    // A webview that is being loaded takes no key: then a person presses once more.
    for (let presses = 0; presses < 6; presses++) {
      await this.page.keyboard.press(key);
      if (await isSoon(input)) break;
    }
    await this.#fill(input, typed);
    await this.quickPick(text);
  }

  /** Clicks the entry of the open quick pick whose shown text has the given one; waits for it. */
  async quickPick(text: string | RegExp): Promise<void> {
    await this.page.locator(".quick-input-list .monaco-list-row").filter({ hasText: text }).first().click();
  }

  /** Answers the open input box. */
  async answer(text: string): Promise<void> {
    const input = this.page.locator(".quick-input-widget input");
    await this.#fill(input, text);
    await input.press("Enter");
  }

  /** Types a text into a box: VS Code's file dialog writes the name that it proposes some time after it is shown. */
  async #fill(input: Locator, text: string): Promise<void> {
    do {
      await input.fill(text);
      await this.page.waitForTimeout(300);
    } while ((await input.inputValue()) !== text);
  }

  /** The content of the visible webview: the trace editor, where one is open. Locators in it wait by themselves. */
  webview(): FrameLocator {
    return this.page
      .locator("iframe.webview.ready:visible")
      .last()
      .contentFrame()
      .frameLocator("iframe#active-frame");
  }

  /** Shows a view container by its title in the activity bar. */
  async viewContainer(title: string): Promise<void> {
    const tab = this.page
      .locator(".activitybar .action-item", { has: this.page.locator(`[aria-label^="${title}"]`) })
      .first();
    await tab.waitFor();
    const shown = this.page.locator(".part.sidebar .composite.title", { hasText: new RegExp(title, "i") });
    // A tree that is about to reveal a row brings its own container back: then a person clicks once more.
    for (let clicks = 0; clicks < 6; clicks++) {
      if ((await tab.getAttribute("aria-selected")) !== "true") await tab.click();
      if (!(await isSoon(shown))) continue;
      await this.page.waitForTimeout(1000);
      if (await shown.isVisible()) return;
    }
    await shown.waitFor();
  }

  /** A row of a tree in the sidebar by its shown text. */
  treeRow(text: string | RegExp): Locator {
    return this.page.locator(".part.sidebar .monaco-list-row").filter({ hasText: text }).first();
  }

  /** Right-clicks a place and takes an entry of the menu that opens. */
  async contextMenu(at: Locator, entry: string): Promise<void> {
    await at.click({ button: "right" });
    // By key: in its first tenth of a second a menu takes no clicks.
    await this.page.locator(".monaco-menu .action-item").filter({ hasText: entry }).first().hover();
    await this.page.keyboard.press("Enter");
    await this.page.locator(".monaco-menu").waitFor({ state: "detached" });
  }

  /** The messages in the corner. */
  notification(text: string | RegExp): Locator {
    return this.page
      .locator(".notifications-toasts .notification-list-item")
      .filter({ hasText: text })
      .first();
  }

  /** The dialog in the middle, as the trust question or "Do you want to save". */
  dialog(): Locator {
    return this.page.locator(".monaco-dialog-box");
  }

  /** Whether the active editor has unsaved changes. */
  async isDirty(): Promise<boolean> {
    return (await this.page.locator(".tabs-container .tab.active.dirty").count()) > 0;
  }

  /** Changes the color theme of the open window. */
  async setTheme(theme: Theme): Promise<void> {
    if (await this.page.locator(`.monaco-workbench.${themeClass[theme]}`).isVisible()) return;
    await this.command("Preferences: Color Theme");
    await this.answer(themeLabels[theme]);
    await this.page.locator(".quick-input-widget").waitFor({ state: "hidden" });
    await this.#themed(theme);
  }

  /** Waits until the browser has kept what an extension keeps of the workspace, by a part of its JSON. */
  async keeps(part: string): Promise<void> {
    // As a text: this is a program of Node, whose types know no page.
    const isKept = `(async () => {
      const asked = (request) => new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      for (const { name } of await indexedDB.databases()) {
        const database = await asked(indexedDB.open(name));
        const values = [...database.objectStoreNames].includes("ItemTable")
          ? await asked(database.transaction("ItemTable").objectStore("ItemTable").getAll())
          : [];
        database.close();
        if (values.some((value) => String(value).includes(${JSON.stringify(part)}))) return true;
      }
      return false;
    })()`;
    await this.page.waitForFunction(isKept, undefined, { polling: 200 });
  }

  /** Takes a picture into .cache/screenshots/; gives its path. */
  async screenshot(name: string): Promise<string> {
    const folder = join(root, ".cache/screenshots");
    mkdirSync(folder, { recursive: true });
    const path = join(folder, `${name}.png`);
    await this.page.screenshot({ path });
    return path;
  }

  /** Closes the window without a question, as a killed tab does. */
  async close(): Promise<void> {
    await this.#context.close();
  }

  async #themed(theme: Theme): Promise<void> {
    await this.page.locator(`.monaco-workbench.${themeClass[theme]}`).waitFor();
  }
}

/** Whether something is shown within some seconds. */
function isSoon(what: Locator): Promise<boolean> {
  return what.waitFor({ timeout: 5000 }).then(
    () => true,
    () => false,
  );
}

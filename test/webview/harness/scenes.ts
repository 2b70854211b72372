import type { Page } from "playwright-core";
import type {} from "./page.ts";

/** A state of the view worth looking at, and how a person gets there. */
export interface Scene {
  readonly play: (page: Page) => Promise<void>;
  /** Milliseconds between the words of the candidates. */
  readonly tick?: number;
}

const press = async (page: Page, ...keys: readonly string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};
const goTo = async (page: Page, row: number) => {
  await press(page, "g");
  await page.keyboard.type(String(row));
  await press(page, "Enter");
  await page.waitForTimeout(200);
};
const rectified = async (page: Page) => {
  await press(page, "j", "j", "r");
  await page.locator(".candidate.state-failed").waitFor();
  await page.getByRole("button", { name: "Dismiss" }).waitFor();
};

/** The scenes by name. */
export const scenes: Readonly<Record<string, Scene>> = {
  reading: { play: (page) => press(page, "j", "j", "j") },
  math: { play: (page) => goTo(page, 2) },
  streaming: {
    tick: 250,
    play: async (page) => {
      await press(page, "j", "j", "r");
      await page.waitForTimeout(1900);
    },
  },
  rectified: {
    play: async (page) => {
      await rectified(page);
      await press(page, "c", "j", "j", "a");
    },
  },
  settings: { play: (page) => press(page, "j", "R") },
  pair: { play: (page) => goTo(page, 4) },
  edit: { play: (page) => press(page, "j", "j", "e") },
  bad: { play: (page) => goTo(page, 5) },
  help: { play: (page) => press(page, "?") },
  prompt: {
    play: async (page) => {
      await press(page, "j", "R");
      await page.getByText("Show Prompt").click();
      await page.locator("dialog").waitFor();
    },
  },
  lacking: {
    play: async (page) => {
      await page.evaluate(() => window.fakeHost.set({ model: null, models: [] }));
      await goTo(page, 3);
      await press(page, "j", "r");
    },
  },
  banners: {
    play: async (page) => {
      await page.evaluate(() => {
        window.fakeHost.set({
          indexed: false,
          dirty: true,
          warning:
            "marbles-and-more.jsonl was changed on disk by another program. Your 3 unsaved edits are kept.",
          recoverable: { count: 2, last: "2026-11-02T10:20:30.000Z" },
          readOnly: "Parquet files keep their edits beside them; this folder can't be written to.",
        });
        window.view.showError(
          "The server at http://gpu-box:8000 refused the key. Open Manage Models to set another.",
        );
      });
      await press(page, "j", "1");
    },
  },
  find: {
    play: async (page) => {
      await press(page, "/");
      await page.keyboard.type("marbles");
      await press(page, "Enter");
      await page.waitForTimeout(200);
    },
  },
  filter: {
    play: async (page) => {
      await press(page, "f");
      await page.getByRole("menuitemcheckbox", { name: "right" }).click();
      await press(page, "ArrowDown", "ArrowDown");
    },
  },
  searching: {
    play: async (page) => {
      await page.evaluate(() => (window.fakeHost.shown.slow = true));
      await press(page, "f");
      await page.getByRole("menuitemcheckbox", { name: "wrong", exact: false }).first().click();
      await press(page, "Escape", "/");
      await page.keyboard.type("a");
      await page.waitForTimeout(600);
    },
  },
  refused: {
    play: async (page) => {
      await press(page, "/");
      await page.keyboard.type("(a");
      await page.getByRole("button", { name: "Use regular expression" }).click();
      await page.waitForTimeout(200);
    },
  },
  conflict: {
    play: async (page) => {
      await page.evaluate(() => {
        window.fakeHost.set({
          dirty: true,
          warning:
            "Another program changed rows 1, 4, 6 of marbles.jsonl, which have unsaved edits. Choose for each whether to keep yours or take what the file has.",
          conflicts: [0, 3, 5],
        });
      });
      await page.getByText("Keep All Mine").waitFor();
    },
  },
  deleted: {
    play: async (page) => {
      await page.evaluate(() => {
        window.fakeHost.set({
          warning:
            "marbles.jsonl was deleted on disk. What is open here is kept: save it again, or as another file.",
          deleted: "rewritable",
        });
      });
      await page.getByText("Save Again Here").waitFor();
    },
  },
  long: { play: (page) => goTo(page, 6) },
  huge: { play: (page) => goTo(page, 7) },
};

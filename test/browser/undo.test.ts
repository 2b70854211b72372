import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator } from "playwright-core";
import { expect, it } from "vitest";
import { browserSuite } from "../support/browserSuite.ts";
import { folderOf } from "./folder.ts";
import { problemRow } from "./rows.ts";
import { TraceEditor } from "./traceEditor.ts";

const suite = browserSuite();
const edits = 30;

it("a held-down undo key undoes an edit a repeat, without a complaint; so does redo", async () => {
  const folder = folderOf(suite.server(), { files: { "data.jsonl": `${problemRow(3, 5)}\n` } });
  const editor = await TraceEditor.open(suite, folder);
  const { workbench } = editor;
  const { keyboard } = workbench.page;
  await workbench.contextMenu(workbench.treeRow("data.jsonl"), "Open as Step-DPO Dataset");
  await editor.step(1).click();
  const labelled = (label: string) => editor.view.locator(`article.label-${label}[data-step="0"]`).waitFor();
  for (let edit = 1; edit < edits; edit++) {
    await keyboard.press(edit % 2 === 0 ? "3" : "1");
    await labelled(edit % 2 === 0 ? "incorrect" : "correct");
  }
  // A label that no other edit gives: seen again, it is the last one that was redone.
  await keyboard.press("2");
  await labelled("neutral");
  const hold = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys.slice(0, -1)) await keyboard.down(key);
    // A key that is down and goes down again repeats.
    for (let repeat = 0; repeat < edits; repeat++) await keyboard.down(keys.at(-1) ?? "");
    for (const key of keys.toReversed()) await keyboard.up(key);
  };
  await hold("Control", "z");
  await editor.clean();
  await labelled("none");
  await hold("Control", "Shift", "z");
  await editor.dirty();
  await labelled("neutral");
  expect(await workbench.page.locator(".notifications-toasts .notification-list-item").count()).toBe(0);
  await editor.save();
  expect(readFileSync(join(folder, "data.jsonl"), "utf8")).toContain('"label":"neutral"');
});

it("the undo keys are the field's where the caret is in one, and the dataset's elsewhere", async () => {
  const folder = folderOf(suite.server(), { files: { "data.jsonl": `${problemRow(3, 5)}\n` } });
  const editor = await TraceEditor.open(suite, folder);
  const { workbench } = editor;
  const { keyboard } = workbench.page;
  const labelled = (label: string) => editor.view.locator(`article.label-${label}[data-step="0"]`).waitFor();
  const types = async (field: Locator): Promise<void> => {
    const before = await field.inputValue();
    await field.press("End");
    await field.press("7");
    await keyboard.press("Control+Z");
    await expect.poll(() => field.inputValue()).toBe(before);
    for (const redo of ["Control+Y", "Control+Shift+Z"]) {
      await keyboard.press(redo);
      await expect.poll(() => field.inputValue()).toBe(`${before}7`);
      await keyboard.press("Control+Z");
      await expect.poll(() => field.inputValue()).toBe(before);
    }
  };
  await workbench.contextMenu(workbench.treeRow("data.jsonl"), "Open as Step-DPO Dataset");
  await editor.step(1).click();
  await keyboard.press("3");
  await labelled("incorrect");
  await types(editor.searchBox);
  await types(editor.view.locator('vscode-text-field[aria-label="Row number"] input'));
  await editor.step(2).click();
  await keyboard.press("e");
  await types(editor.view.locator("textarea"));
  await keyboard.press("Escape");
  // The one edit is still there to be undone.
  await keyboard.press("Control+Z");
  await labelled("none");
  await editor.clean();
  await keyboard.press("Control+Y");
  await labelled("incorrect");
});

import { expect, it } from "vitest";
import { browserSuite } from "../support/browserSuite.ts";
import { folderOf } from "./folder.ts";
import { problemRow } from "./rows.ts";
import { TraceEditor } from "./traceEditor.ts";

const suite = browserSuite();

it("keys act in the trace editor and from its tree, and are left to the other parts of the window", async () => {
  const folder = folderOf(suite.server(), { files: { "data.jsonl": `${problemRow(3, 5)}\n` } });
  const editor = await TraceEditor.open(suite, folder);
  const { workbench } = editor;
  const { keyboard } = workbench.page;
  const labelled = (label: string) => editor.view.locator(`article.label-${label}[data-step="0"]`).waitFor();
  await editor.openFromTree("data.jsonl");
  await editor.step(1).click();
  await keyboard.press("Alt+3");
  await labelled("incorrect");
  await workbench.treeRow(/^1\s/).click();
  await keyboard.press("Alt+1");
  await labelled("correct");

  await workbench.viewContainer("Explorer");
  await workbench.treeRow("data.jsonl").click({ button: "right" });
  await workbench.page.locator(".monaco-menu .action-item").first().waitFor();
  await keyboard.press("Escape");
  await workbench.page.locator(".monaco-menu").waitFor({ state: "detached" });
  await keyboard.press("F2");
  const name = workbench.page.locator(".explorer-folders-view input");
  await name.waitFor();
  expect(await name.inputValue()).toBe("data.jsonl");
  await keyboard.press("Alt+3");
  await keyboard.press("Escape");
  await name.waitFor({ state: "detached" });
  await keyboard.press("Alt+3");
  // What these keys did would come before this, and be found by undoing it.
  await editor.step(1).click();
  await keyboard.press("Alt+2");
  await labelled("neutral");
  expect(await editor.view.locator("article.step textarea").count()).toBe(0);
  await keyboard.press("Control+Z");
  await labelled("correct");
});

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { browserSuite } from "../support/browserSuite.ts";
import { folderOf, keptForNextWindow } from "./folder.ts";
import { killExtensionHosts } from "./hostProcess.ts";
import { problemRow } from "./rows.ts";
import { TraceEditor } from "./traceEditor.ts";

const suite = browserSuite();

it("opens the editors of a killed extension host again, where they were, and offers their edits", async () => {
  const rows = [problemRow(3, 5), problemRow(4, 9), problemRow(2, 2)];
  const folder = folderOf(suite.server(), {
    files: { "data.jsonl": `${rows.join("\n")}\n`, "other.jsonl": `${problemRow(6, 6)}\n` },
  });
  const editor = await TraceEditor.open(suite, folder);
  const { workbench } = editor;
  const { page } = workbench;
  await workbench.contextMenu(workbench.treeRow("other.jsonl"), "Open as Step-DPO Dataset");
  await editor.problem.getByText("6 plus 6").waitFor();
  await workbench.contextMenu(workbench.treeRow("data.jsonl"), "Open as Step-DPO Dataset");
  await editor.problem.getByText("3 plus 5").waitFor();
  await editor.goToRow(2);
  await editor.problem.getByText("4 plus 9").waitFor();
  await editor.label(2, "Incorrect").click();
  await editor.dirty();
  await editor.step(2).locator(".step-facts").getByText("First error").waitFor();
  // The place is kept once the person rests there.
  await workbench.keeps('data.jsonl":{"row":1,');

  expect(killExtensionHosts(suite.server())).toBeGreaterThan(0);
  const offered = editor.banner("1 unsaved edit from a window that ended early");
  // The message is there for some seconds only.
  await Promise.all([offered.waitFor(), workbench.notification("The extension was restarted").waitFor()]);
  await workbench.screenshot("host-killed");
  // The same row, in the same tab, without a question and without a leftover.
  await editor.problem.getByText("4 plus 9").waitFor();
  const tabs = page.locator(".tabs-container .tab");
  expect(await tabs.allInnerTexts()).toEqual([
    expect.stringContaining("other"),
    expect.stringContaining("data"),
  ]);
  expect(await workbench.dialog().count()).toBe(0);
  expect(readFileSync(join(folder, "data.jsonl"), "utf8")).toBe(`${rows.join("\n")}\n`);

  await editor.button("Recover", offered).click();
  await offered.waitFor({ state: "detached" });
  await editor.dirty();
  await editor.step(2).locator(".step-facts").getByText("First error").waitFor();
  await editor.save();
  expect(readFileSync(join(folder, "data.jsonl"), "utf8")).toContain('"incorrect"');

  // The one behind answers too.
  await tabs.first().click();
  await editor.problem.getByText("6 plus 6").waitFor();
  await editor.label(1, "Correct").click();
  await editor.dirty();
  await editor.save();
});

it("keeps the edits of a window that is reloaded once its killed host was followed by another", async () => {
  const rows = [problemRow(3, 5), problemRow(4, 9)];
  const folder = folderOf(suite.server(), { files: { "data.jsonl": `${rows.join("\n")}\n` } });
  const editor = await TraceEditor.open(suite, folder);
  const { workbench } = editor;
  const { page } = workbench;
  await workbench.contextMenu(workbench.treeRow("data.jsonl"), "Open as Step-DPO Dataset");
  await editor.problem.getByText("3 plus 5").waitFor();
  await editor.label(2, "Incorrect").click();
  await editor.dirty();
  await keptForNextWindow(suite.server(), folder, 1);
  expect(killExtensionHosts(suite.server())).toBeGreaterThan(0);
  // The new host is starting, or has just opened the editor again.
  await page.waitForTimeout(2000);
  page.on("dialog", (dialog) => void dialog.accept().catch(() => undefined));
  await page.reload();
  const kept = editor.step(2).locator(".step-facts").getByText("First error");
  const offered = editor.banner("1 unsaved edit from a window that ended early");
  await kept.or(offered).first().waitFor();
  if (await offered.isVisible()) await editor.button("Recover", offered).click();
  await kept.waitFor();
  await editor.save();
  expect(readFileSync(join(folder, "data.jsonl"), "utf8")).toContain('"incorrect"');
});

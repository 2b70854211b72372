import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { browserSuite } from "../support/browserSuite.ts";
import { folderOf, keptForNextWindow } from "./folder.ts";
import { problemRow } from "./rows.ts";
import { TraceEditor } from "./traceEditor.ts";

const suite = browserSuite();
const rows = Array.from({ length: 12 }, (_, at) => problemRow(at + 1, 5));
const files = Object.fromEntries(rows.map((row, at) => [`math/${at + 1}.json`, `${row}\n`]));

describe("a folder of one-row files", () => {
  it("is a dataset: found, opened, edited, saved, and open again after a reload", async () => {
    const folder = folderOf(suite.server(), { files });
    const editor = await TraceEditor.open(suite, folder);
    const { workbench } = editor;
    const { page } = workbench;
    const file = (row: number) => readFileSync(join(folder, `math/${row}.json`), "utf8");
    await editor.openFromTree("math \\(folder\\)", 2);
    await page.locator(".tabs-container .tab.active", { hasText: "math (folder)" }).waitFor();
    await page.locator(".breadcrumbs-control", { hasText: "math (folder)" }).waitFor();
    await editor.problem.getByText("2 plus 5").waitFor();
    await editor.label(1, "Incorrect").click();
    await editor.dirty();
    await editor.save();
    expect(file(2)).toContain('"incorrect"');
    expect([1, 3, 12].map(file)).toEqual([1, 3, 12].map((row) => `${rows[row - 1] ?? ""}\n`));

    await editor.goToRow(3);
    await editor.problem.getByText("3 plus 5").waitFor();
    await editor.label(1, "Incorrect").click();
    await editor.dirty();
    await workbench.command("Step-DPO: Show My Changes");
    await page.locator(".quick-input-list .monaco-list-row", { hasText: "Row 3" }).hover();
    await page.locator(".quick-input-list .codicon-diff").first().click();
    await page.locator(".tabs-container .tab.active", { hasText: "row 3: on Disk ↔ Now" }).waitFor();
    await workbench.screenshot("folder-changes");
    await workbench.command("View: Close Editor");

    await keptForNextWindow(suite.server(), folder, 3);
    await workbench.reload();
    await page.locator(".tabs-container .tab.active.dirty", { hasText: "math (folder)" }).waitFor();
    await editor.problem.getByText("3 plus 5").waitFor();
    expect(file(3)).toBe(`${rows[2] ?? ""}\n`);
    await workbench.screenshot("folder-after-reload");
    await editor.save();
    expect(file(3)).toContain('"incorrect"');
    expect(readdirSync(join(folder, "math")).length).toBe(12);
  });

  it("is opened from the Explorer, and saved as JSONL by the dialog", async () => {
    const folder = folderOf(suite.server(), { files });
    const editor = await TraceEditor.open(suite, folder);
    const { workbench } = editor;
    await workbench.contextMenu(workbench.treeRow("math"), "Open Folder as Step-DPO Dataset");
    await editor.label(1, "Correct").click();
    await editor.dirty();
    await workbench.page.keyboard.press("Control+Shift+S");
    await workbench.answer(join(folder, "copy.jsonl"));
    await workbench.page.locator(".tabs-container .tab.active", { hasText: "copy.jsonl" }).waitFor();
    await editor.view.locator(".header").getByText("copy.jsonl").waitFor();
    await editor.view.locator(".header").getByText("of 12").waitFor();
    await editor.clean();
    const copy = readFileSync(join(folder, "copy.jsonl"), "utf8").split("\n");
    expect(copy.length).toBe(13);
    expect(copy[0]).toContain('"correct"');
    expect(readFileSync(join(folder, "math/1.json"), "utf8")).toBe(`${rows[0] ?? ""}\n`);
  });
});

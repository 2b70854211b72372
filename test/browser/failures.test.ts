import { execFile } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, describe, expect, it } from "vitest";
import { root } from "../../scripts/lib/bootstrap.mjs";
import type { ModelRef } from "../../src/models/types.ts";
import { browserSuite } from "../support/browserSuite.ts";
import { fakeServer, type FakeServer } from "../support/fakeServer.ts";
import { folderOf, forgetKept, keptForNextWindow } from "./folder.ts";
import { extensionHosts } from "./hostProcess.ts";
import { problemRow, solvedRow } from "./rows.ts";
import { TraceEditor } from "./traceEditor.ts";

const suite = browserSuite();
const servers: FakeServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

describe("bad input", () => {
  it("is told of where it is; the other rows work", async () => {
    const lines = [problemRow(3, 5), '{"problem": "What is', '{"colour": "red"}', problemRow(4, 9)];
    const files = { "mixed.jsonl": `${lines.join("\n")}\n`, "empty.jsonl": "" };
    const folder = folderOf(suite.server(), { files });
    const editor = await TraceEditor.open(suite, folder);
    const { workbench } = editor;
    await workbench.contextMenu(workbench.treeRow("mixed.jsonl"), "Open as Step-DPO Dataset");
    await editor.step(2).waitFor();
    await workbench.viewContainer("Step-DPO");
    await workbench.treeRow(/^mixed.jsonl/u).click();
    await workbench.treeRow(/^2\s.*can’t be read/u).waitFor();

    await editor.goToRow(2);
    await editor.banner(/mixed\.jsonl.*2.*JSON/u).waitFor();
    await editor.button("Open as Text").waitFor();
    await editor.view.locator(".bad-row").getByText('{"problem": "What is').waitFor();
    await workbench.screenshot("bad-row");
    await editor.goToRow(3);
    await editor.banner(/mixed\.jsonl.*3.*format/u).waitFor();

    await editor.goToRow(4);
    await editor.label(1, "Correct").click();
    await editor.dirty();
    await editor.save();
    const saved = readFileSync(join(folder, "mixed.jsonl"), "utf8").split("\n");
    expect(saved.slice(0, 3)).toEqual(lines.slice(0, 3));
    expect(saved[3]).toContain('"correct"');

    await workbench.viewContainer("Explorer");
    await workbench.contextMenu(workbench.treeRow("empty.jsonl"), "Open as Step-DPO Dataset");
    await editor.view.getByText("There are no rows in this file.").waitFor();
  });

  it("keeps edits where the file changes or goes under the editor", async () => {
    const rows = [problemRow(3, 5), problemRow(4, 9)];
    const folder = folderOf(suite.server(), { files: { "data.jsonl": `${rows.join("\n")}\n` } });
    const file = join(folder, "data.jsonl");
    const editor = await TraceEditor.open(suite, folder);
    const { workbench } = editor;
    await workbench.contextMenu(workbench.treeRow("data.jsonl"), "Open as Step-DPO Dataset");

    // A change of another row is taken in; the edit stays.
    await editor.label(1, "Correct").click();
    await editor.dirty();
    writeFileSync(file, `${rows[0] ?? ""}\n${problemRow(6, 6)}\n`);
    await editor.goToRow(2);
    await editor.problem.getByText("6 plus 6").waitFor();
    // A change of the edited row is a conflict: the person chooses.
    writeFileSync(file, `${problemRow(7, 7)}\n${problemRow(6, 6)}\n`);
    const changed = editor.banner(/changed row 1 of data\.jsonl/u);
    await workbench.page.keyboard.press("Control+S");
    const refused = workbench.notification(/changed row 1 of data\.jsonl/u);
    await expect
      .poll(() => workbench.page.locator(".notifications-toasts .notification-list-item").count())
      .toBe(1);
    await refused.getByRole("button", { name: "Overwrite" }).waitFor();
    await workbench.screenshot("changed-on-disk");
    expect(readFileSync(file, "utf8")).toContain("7 plus 7");
    await refused.getByRole("button", { name: "Overwrite" }).click();
    await editor.clean();
    await changed.waitFor({ state: "detached" });
    const saved = readFileSync(file, "utf8").split("\n");
    expect(saved[0]).toContain("3 plus 5");
    expect(saved[0]).toContain('"correct"');
    expect(saved[1]).toBe(problemRow(6, 6));

    // A deleted file is said to be gone; it can be written again.
    await editor.label(2, "Incorrect").click();
    await editor.dirty();
    rmSync(file);
    const gone = editor.banner(/deleted/u);
    await editor.button("Save As…", gone).waitFor();
    await workbench.screenshot("deleted-on-disk");
    await editor.button("Save Again Here", gone).click();
    await editor.clean();
    await gone.waitFor({ state: "detached" });
    expect(readFileSync(file, "utf8")).toContain('"incorrect"');
  });

  it("compares rows in conflict side by side, and counts what is left to choose", async () => {
    const rows = [problemRow(3, 5), problemRow(4, 9), problemRow(2, 2)];
    const folder = folderOf(suite.server(), { files: { "data.jsonl": `${rows.join("\n")}\n` } });
    const file = join(folder, "data.jsonl");
    const editor = await TraceEditor.open(suite, folder);
    const { workbench } = editor;
    const { page } = workbench;
    await workbench.contextMenu(workbench.treeRow("data.jsonl"), "Open as Step-DPO Dataset");
    for (const row of [1, 2, 3]) {
      await editor.goToRow(row);
      await editor.problem.getByText(["3 plus 5", "4 plus 9", "2 plus 2"][row - 1] ?? "").waitFor();
      await editor.label(1, "Incorrect").click();
      await editor.step(1).locator(".step-facts").getByText("First error").waitFor();
    }
    writeFileSync(file, `${problemRow(30, 5)}\n${problemRow(40, 9)}\n${problemRow(20, 2)}\n`);
    await editor.button("Compare…", editor.banner("3 rows to choose")).click();
    await workbench.quickPick("Row 1");
    const title = page.locator(".tabs-container .tab.active", { hasText: "row 1: on Disk ↔ Mine" });
    await title.waitFor();
    await page.locator(".editor.original").getByText("30 plus 5").first().waitFor();
    await page.locator(".editor.modified").getByText("3 plus 5").first().waitFor();
    await workbench.screenshot("compare-with-disk");
    await page.getByRole("button", { name: "Take Theirs" }).first().click();
    await page.locator(".tabs-container .tab.active", { hasText: "row 2: on Disk ↔ Mine" }).waitFor();

    // Left and come back to: what was chosen is chosen, what wasn't is still there.
    await workbench.command("View: Close Editor");
    await editor.button("Keep All Mine", editor.banner("2 rows to choose")).click();
    await editor.banner(/rows to choose/u).waitFor({ state: "detached" });
    await editor.save();
    const saved = readFileSync(file, "utf8").split("\n");
    expect(saved[0]).toBe(problemRow(30, 5));
    expect(saved[1]).toContain("4 plus 9");
    expect(saved[2]).toContain("2 plus 2");
    expect(saved[2]).toContain('"incorrect"');
  });

  it("says what is wrong with a model, and goes on with another", async () => {
    const kinds = ["refuses-key", "half-answer", "hangs", "vllm"] as const;
    for (const kind of kinds) servers.push(await fakeServer(kind, ["3 + 5 = 8.\nThe answer is 8."]));
    const down = await fakeServer("vllm");
    await down.close();
    const models = [
      served("down", down.baseUrl),
      ...kinds.map((kind, index) => served(kind, servers[index]?.baseUrl ?? "")),
      { ...served("not-a-model", ""), provider: "embedded", model: "notes.gguf", baseUrl: null },
    ];
    const folder = folderOf(suite.server(), {
      files: { "data.jsonl": `${solvedRow(3, 5, 9)}\n`, "notes.gguf": "These are notes." },
      settings: { "stepDpo.models": models, "stepDpo.model": "down", "stepDpo.rectify.samples": 2 },
    });
    const editor = await TraceEditor.open(suite, folder);
    const { workbench, panel } = editor;
    await workbench.contextMenu(workbench.treeRow("data.jsonl"), "Open as Step-DPO Dataset");
    await editor.step(1).click();
    await workbench.page.keyboard.press("r");

    await panel
      .getByText(/connection refused/u)
      .first()
      .waitFor();
    await workbench.screenshot("server-down");
    await editor.chooseModel("refuses-key");
    await editor.button("Retry", panel).click();
    await panel
      .getByText(/needs a key/u)
      .first()
      .waitFor();
    await editor.chooseModel("not-a-model");
    await editor.button("Retry", panel).click();
    await panel
      .getByText(/notes\.gguf is not a GGUF model file/u)
      .first()
      .waitFor();
    await editor.chooseModel("half-answer");
    await editor.button("Retry", panel).click();
    await panel.getByText("ended its answer in the middle").first().waitFor();
    await workbench.screenshot("half-answer");

    // One that hangs, and would for ever, is left.
    await editor.chooseModel("hangs");
    await editor.button("Retry", panel).click();
    await editor.button("Cancel", panel).click();
    await panel.getByText("Cancelled:").waitFor();

    await editor.chooseModel("vllm");
    await editor.button("Retry", panel).click();
    await editor.candidatesThat("win").first().waitFor();
  });
});

describe("an unsaved edit", () => {
  const row = problemRow(3, 5);

  async function editedIn(folder: string): Promise<TraceEditor> {
    const editor = await TraceEditor.open(suite, folder);
    await editor.workbench.contextMenu(editor.workbench.treeRow("data.jsonl"), "Open as Step-DPO Dataset");
    await editor.label(2, "Incorrect").click();
    await editor.dirty();
    await editor.step(2).locator(".step-facts").getByText("First error").waitFor();
    return editor;
  }

  it("is still there after the window was opened anew", async () => {
    const folder = folderOf(suite.server(), { files: { "data.jsonl": `${row}\n` } });
    const editor = await editedIn(folder);
    await keptForNextWindow(suite.server(), folder, 1);
    await editor.workbench.reload();
    expect(readFileSync(join(folder, "data.jsonl"), "utf8")).toBe(`${row}\n`);
    await editor.dirty();
    await editor.step(2).locator(".step-facts").getByText("First error").waitFor();
    await editor.workbench.screenshot("hot-exit");
    await editor.save();
    expect(readFileSync(join(folder, "data.jsonl"), "utf8")).toContain('"incorrect"');
  });

  it("is offered where the window was killed and nothing else remembers it", async () => {
    const folder = folderOf(suite.server(), { files: { "data.jsonl": `${row}\n` } });
    const killed = await editedIn(folder);
    await killed.workbench.close();
    await expect.poll(() => extensionHosts(suite.server())).toEqual([]);
    forgetKept(suite.server());
    expect(readFileSync(join(folder, "data.jsonl"), "utf8")).toBe(`${row}\n`);

    const editor = await TraceEditor.open(suite, folder);
    await editor.workbench.contextMenu(editor.workbench.treeRow("data.jsonl"), "Open as Step-DPO Dataset");
    const banner = editor.view.locator(".banner", {
      hasText: "1 unsaved edit from a window that ended early",
    });
    await editor.button("Recover", banner).click();
    await banner.waitFor({ state: "detached" });
    await editor.dirty();
    await editor.step(2).locator(".step-facts").getByText("First error").waitFor();
  });

  it("is everyone's: two windows and the command line edit one file, and one save is for all", async () => {
    const folder = folderOf(suite.server(), { files: { "data.jsonl": `${row}\n${problemRow(4, 5)}\n` } });
    const file = join(folder, "data.jsonl");
    const first = await editedIn(folder);
    const second = await TraceEditor.open(suite, folder);
    await second.workbench.contextMenu(second.workbench.treeRow("data.jsonl"), "Open as Step-DPO Dataset");
    await second.dirty();
    await second.step(2).locator(".step-facts").getByText("First error").waitFor();
    await first.save();
    await second.clean();
    await commandLine("label", file, "--row", "2", "--step", "1", "--label", "neutral");
    await second.goToRow(2);
    await second.view.locator('article.label-neutral[data-step="0"]').waitFor();
    await second.step(2).click();
    await second.workbench.page.keyboard.press("3");
    await first.dirty();
    await first.goToRow(2);
    await first.view.locator('article.label-incorrect[data-step="1"]').waitFor();
    await second.workbench.page.keyboard.press("Control+Z");
    await first.clean();
    await second.workbench.page.keyboard.press("Control+Y");
    await first.dirty();
    await first.save();
    await second.clean();
    for (const { view } of [first, second]) expect(await view.locator(".banner").count()).toBe(0);
    const labels = readFileSync(file, "utf8").match(/"label":"\w+"/gu);
    expect(labels).toEqual(['"label":"incorrect"', '"label":"neutral"', '"label":"incorrect"']);
  });
});

/** Runs the command line on the windows' state. */
async function commandLine(...args: readonly string[]): Promise<void> {
  await promisify(execFile)(process.execPath, [join(root, "src/cli/main.ts"), ...args], {
    env: { ...process.env, STEPDPO_STATE: join(suite.server().home, "state") },
  });
}

function served(name: string, baseUrl: string): ModelRef {
  return {
    name,
    provider: "openai",
    model: "served-model",
    baseUrl,
    continuation: "completions",
    template: "qwen2",
  };
}

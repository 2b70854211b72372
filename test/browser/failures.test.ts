import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { ModelRef } from "../../src/models/types.ts";
import { browserSuite } from "../support/browserSuite.ts";
import { fakeServer, type FakeServer } from "../support/fakeServer.ts";
import { folderOf } from "./folder.ts";
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
    // A change of the edited row is asked about.
    writeFileSync(file, `${problemRow(7, 7)}\n${problemRow(6, 6)}\n`);
    const changed = workbench.notification(/data\.jsonl/u);
    await changed.getByRole("button", { name: "Overwrite" }).waitFor();
    await workbench.screenshot("changed-on-disk");
    await changed.getByRole("button", { name: "Overwrite" }).click();
    await editor.clean();
    const saved = readFileSync(file, "utf8").split("\n");
    expect(saved[0]).toContain("3 plus 5");
    expect(saved[0]).toContain('"correct"');
    expect(saved[1]).toBe(problemRow(6, 6));

    // A deleted file is said to be gone; it can be written again.
    await editor.label(2, "Incorrect").click();
    await editor.dirty();
    rmSync(file);
    const gone = workbench.notification(/deleted/u);
    await gone.getByRole("button", { name: "Write It Again" }).waitFor();
    await editor.banner(/deleted/u).waitFor();
    await workbench.screenshot("deleted-on-disk");
    await gone.getByRole("button", { name: "Write It Again" }).click();
    await editor.clean();
    expect(existsSync(file)).toBe(true);
    expect(readFileSync(file, "utf8")).toContain('"incorrect"');
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

    // One that hangs is left at once.
    await editor.chooseModel("hangs");
    await editor.button("Retry", panel).click();
    const start = Date.now();
    await editor.button("Cancel", panel).click();
    await panel.getByText("Cancelled:").waitFor();
    expect(Date.now() - start).toBeLessThan(2000);

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
    const { page } = editor.workbench;
    // VS Code keeps it a moment after it was made. A hash of the path names the file, and may be negative.
    const kept = () =>
      readdirSync(join(suite.server().home, "data/User/Backups"), { recursive: true, encoding: "utf8" });
    await expect
      .poll(kept, { timeout: 20_000 })
      .toContainEqual(expect.stringMatching(/custom-editor.-?[0-9a-f]+$/u));
    const anew = page.waitForEvent("load");
    await editor.workbench.command("Developer: Reload Window");
    await anew;
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
});

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

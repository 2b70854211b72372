import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../../scripts/lib/bootstrap.mjs";
import { browserSuite } from "../support/browserSuite.ts";
import { folderOf } from "./folder.ts";
import { TraceEditor } from "./traceEditor.ts";

const suite = browserSuite();
const sample = join(root, "media/sample");

/** Short samples, until the first that wins: the model runs beside the editor and the browser. */
const settings = {
  "stepDpo.rectify.samples": 48,
  "stepDpo.rectify.maxTokens": 64,
  "stepDpo.rectify.stopAfterWins": 1,
};

describe("the sample dataset with the embedded model", () => {
  it("is rectified: candidates stream, one wins, it is taken and saved", async () => {
    const folder = folderOf(suite.server(), { copies: [sample], settings });
    const file = join(folder, "traces.jsonl");
    const before = readFileSync(file);
    const editor = await TraceEditor.open(suite, folder, { theme: "dark" });
    const { workbench, panel } = editor;
    await workbench.viewContainer("Step-DPO");
    await workbench.treeRow(/^traces\.jsonl.*40 rows/u).click();
    await workbench.treeRow(/^2\s+A tray/u).click();
    await workbench.treeRow("smollm2-135m-2").click();
    await workbench.treeRow(/^2\s+10 muffins are eaten/u).click();
    await editor.current.filter({ hasText: "10 muffins are eaten" }).waitFor();
    await editor.current.getByRole("button", { name: "Rectify" }).click();
    // The model writes on the processor that all the rest runs on.
    await panel.getByText(/(?:Enough wins|Done|Failed): /u).waitFor({ timeout: 300_000 });
    await editor.candidatesThat("win").first().waitFor();
    await workbench.screenshot("sample-rectified-dark");

    // By keys alone: to the candidates, accept the first, save.
    await workbench.page.keyboard.press("c");
    await workbench.page.keyboard.press("a");
    await editor.pair(2).locator(".side-win").waitFor();
    await editor.dirty();
    await workbench.screenshot("sample-pair-dark");
    await editor.save();
    expect(readFileSync(file).equals(before)).toBe(true);
    const pair = JSON.parse(readFileSync(join(folder, "traces.pairs.jsonl"), "utf8")) as Record<
      string,
      string
    >;
    expect(pair).toMatchObject({ answer: "6" });
    expect(pair["chosen"]?.trim()).not.toBe("");
    expect(pair["chosen"]).not.toBe(pair["rejected"]);
  });

  it("stops at once when it is cancelled", async () => {
    const many = { ...settings, "stepDpo.rectify.samples": 64, "stepDpo.rectify.stopAfterWins": 0 };
    const folder = folderOf(suite.server(), { copies: [sample], settings: many });
    const editor = await TraceEditor.open(suite, folder, { theme: "contrast" });
    const { workbench, panel } = editor;
    await workbench.contextMenu(workbench.treeRow("traces.jsonl"), "Open as Step-DPO Dataset");
    await editor.goToRow(4);
    await editor.step(2).click();
    await workbench.page.keyboard.press("r");
    await editor.candidatesThat("streaming").first().waitFor();
    await workbench.screenshot("sample-streaming-contrast");
    await editor.button("Cancel", panel).click();
    const ended = panel.getByText("Cancelled:");
    await ended.waitFor();
    // Not once all were sampled.
    expect(Number(/Cancelled: (\d+) sampled/u.exec(await ended.innerText())?.[1])).toBeLessThan(64);
  });
});

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../../scripts/lib/bootstrap.mjs";
import { browserSuite } from "../support/browserSuite.ts";
import { folderOf, shared } from "./folder.ts";
import { TraceEditor } from "./traceEditor.ts";

const suite = browserSuite();
const sample = join(root, "media/sample");
const solutions = shared("gsm8k/example_model_solutions.jsonl");
const math = shared("processbench/math.json");

/** A row of GSM8K's model solutions, as far as these tests look at it. */
type Solutions = Record<"question" | "ground_truth", string> &
  Record<"6b_finetuning" | "175b_verification", { is_correct: boolean; solution: string }>;

describe("GSM8K model solutions", () => {
  it.skipIf(!solutions.there)("are read from the tree to the step, labelled, undone and saved", async () => {
    const folder = folderOf(suite.server(), { copies: [solutions.path] });
    const file = join(folder, "example_model_solutions.jsonl");
    const before = readFileSync(file, "utf8");
    const lines = before.split("\n");
    const [first, second] = lines.map((line) => (line === "" ? null : (JSON.parse(line) as Solutions)));
    if (first == null || second == null) throw new Error("The file has two rows at least.");
    const steps = first["175b_verification"].solution.split("\n");
    const editor = await TraceEditor.open(suite, folder);
    const { workbench } = editor;

    await workbench.viewContainer("Step-DPO");
    await workbench.treeRow(/example_model_solutions.jsonl.*1,319 rows/u).click();
    await workbench.treeRow("1 – 100").click();
    await workbench.treeRow(/^1\s+[^\s–]/u).click();
    await workbench.treeRow("175b_verification").click();
    await workbench.treeRow(`2 ${(steps[1] ?? "").slice(0, 15)}`).click();

    // The trace editor is at that step of that trace, and reads as the file says.
    await editor.current.filter({ hasText: steps[1] ?? "" }).waitFor();
    expect(await editor.current.getAttribute("data-step")).toBe("1");
    await editor.view.getByRole("tab", { name: "175b_verification", selected: true }).waitFor();
    await editor.problem.getByText(first.question.slice(0, 40)).waitFor();
    await editor.problem.locator(".gold").getByText("18", { exact: true }).waitFor();
    expect(await editor.view.locator("article.step").count()).toBe(steps.length);
    await editor.verdict.getByText("equals gold").waitFor();
    await workbench.screenshot("solutions-read");

    // Labels by button and by key; each is an unsaved edit.
    await editor.label(2, "Correct").click();
    await editor.dirty();
    await editor.step(2).locator(".step-facts").getByText("Correct").waitFor();
    await workbench.page.keyboard.press("j");
    await workbench.page.keyboard.press("3");
    await editor.step(3).locator(".step-facts").getByText("First error").waitFor();
    await workbench.treeRow(/^3\s.*first error/u).waitFor();

    // In another row too; undo goes back over both, and to where each was made.
    await workbench.page.keyboard.press("n");
    await editor.problem.getByText(second.question.slice(0, 40)).waitFor();
    await editor.step(1).click();
    await workbench.page.keyboard.press("2");
    await editor.step(1).locator(".step-facts").getByText("Neutral").waitFor();
    await workbench.page.keyboard.press("Control+Z");
    await editor.step(1).locator(".step-facts").waitFor({ state: "detached" });
    await workbench.page.keyboard.press("Control+Z");
    await editor.problem.getByText(first.question.slice(0, 40)).waitFor();
    await editor.step(3).locator(".step-facts").waitFor({ state: "detached" });
    await editor.step(2).locator(".step-facts").getByText("Correct").waitFor();
    await workbench.page.keyboard.press("Control+Z");
    await editor.clean();
    await editor.step(2).locator(".step-facts").waitFor({ state: "detached" });
    await workbench.page.keyboard.press("Control+Y");
    await editor.dirty();
    await editor.step(2).locator(".step-facts").getByText("Correct").waitFor();

    // Saved: the row of the label has grown by it, the rest is as it was.
    await editor.save();
    const saved = readFileSync(file, "utf8").split("\n");
    expect(saved.slice(1)).toEqual(lines.slice(1));
    const { step_dpo: added, ...rest } = JSON.parse(saved[0] ?? "") as Solutions & { step_dpo: unknown };
    expect(rest).toEqual(first);
    expect(JSON.stringify(added)).toContain('"correct"');
    expect(saved[0]?.startsWith((lines[0] ?? "").slice(0, -1))).toBe(true);

    // Undone after saving, it is an unsaved edit again; reverted, it is as saved.
    await editor.step(2).click();
    await workbench.page.keyboard.press("1");
    await editor.step(2).locator(".step-facts").waitFor({ state: "detached" });
    await editor.dirty();
    await workbench.command("File: Revert File");
    await editor.clean();
    await editor.step(2).locator(".step-facts").getByText("Correct").waitFor();
    expect(readFileSync(file, "utf8").split("\n")).toEqual(saved);
  });
});

describe("The sample", () => {
  it("is filtered, searched and sorted; tree, keys and editor follow", async () => {
    const folder = folderOf(suite.server(), { copies: [sample] });
    const editor = await TraceEditor.open(suite, folder);
    const { workbench } = editor;
    const { keyboard } = workbench.page;
    await editor.openFromTree("traces.jsonl");

    // Filtered in the editor, by key: the tree shows the same rows.
    await editor.step(1).click();
    await keyboard.press("f");
    await editor.filters("right").filter({ hasText: "17" }).waitFor();
    await keyboard.press("Enter");
    await keyboard.press("Escape");
    await editor.found("1 of 17 found").waitFor();
    await workbench.treeRow(/^traces\.jsonl.*right · 17 of 40 rows/u).waitFor();
    await workbench.treeRow(/^3\s+Omar/u).waitFor();
    await workbench.treeRow(/^5\s+Priya/u).waitFor({ state: "detached" });

    // Searched among those; Enter and F3 go from match to match, over the rows between.
    await keyboard.press("Control+F");
    await editor.view.locator(".find-box input:focus").waitFor();
    await keyboard.type("how many", { delay: 20 });
    await editor.found(/found$/u).waitFor();
    await keyboard.press("Enter");
    await editor.problem.locator("mark.mark-found").getByText("How many").first().waitFor();
    const [, before, all] = /(\d+) of (\d+) found/u.exec(await editor.found(/of/u).innerText()) ?? [];
    await keyboard.press("F3");
    await editor.found(`${Number(before) + 1} of ${all ?? ""} found`).waitFor();
    await keyboard.press("Shift+F3");
    await editor.found(`${before ?? ""} of ${all ?? ""} found`).waitFor();
    expect(await editor.searchBox.inputValue()).toBe("how many");
    await workbench.screenshot("sample-found");

    // Nothing found says so in both; Escape leaves the text, then the filter.
    await editor.searchBox.fill("no such words");
    await editor.found("No rows found").waitFor();
    await workbench.treeRow("No rows found: “no such words” · right").waitFor();
    await keyboard.press("Escape");
    await keyboard.press("Escape");
    await workbench.treeRow(/^traces\.jsonl.*solutions · 40 rows/u).waitFor();

    // Filtered from the tree; sorted there too, and kept over a reload of the window.
    await workbench.contextMenu(workbench.treeRow(/^traces\.jsonl/u), "Filter Rows");
    await workbench.quickPick(/^wrong\s*39 rows/u);
    await keyboard.press("Enter");
    await editor.found(/of 39 found|39 rows found/u).waitFor();
    await workbench.contextMenu(workbench.treeRow(/^traces\.jsonl/u), "Sort Rows By");
    await workbench.quickPick("Steps, most first");
    await workbench.treeRow(/^traces\.jsonl.*wrong · Steps, most first · 39 of 40 rows/u).waitFor();
    // VS Code writes what extensions keep some time after they gave it, and a reload does not wait for that.
    await workbench.keeps('"sort":"steps"');
    // Nor for what VS Code itself keeps of the window, which it tells nobody of.
    await workbench.page.waitForTimeout(3000);
    await workbench.page.reload();
    await workbench.treeRow(/^traces\.jsonl.*wrong · Steps, most first/u).waitFor();
    await editor.found(/of 39 found|39 rows found/u).waitFor();
  });
});

describe("ProcessBench", () => {
  it.skipIf(!math.there)("has no gold answer; its label field alone is written", async () => {
    const folder = folderOf(suite.server(), { copies: [math.path] });
    const file = join(folder, "math.json");
    const before = readFileSync(file, "utf8");
    const editor = await TraceEditor.open(suite, folder, { viewport: { width: 700, height: 900 } });
    const { workbench } = editor;
    await workbench.contextMenu(workbench.treeRow("math.json"), "Open as Step-DPO Dataset");
    await editor.goToRow(3);
    await editor.step(1).waitFor();
    await editor.view.locator(".katex").first().waitFor();
    await workbench.screenshot("math-narrow");
    await editor.verdict.getByText("Not compared").waitFor();
    await editor.step(4).locator(".step-facts").getByText("First error").waitFor();
    await editor.step(2).click();
    await workbench.page.keyboard.press("3");
    await editor.step(2).locator(".step-facts").getByText("First error").waitFor();
    await editor.save();
    const saved = readFileSync(file, "utf8");
    // The third row's label, and not a byte besides.
    const at = nth(before, '"label": ', 2) + '"label": '.length;
    expect(before[at]).toBe("3");
    expect(saved).toBe(`${before.slice(0, at)}1${before.slice(at + 1)}`);

    // "Set Gold Answer" gives the candidates something to be compared with.
    await editor.button("Set Gold Answer").click();
    await workbench.answer("42");
    await editor.problem.getByText("set by you").waitFor();
    await editor.verdict.getByText("differs from gold").waitFor();
    await editor.dirty();
  });
});

/** Where the text stands for the nth time, from 0. */
function nth(text: string, wanted: string, count: number): number {
  let at = text.indexOf(wanted);
  for (let seen = 0; seen < count && at >= 0; seen += 1) at = text.indexOf(wanted, at + 1);
  return at;
}

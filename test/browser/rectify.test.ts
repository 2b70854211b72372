import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { browserSuite } from "../support/browserSuite.ts";
import { fakeServer, type FakeServer, type ServerKind } from "../support/fakeServer.ts";
import { folderOf, servedBy, shared } from "./folder.ts";
import { TraceEditor } from "./traceEditor.ts";

const suite = browserSuite();
const solutions = shared("gsm8k/example_model_solutions.jsonl");
const servers: FakeServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function serve(kind: ServerKind, answers?: readonly string[]): Promise<FakeServer> {
  const server = await fakeServer(kind, answers);
  servers.push(server);
  return server;
}

// The first problem of the file has the answer 18.
const right = "So 16 - 3 - 4 = 9 are sold.\nThat makes 9 * 2 = 18.\nA: 18";
const alsoRight = "She sells 16 - 7 = 9 of them.\nThat is 9 * 2 = 18 dollars.\nA: 18";
const lucky = "She sells 16 - 3 = 9 of them.\nThat is 9 * 2 = 18 dollars.\nA: 18";
const wrong = "She sells 16 - 3 = 13.\nThat makes 13 * 2 = 26.\nA: 26";

describe.skipIf(!solutions.there)("rectifying GSM8K model solutions", () => {
  it("streams, stops after enough wins, takes one as s_win and keeps the pair beside the file", async () => {
    const server = await serve("vllm", [wrong, right, lucky, alsoRight]);
    const settings = servedBy(server.baseUrl, { "stepDpo.rectify.stopAfterWins": 2 });
    const folder = folderOf(suite.server(), { copies: [solutions.path], settings });
    const file = join(folder, "example_model_solutions.jsonl");
    const pairs = join(folder, "example_model_solutions.pairs.jsonl");
    const before = readFileSync(file);
    const editor = await TraceEditor.open(suite, folder);
    const { workbench } = editor;
    await workbench.viewContainer("Step-DPO");
    await workbench.treeRow(/example_model_solutions.jsonl.* rows/u).click();
    await workbench.treeRow("1 – 100").click();
    await workbench.treeRow(/^1\s+[^\s–]/u).click();
    await workbench.treeRow("6b_finetuning").click();

    // From the tree's own menu: the trace opens and the candidates come.
    await workbench.contextMenu(workbench.treeRow(/^1\s+Janet eats/u), "Rectify from This Step");
    await editor.candidatesThat("win").nth(1).waitFor();
    await editor.candidatesThat("lucky").waitFor();
    await editor.candidatesThat("wrong").waitFor();
    await editor.panel.getByText("2 wins").first().waitFor();
    await workbench.screenshot("rectified-light");

    // The prompt is shown as it was sent.
    await editor.button("Show Prompt", editor.panel).click();
    const prompt = editor.view.getByRole("dialog", { name: "Prompt as sent" });
    const sent = String(server.requests.at(-1)?.["prompt"]);
    await prompt.getByText(sent.slice(-60).trim()).waitFor();
    await workbench.page.keyboard.press("Escape");
    await prompt.waitFor({ state: "detached" });

    // One is rejected; the lucky one is not taken without a question; the other win is edited, then taken.
    const wins = editor.candidatesThat("win");
    await wins.first().getByRole("button", { name: "Reject" }).click();
    await editor.panel.locator(".candidate.rejected").waitFor();
    await editor.candidatesThat("lucky").click();
    await editor.candidatesThat("lucky").getByRole("button", { name: "Accept" }).click();
    await editor.candidatesThat("lucky").locator(".confirm").waitFor();
    await workbench.page.keyboard.press("Escape");
    const other = editor.panel.locator("article.candidate.state-win:not(.rejected)");
    await other.click();
    await other.getByRole("button", { name: "Edit" }).click();
    const field = editor.panel.getByRole("textbox", { name: "First step, to become s_win" });
    await field.fill("She sells 16 - 3 - 4 = 9 eggs a day.");
    await field.press("Control+Enter");
    await editor.pair(1).getByText("She sells 16 - 3 - 4 = 9 eggs a day.").waitFor();
    await editor.dirty();
    await workbench.screenshot("pair-light");
    expect(existsSync(pairs)).toBe(false);

    // Saved: the pair is beside the file, whose own bytes are as they were.
    await editor.save();
    expect(readFileSync(file).equals(before)).toBe(true);
    const [pair, ...others] = readFileSync(pairs, "utf8").trimEnd().split("\n");
    expect(others).toEqual([]);
    expect(JSON.parse(pair ?? "")).toMatchObject({
      chosen: "She sells 16 - 3 - 4 = 9 eggs a day.",
      answer: "18",
    });
    await workbench.treeRow(/^1\s.*has s_win/u).waitFor();
    // What was sampled is in a run folder, whatever was taken.
    expect(readdirSync(join(folder, ".stepdpo/runs"))).toHaveLength(1);
  });

  it("cancels at once, and tries again with other settings", async () => {
    const long = Array.from({ length: 4000 }, (_, index) => `word${index}`).join(" ");
    const server = await serve("slow", [long]);
    const folder = folderOf(suite.server(), { copies: [solutions.path], settings: servedBy(server.baseUrl) });
    const editor = await TraceEditor.open(suite, folder);
    const { workbench } = editor;
    await workbench.contextMenu(
      workbench.treeRow("example_model_solutions.jsonl"),
      "Open as Step-DPO Dataset",
    );
    await editor.step(2).hover();
    await editor.step(2).getByRole("button", { name: "Rectify" }).click();
    await editor.candidatesThat("streaming").first().getByText("word5").waitFor();
    await editor.button("Cancel", editor.panel).click();
    await editor.panel.getByText("Cancelled:").waitFor();
    // Broken off: the server was far from its last word.
    await expect.poll(() => server.aborted()).toBeGreaterThan(0);

    // Again with other settings, from the trace's own right-click menu.
    await workbench.contextMenu(editor.step(2), "Rectify from This Step");
    await editor.panel.getByRole("button", { name: "Settings" }).click();
    await editor.set("Samples", "2");
    await editor.set("Temperature", "0.3");
    await editor.button("Retry", editor.panel).click();
    await editor.candidatesThat("streaming").first().waitFor();
    expect(server.requests.at(-1)).toMatchObject({ n: 2, temperature: 0.3 });
    await editor.button("Cancel", editor.panel).click();
    await editor.panel.getByText("Cancelled:").waitFor();
  });
});

describe("rectifying pairs", () => {
  it("writes s_win into the row, where the format has a place for it", async () => {
    const row = {
      dataset: "own",
      prompt: "A box holds 4 pens. How many are in 3 boxes?",
      initial_reason_steps: "Let's think step by step.\nStep 1: Each box holds 4 pens.\nStep 2:",
      chosen: "",
      rejected: " In 3 boxes that is 4 + 3 = 7.",
      full_chosen: "",
      full_rejected: " In 3 boxes that is 4 + 3 = 7.\nStep 3: The answer is 7.",
      answer: "12",
    };
    const server = await serve("vllm", [" In 3 boxes that is 4 * 3 = 12.\nStep 3: The answer is 12."]);
    const folder = folderOf(suite.server(), {
      files: { "own.jsonl": `${JSON.stringify(row)}\n` },
      settings: servedBy(server.baseUrl),
    });
    const editor = await TraceEditor.open(suite, folder);
    const { workbench } = editor;
    await workbench.contextMenu(workbench.treeRow("own.jsonl"), "Open as Step-DPO Dataset");
    await editor.step(2).click();
    await workbench.page.keyboard.press("r");
    await editor.candidatesThat("win").first().getByRole("button", { name: "Accept" }).click();
    await editor.pair(2).locator(".side-win").getByText("4 * 3 = 12").waitFor();
    await editor.save();
    expect(readdirSync(folder).filter((name) => name.endsWith(".pairs.jsonl"))).toEqual([]);
    const saved = JSON.parse(readFileSync(join(folder, "own.jsonl"), "utf8")) as Record<string, unknown>;
    const { full_chosen: whole, ...rest } = saved;
    expect(rest).toMatchObject({
      prompt: row.prompt,
      chosen: " In 3 boxes that is 4 * 3 = 12.",
      rejected: row.rejected,
    });
    expect(whole).toContain("The answer is 12.");
  });
});

import { createReadStream, createWriteStream } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { expect, it } from "vitest";
import { browserSuite } from "../support/browserSuite.ts";
import { folderOf } from "./folder.ts";
import { problemRow } from "./rows.ts";
import { TraceEditor } from "./traceEditor.ts";

const suite = browserSuite();

/** A row of 50 MB, a step at a time, between two short ones. */
function* fileWithLongRow(): Generator<string> {
  yield `${problemRow(3, 5)}\n`;
  yield '{"problem":"How long is it?","steps":["It begins."';
  for (let step = 0; step < 50; step++) yield `,"Step ${step} says ${"word ".repeat(200_000)}"`;
  yield ',"The answer is 42."],"final_answer_correct":true,"label":-1}\n';
  yield `${problemRow(4, 9)}\n`;
}

it("opens a row of 50 MB when asked, without hanging the window; a label in it is saved", async () => {
  const folder = folderOf(suite.server(), { files: {} });
  const file = join(folder, "long.jsonl");
  await pipeline(Readable.from(fileWithLongRow()), createWriteStream(file));
  const editor = await TraceEditor.open(suite, folder);
  const { workbench } = editor;
  await workbench.contextMenu(workbench.treeRow("long.jsonl"), "Open as Step-DPO Dataset");
  await editor.problem.getByText("3 plus 5").waitFor();
  await workbench.page.keyboard.press("n");
  const told = editor.view.locator(".bad-row .banner");
  await told.getByText("50 million characters").waitFor();
  await workbench.screenshot("long-row");

  await editor.button("Open Anyway", told).click();
  // The window answers meanwhile.
  await workbench.command("View: Toggle Primary Side Bar Visibility");
  await editor.problem.getByText("How long is it?").waitFor();
  await editor.verdict.getByText("42").first().waitFor();
  await editor.banner("The first 1 million of 50").waitFor();
  await editor.label(1, "Incorrect").click();
  await editor.dirty();
  await editor.view.locator('article.label-incorrect[data-step="0"]').waitFor();
  await workbench.screenshot("long-row-opened");
  await editor.save();
  const lines = createInterface({ input: createReadStream(file) });
  const read: string[] = [];
  for await (const line of lines) read.push(line);
  expect([read[0], read[2], read.length]).toEqual([problemRow(3, 5), problemRow(4, 9), 3]);
  expect(read[1]?.slice(-40)).toContain('"label":0}');
  await workbench.page.keyboard.press("n");
  await editor.problem.getByText("4 plus 9").waitFor();
});

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { browserSuite } from "../support/browserSuite.ts";
import { folderOf } from "./folder.ts";
import { problemRow } from "./rows.ts";
import { TraceEditor } from "./traceEditor.ts";

const suite = browserSuite();
const count = 40;

it("hundreds of quick presses are all kept, in their order: rows, steps, labels, undo and redo", async () => {
  const rows = Array.from({ length: count }, (_, at) => problemRow(at + 1, 5));
  const folder = folderOf(suite.server(), { files: { "data.jsonl": `${rows.join("\n")}\n` } });
  const editor = await TraceEditor.open(suite, folder);
  const { workbench } = editor;
  const { keyboard } = workbench.page;
  // The whole text: the end of "11 plus 5" is "1 plus 5".
  const at = (row: number) => editor.problem.getByText(`What is ${row} plus 5?`, { exact: true }).waitFor();
  await workbench.contextMenu(workbench.treeRow("data.jsonl"), "Open as Step-DPO Dataset");
  await at(1);
  await editor.step(1).click();

  // Nothing is waited for: step 1 correct, down, step 2 incorrect, up and down again, to the next row. 39 rows of seven.
  for (let row = 1; row < count; row++) for (const key of "1j3kjkn") await keyboard.press(key);
  await at(count);
  // A label pressed four times in a row is not there; five times, it is.
  for (const key of "1111j33333") await keyboard.press(key);
  await editor.step(2).locator(".step-facts").getByText("First error").waitFor();
  await editor.view.locator('article.label-none[data-step="0"]').waitFor();
  for (let row = 1; row < count; row++) await keyboard.press("p");
  await at(1);

  await editor.save();
  const labels = () =>
    readFileSync(join(folder, "data.jsonl"), "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => (line.match(/"label":"\w+"/gu) ?? []).join());
  const both = '"label":"correct","label":"incorrect"';
  expect(labels()).toEqual([...Array.from({ length: count - 1 }, () => both), '"label":"incorrect"']);

  const onlyFirstIsLeft = async (): Promise<void> => {
    await editor.dirty();
    // So are those of other rows before: the first row's comes last.
    await editor.view.locator('article.label-none[data-step="1"]').waitFor();
    await at(1);
    await editor.view.locator('article.label-none[data-step="1"]').waitFor();
  };
  // All but the first are undone, redone and undone again by a key that is held down.
  const edits = 2 * (count - 1) + 9;
  const hold = async (keys: readonly string[], repeats: number): Promise<void> => {
    for (const key of keys.slice(0, -1)) await keyboard.down(key);
    for (let repeat = 0; repeat < repeats; repeat++) await keyboard.down(keys.at(-1) ?? "");
    for (const key of keys.toReversed()) await keyboard.up(key);
  };
  await hold(["Control", "z"], edits - 1);
  await onlyFirstIsLeft();
  await hold(["Control", "Shift", "z"], edits - 1);
  await at(count);
  await editor.step(2).locator(".step-facts").getByText("First error").waitFor();
  await editor.clean();
  await hold(["Control", "z"], edits - 1);
  await onlyFirstIsLeft();
  await editor.save();
  expect(labels()).toEqual(['"label":"correct"', ...Array.from({ length: count - 1 }, () => "")]);
});

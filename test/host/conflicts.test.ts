import { deepEqual, equal, match, rejects } from "node:assert/strict";
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { commands, TabInputTextDiff, window, workspace, type Uri } from "vscode";
import type { TracePanel } from "../../src/extension/editor/panel.ts";
import { cleanUp, file, openPanel, rows, studio, tabOf, until, untilDirty } from "./support.ts";

const label = (step: number) =>
  ({ kind: "label", trace: 0, step, label: "incorrect", by: "person" }) as const;
const labelOf = async (panel: TracePanel, row: number, step: number) =>
  (await panel.host.row(row)).row?.traces[0]?.steps[step]?.label;
const lines = (uri: Uri) => readFileSync(uri.fsPath, "utf8").split("\n");

/** Writes rows anew as another program would, each given one with another name. */
function renamed(uri: Uri, ...changed: readonly number[]): void {
  const now = lines(uri).map((line, at) => (changed.includes(at) ? line.replace("Tom", "Ann") : line));
  writeFileSync(uri.fsPath, now.join("\n"));
}

/** The comparison that is open, waiting for it. */
function comparison(): Promise<TabInputTextDiff> {
  return until("a comparison", () => {
    const input = window.tabGroups.activeTabGroup.activeTab?.input;
    return input instanceof TabInputTextDiff ? input : null;
  });
}

/** A dataset whose rows given have edits and were changed on disk too. */
async function inConflict(name: string, count: number, ...changed: readonly number[]) {
  const uri = file(name, rows(count));
  const panel = await openPanel(uri);
  for (const row of changed) await panel.document.apply(row, label(0));
  await untilDirty(uri, true);
  renamed(uri, ...changed);
  await until("the conflict", () => panel.host.dataset().conflicts.length === changed.length);
  return { uri, panel };
}

describe("A file that another program changes", () => {
  afterEach(cleanUp);

  it("is followed where rows were appended: the edits stay", async () => {
    const uri = file("appended.jsonl", rows(2));
    const panel = await openPanel(uri);
    await panel.document.apply(1, label(0));
    appendFileSync(uri.fsPath, rows(1));
    await until("the new row", () => panel.host.dataset().rows === 3);
    deepEqual(panel.host.dataset().conflicts, []);
    equal(await labelOf(panel, 1, 0), "incorrect");
    await commands.executeCommand("workbench.action.files.save");
    await untilDirty(uri, false);
    match(lines(uri)[1] ?? "", /"label":0,/u);
    equal(lines(uri).length, 4);
  });

  it("is not saved over while edited rows differ; keeping them puts them over the file's", async () => {
    const { uri, panel } = await inConflict("keep.jsonl", 3, 1);
    await rejects((await studio()).editors.saveCustomDocument(panel.document));
    equal(panel.document.session.info.dirty, true);
    match(lines(uri)[1] ?? "", /Ann/u);
    await commands.executeCommand("stepDpo.compareWithDisk", uri);
    const input = await comparison();
    const [disk, mine] = await Promise.all(
      [input.original, input.modified].map(async (side) =>
        (await workspace.openTextDocument(side)).getText(),
      ),
    );
    match(disk ?? "", /Ann has 1 pens/u);
    match(mine ?? "", /Tom has 1 pens/u);
    match(mine ?? "", /"label": 0/u);
    await commands.executeCommand("stepDpo.keepMine", input.modified);
    await until("the trace editor", () => tabOf(uri)?.isActive);
    deepEqual(panel.host.dataset().conflicts, []);
    await commands.executeCommand("workbench.action.files.save");
    await untilDirty(uri, false);
    match(lines(uri)[1] ?? "", /Tom has 1 pens.*"label":0,/u);
  });

  it("gives its row where theirs is taken; undo brings the edits back", async () => {
    const { panel } = await inConflict("take.jsonl", 3, 0, 2);
    await panel.document.resolve(0, "theirs");
    deepEqual(panel.host.dataset().conflicts, [2]);
    match((await panel.host.row(0)).row?.problem ?? "", /Ann/u);
    await commands.executeCommand("stepDpo.undo");
    await until("the edits are back", async () => (await labelOf(panel, 0, 0)) === "incorrect");
    match((await panel.host.row(0)).row?.problem ?? "", /Tom/u);
    await commands.executeCommand("stepDpo.redo");
    await until("theirs again", async () => (await labelOf(panel, 0, 0)) !== "incorrect");
  });

  it("leaves older edits that no longer fit refused, and the others to be undone", async () => {
    const { uri, panel } = await inConflict("stale.jsonl", 2, 0, 1);
    await panel.document.resolve(1, "mine");
    await panel.document.resolve(0, "mine");
    // Two choices are taken back, then the edit of row 2, which they replaced, is refused, then that of row 1.
    for (let press = 0; press < 4; press++) await commands.executeCommand("stepDpo.undo");
    match((await panel.host.row(0)).row?.problem ?? "", /Ann/u);
    await untilDirty(uri, false);
    await commands.executeCommand("stepDpo.redo");
    await untilDirty(uri, true);
  });

  it("is settled for all rows at once, as one edit", async () => {
    const { uri, panel } = await inConflict("all.jsonl", 4, 0, 1, 3);
    await panel.host.run("takeTheirs", panel.host.place);
    deepEqual(panel.host.dataset().conflicts, []);
    await untilDirty(uri, false);
    for (const row of [0, 1, 3]) match((await panel.host.row(row)).row?.problem ?? "", /Ann/u);
    await commands.executeCommand("stepDpo.undo");
    await until("all edits are back", async () => (await labelOf(panel, 0, 0)) === "incorrect");
    for (const row of [1, 3]) equal(await labelOf(panel, row, 0), "incorrect");
    await commands.executeCommand("workbench.action.files.save");
    await untilDirty(uri, false);
    deepEqual(
      lines(uri).map((line) => line.includes("Tom")),
      [true, true, true, true, false],
    );
  });

  it("may change again while it is compared: the comparison and the conflict follow", async () => {
    const { uri, panel } = await inConflict("again.jsonl", 2, 0);
    await commands.executeCommand("stepDpo.compareWithDisk", uri);
    const input = await comparison();
    writeFileSync(uri.fsPath, lines(uri).join("\n").replaceAll("Ann", "Zoe"));
    const disk = await workspace.openTextDocument(input.original);
    await until("the new text", () => disk.getText().includes("Zoe"));
    deepEqual(panel.host.dataset().conflicts, [0]);
    // What the edits were made over is back: there is nothing to choose any more.
    writeFileSync(uri.fsPath, lines(uri).join("\n").replaceAll("Zoe", "Tom"));
    await until("no conflict", () => panel.host.dataset().conflicts.length === 0);
    equal(await labelOf(panel, 0, 0), "incorrect");
    await commands.executeCommand("stepDpo.keepMine", input.modified);
    equal(await labelOf(panel, 0, 0), "incorrect");
  });

  it("keeps the edits of a row that is gone until they are dropped", async () => {
    const uri = file("gone.jsonl", rows(3));
    const panel = await openPanel(uri);
    await panel.document.apply(2, label(0));
    writeFileSync(uri.fsPath, rows(2));
    await until("the conflict", () => panel.host.dataset().conflicts.length === 1);
    await rejects(panel.document.resolve(2, "mine"), /no longer in the file/u);
    equal(panel.document.session.edits.length, 1);
    await panel.document.resolve(2, "theirs");
    equal(panel.document.session.edits.length, 0);
    equal(readFileSync(uri.fsPath, "utf8"), rows(2));
  });

  it("may be deleted: it is saved again at its place, edited or not", async () => {
    const uri = file("deleted.jsonl", rows(2));
    const panel = await openPanel(uri);
    for (const edited of [false, true]) {
      if (edited) await panel.document.apply(0, label(1));
      rmSync(uri.fsPath);
      await until("the file is missed", () => panel.host.dataset().deleted === "rewritable");
      await panel.host.run("saveAgain", panel.host.place);
      await until("it is there again", () => existsSync(uri.fsPath));
      await until("it is not missed", () => panel.host.dataset().deleted === null);
      await untilDirty(uri, false);
    }
    match(lines(uri)[0] ?? "", /"label":1,/u);
    equal(lines(uri)[1], rows(2).split("\n")[1]);
  });
});

import { deepEqual, equal, match } from "node:assert/strict";
import { readFileSync, rmSync } from "node:fs";
import { commands, Position, TabInputText, Uri, window } from "vscode";
import {
  childrenOf,
  cleanUp,
  datasetNode,
  file,
  openPanel,
  rows,
  studio,
  tabOf,
  until,
  untilDirty,
} from "./support.ts";

const label = (row: number, step: number) =>
  ({ row, change: { kind: "label", trace: 0, step, label: "incorrect", by: "person" } }) as const;

/** Text that differs from a file's in the lines given, by index. */
function changedLines(before: string, after: string): number[] {
  const [old, now] = [before.split("\n"), after.split("\n")];
  equal(now.length, old.length);
  return now.flatMap((line, at) => (line === old[at] ? [] : [at]));
}

describe("The trace editor", () => {
  afterEach(cleanUp);

  it("opens a dataset by the command of the Explorer's menu", async () => {
    const uri = file("open.jsonl", rows(3));
    await commands.executeCommand("stepDpo.openAsDataset", uri);
    const tab = await until("a tab of the trace editor", () => tabOf(uri));
    equal(tab.isDirty, false);
    const { editors } = await studio();
    await until("the format", () => editors.of(uri)?.host.dataset().formatTitle === "ProcessBench");
  });

  it("takes a label from the tree: dirty, undo, redo, save; only that value differs on disk", async () => {
    const content = rows(4);
    const uri = file("label.jsonl", content);
    await openPanel(uri);
    const [, second] = await childrenOf(await datasetNode(uri));
    const steps = await childrenOf(second?.node);
    await commands.executeCommand("stepDpo.labelIncorrect", steps[1]?.node);
    await untilDirty(uri, true);
    await commands.executeCommand("undo");
    await untilDirty(uri, false);
    await commands.executeCommand("redo");
    await untilDirty(uri, true);
    equal(readFileSync(uri.fsPath, "utf8"), content, "nothing is written before saving");
    await commands.executeCommand("workbench.action.files.save");
    await untilDirty(uri, false);
    const after = readFileSync(uri.fsPath, "utf8");
    equal(changedLines(content, after).join(), "1");
    match(after.split("\n")[1] ?? "", /"label":1, .*"extra" : 12345678901234567890/u);
  });

  it("is still unsaved where it was edited while it was being saved", async () => {
    const uri = file("meanwhile.jsonl", rows(2));
    const { document } = await openPanel(uri);
    const { session } = document;
    await document.apply(0, label(0, 0).change);
    await untilDirty(uri, true);
    const save = session.save.bind(session);
    session.save = async (options) => {
      await save(options);
      await document.apply(1, label(1, 0).change);
    };
    await commands.executeCommand("workbench.action.files.save");
    session.save = save;
    equal(session.edits.length, 1);
    // VS Code saves nothing that it doesn't know to be unsaved.
    await until("the edit made meanwhile can be saved", async () => {
      await commands.executeCommand("workbench.action.files.save");
      return !session.info.dirty;
    });
    await untilDirty(uri, false);
  });

  it("opens the editor first where a change comes from the tree alone", async () => {
    const uri = file("closed.jsonl", rows(2));
    const { datasets } = await studio();
    datasets.add(uri);
    const [first] = await childrenOf(await datasetNode(uri));
    const steps = await childrenOf(first?.node);
    equal(tabOf(uri), undefined);
    await commands.executeCommand("stepDpo.labelIncorrect", steps[0]?.node);
    await untilDirty(uri, true);
  });

  it("undoes across rows, in the order of the edits", async () => {
    const uri = file("across.jsonl", rows(3));
    const { document, host } = await openPanel(uri);
    for (const row of [0, 2]) await document.apply(row, label(row, 0).change);
    await untilDirty(uri, true);
    await commands.executeCommand("undo");
    await until(
      "row 3 is unlabelled again",
      async () => (await host.row(2)).row?.traces[0]?.steps[0]?.label !== "incorrect",
    );
    equal((await host.row(0)).row?.traces[0]?.steps[0]?.label, "incorrect");
    await commands.executeCommand("undo");
    await untilDirty(uri, false);
  });

  it("undoes all changes of a row at once, and gives them back by undo", async () => {
    const content = rows(3);
    const uri = file("row.jsonl", content);
    const { document, host } = await openPanel(uri);
    const edited = [label(1, 0), label(0, 1), label(1, 2)];
    for (const { row, change } of edited) await document.apply(row, change);
    const labels = async () =>
      Promise.all(
        [0, 1].map(async (row) =>
          (await host.row(row)).row?.traces[0]?.steps.map((step) => step.label).join(),
        ),
      );
    const before = await labels();
    const [first] = before;
    equal(await document.undoRow(1), 2);
    const unlabelled = (await host.row(2)).row?.traces[0]?.steps.map((step) => step.label).join();
    deepEqual(await labels(), [first, unlabelled]);
    deepEqual(
      document.session.edits.map(({ row }) => row),
      [0],
    );
    await untilDirty(uri, true);
    await commands.executeCommand("stepDpo.undo");
    await until("its labels are back", async () => (await labels()).join() === before.join());
    await commands.executeCommand("stepDpo.redo");
    await until("they are gone again", async () => (await labels())[1] === unlabelled);
    equal(await document.undoRow(1), 0);
    await commands.executeCommand("workbench.action.files.save");
    await untilDirty(uri, false);
    equal(changedLines(content, readFileSync(uri.fsPath, "utf8")).join(), "0");
  });

  it("reverts", async () => {
    const uri = file("revert.jsonl", rows(2));
    const { document, host } = await openPanel(uri);
    await document.apply(0, label(0, 1).change);
    await untilDirty(uri, true);
    await commands.executeCommand("workbench.action.files.revert");
    await untilDirty(uri, false);
    // The tab says so before the edit is off the journal.
    await until("the row as on disk", async () => !(await host.row(0)).edited);
  });

  it("saves as another file, edits included, and leaves its own as it is", async () => {
    const content = rows(3);
    const uri = file("original.jsonl", content);
    const { document } = await openPanel(uri);
    await document.apply(1, label(1, 2).change);
    const target = Uri.joinPath(uri, "../copy.jsonl");
    await (await studio()).editors.saveCustomDocumentAs(document, target);
    equal(readFileSync(uri.fsPath, "utf8"), content);
    equal(changedLines(content, readFileSync(target.fsPath, "utf8")).join(), "1");
  });

  it("backs up unsaved edits and restores them", async () => {
    const uri = file("backup.jsonl", rows(2));
    const { document } = await openPanel(uri);
    await document.apply(1, label(1, 0).change);
    const { editors } = await studio();
    const destination = Uri.joinPath(uri, "../backups/one");
    const backup = await editors.backupCustomDocument(document, { destination });
    await document.session.revert();
    const restored = await editors.openCustomDocument(uri, {
      backupId: backup.id,
      untitledDocumentData: undefined,
    });
    equal((await restored.session.row(1)).row?.traces[0]?.steps[0]?.label, "incorrect");
    equal(restored.session.info.dirty, true);
    restored.dispose();
    backup.delete();
  });

  it("says so where the file is deleted under it, and keeps the edits", async () => {
    const uri = file("deleted.jsonl", rows(2));
    const { document, host } = await openPanel(uri);
    await document.apply(0, label(0, 1).change);
    rmSync(uri.fsPath);
    const warning = await until("a warning", () => host.dataset().warning);
    match(warning, /deleted/u);
    equal((await host.row(0)).row?.traces[0]?.steps[1]?.label, "incorrect");
  });

  it("shows a row that is not JSON, and the rest", async () => {
    const uri = file("broken.jsonl", `${rows(1)}{"id": oops\n${rows(1)}`);
    const { host } = await openPanel(uri);
    const states = await Promise.all([0, 1, 2].map((row) => host.row(row)));
    equal(states.map(({ row }) => row === null).join(), "false,true,false");
    match(states[1]?.error ?? "", /JSON/u);
    equal(states[1]?.raw, '{"id": oops');
  });

  it("opens an empty file, and says that it holds no rows", async () => {
    const uri = file("empty.jsonl", "");
    const { document, host } = await openPanel(uri);
    equal(document.session.info.rows, 0);
    equal((await host.start()).row, null);
    const [message] = await childrenOf(await datasetNode(uri));
    match(message?.label ?? "", /no rows/u);
  });

  it("takes the place of the text editor that it is opened from, but not of one with unsaved text", async () => {
    const uri = file("from-text.jsonl", rows(2));
    const tabs = () =>
      window.tabGroups.all
        .flatMap((group) => group.tabs)
        .flatMap(({ input }) => (input instanceof TabInputText ? "text" : "other"));
    await window.showTextDocument(uri);
    await commands.executeCommand("stepDpo.openAsDataset", uri);
    deepEqual(tabs(), ["other"]);
    await cleanUp();
    const other = file("dirty-text.jsonl", rows(2));
    const editor = await window.showTextDocument(other);
    await editor.edit((edit) => edit.insert(new Position(2, 0), "\n"));
    await commands.executeCommand("stepDpo.openAsDataset", other);
    deepEqual(tabs(), ["text", "other"]);
    await editor.document.save();
  });
});

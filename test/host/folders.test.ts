import { deepEqual, equal, match } from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { commands, Uri, window } from "vscode";
import { folderUri } from "../../src/extension/datasets/uri.ts";
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

const incorrect = { kind: "label", trace: 0, step: 1, label: "incorrect", by: "person" } as const;

/** A folder with a row a file; gives the folder. */
function rowFolder(name: string, count: number): Uri {
  const lines = rows(count).trim().split("\n");
  for (const [at, line] of lines.entries()) file(`${name}/${at + 1}.json`, `  ${line}\n\n`);
  return Uri.joinPath(file(`${name}/notes.txt`, "not a row"), "..");
}

const contents = (folder: Uri) =>
  readdirSync(folder.fsPath).map((name) => readFileSync(Uri.joinPath(folder, name).fsPath, "utf8"));

describe("A folder of one-row files", () => {
  afterEach(cleanUp);

  it("opens by the command of the Explorer's menu, under a name that says what it is", async () => {
    const folder = rowFolder("traces", 12);
    await commands.executeCommand("stepDpo.openFolder", folder);
    const tab = await until("its tab", () => tabOf(folderUri(folder)));
    equal(tab.label, "traces (folder)");
    const panel = await openPanel(folderUri(folder));
    equal(panel.host.dataset().name, "traces (folder)");
    equal(panel.host.dataset().rows, 12);
    match((await panel.host.row(10)).row?.problem ?? "", /Tom has 10 pens/u);
  });

  it("is edited as any dataset: dirty, undo, redo, save; only the row's own file is written", async () => {
    const folder = rowFolder("edited", 3);
    const uri = folderUri(folder);
    const before = contents(folder);
    const { document } = await openPanel(uri);
    await document.apply(1, incorrect);
    await untilDirty(uri, true);
    await commands.executeCommand("undo");
    await untilDirty(uri, false);
    await commands.executeCommand("redo");
    await untilDirty(uri, true);
    deepEqual(contents(folder), before, "nothing is written before saving");
    await commands.executeCommand("workbench.action.files.save");
    await untilDirty(uri, false);
    const after = contents(folder);
    equal(after[1], before[1]?.replace('"label":-1', '"label":1'));
    deepEqual([after[0], after[2], after[3]], [before[0], before[2], before[3]]);
  });

  it("reverts, and keeps its edits over a backup", async () => {
    const uri = folderUri(rowFolder("kept", 2));
    const { document } = await openPanel(uri);
    await document.apply(0, incorrect);
    await untilDirty(uri, true);
    const { editors } = await studio();
    const destination = Uri.joinPath(Uri.file(document.session.info.path), "../backups/one");
    const backup = await editors.backupCustomDocument(document, { destination });
    await commands.executeCommand("workbench.action.files.revert");
    await untilDirty(uri, false);
    const again = { backupId: backup.id, untitledDocumentData: undefined };
    const restored = await editors.openCustomDocument(uri, again);
    equal((await restored.session.row(0)).row?.traces[0]?.steps[1]?.label, "incorrect");
    await restored.session.revert();
    restored.dispose();
    backup.delete();
  });

  it("is listed in place of its files, and only where these are rows of one format", async () => {
    const folder = rowFolder("listed", 5);
    file("mixed/1.json", rows(1));
    const odd = file("mixed/2.json", `[${rows(1)}]`);
    const { datasets } = await studio();
    await datasets.refresh();
    const node = await datasetNode(folderUri(folder));
    const listed = (await childrenOf()).map((one) => one.node.target?.uri.toString() ?? "");
    equal(listed.filter((uri) => uri.startsWith(folder.toString())).length, 0);
    equal(listed.includes(odd.toString()), true);
    equal((await childrenOf(node)).length, 5);
    const item = await datasets.getTreeItem(node);
    match(String(item.description), /ProcessBench/u);
  });

  it("is saved as JSONL and as another folder, edits included", async () => {
    const folder = rowFolder("source", 3);
    const { document } = await openPanel(folderUri(folder));
    await document.apply(2, incorrect);
    const { editors } = await studio();
    const before = contents(folder);
    const lines = Uri.joinPath(folder, "../copy.jsonl");
    await editors.saveCustomDocumentAs(document, folderUri(lines).with({ path: lines.path }));
    equal(readFileSync(lines.fsPath, "utf8").split("\n").length, 4);
    match(readFileSync(lines.fsPath, "utf8").split("\n")[2] ?? "", /"label":1,/u);
    const copy = Uri.joinPath(folder, "../copy");
    await editors.saveCustomDocumentAs(document, folderUri(copy));
    deepEqual(readdirSync(copy.fsPath), ["1.json", "2.json", "3.json"]);
    match(readFileSync(Uri.joinPath(copy, "3.json").fsPath, "utf8"), /"label":1,/u);
    deepEqual(contents(folder), before);
  });

  it("opens a row's own file as text", async () => {
    const folder = rowFolder("text", 3);
    const uri = folderUri(folder);
    await openPanel(uri);
    await commands.executeCommand("stepDpo.openAsText", { uri, place: { row: 1, trace: 0, step: null } });
    const editor = await until("the row's text", () => window.activeTextEditor);
    equal(editor.document.uri.fsPath, Uri.joinPath(folder, "2.json").fsPath);
  });

  it("says where a folder holds no rows", async () => {
    const empty = Uri.joinPath(file("none/notes.txt", "nothing"), "..");
    await commands.executeCommand("stepDpo.openFolder", empty);
    const { editors } = await studio();
    equal(editors.of(folderUri(empty)), null);
    equal(existsSync(empty.fsPath), true);
  });
});

import { deepEqual, equal, match, rejects } from "node:assert/strict";
import { commands, window, workspace } from "vscode";
import { keepMapping, removeMapping } from "../../src/extension/mapping/keep.ts";
import {
  childrenOf,
  cleanUp,
  datasetNode,
  file,
  openPanel,
  rows,
  studio,
  until,
  untilDirty,
} from "./support.ts";

/** Rows in the fields of nobody. */
const unknown = [1, 2, 3]
  .map(
    (n) =>
      `{"exercise_7":"What is ${n}+1?","gt_7":"${n + 1}","work_7":"${n}+1\\n\\n=${n + 2}","marks_7":["+","-"]}\n`,
  )
  .join("");
const mapping = { problem: "exercise_7", answer: "gt_7", trace: "work_7", labels: "marks_7" };

const kept = (name: string) => workspace.getConfiguration("stepDpo").get<Record<string, unknown>>(name) ?? {};
const keyOf = (name: string) => Object.keys(kept(name)).filter((glob) => glob.endsWith("mapped.jsonl"));

describe("Field mapping", () => {
  afterEach(async () => {
    const { settings, editors } = await studio();
    for (const { document } of editors.all) {
      await settings.setMapping(document.uri, null);
      await settings.setSplitter(document.uri, "auto");
    }
    await cleanUp();
  });

  it("opens a panel for a file of no known format, from the row that can't be read", async () => {
    const uri = file("mapped.jsonl", unknown);
    const { host } = await openPanel(uri);
    const row = await host.row(0);
    deepEqual([row.row, row.mappable], [null, true]);
    const [first] = await childrenOf(await datasetNode(uri));
    const [message] = await childrenOf(first?.node);
    match(message?.label ?? "", /^Map its fields/u);
    await host.run("mapFields", host.place);
    await until("the mapping panel", () =>
      window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .find(({ label }) => label === "Map Fields: mapped.jsonl"),
    );
  });

  it("is kept in the workspace's settings, and the file is opened with it; taken away, it is as before", async () => {
    const uri = file("mapped.jsonl", unknown);
    await openPanel(uri);
    const parts = await studio();
    await keepMapping(parts, uri, { mapping, splitter: "lines" });
    const [glob = ""] = keyOf("fieldMappings");
    deepEqual(kept("fieldMappings")[glob], mapping);
    deepEqual(kept("splitters")[glob], "lines");
    const { host, document } = await openPanel(uri);
    const { row, formatTitle } = await host.row(1);
    equal(formatTitle, "Mapped fields");
    equal(row?.gold.answer, "3");
    deepEqual(
      row.traces[0]?.steps.map(({ text, label }) => [text.trim(), label]),
      [
        ["2+1", "correct"],
        ["=4", "incorrect"],
      ],
    );
    equal(document.session.info.splitter, "lines");
    await removeMapping(parts, uri);
    const after = await openPanel(uri);
    equal((await after.host.row(1)).row, null);
    deepEqual(keyOf("fieldMappings"), []);
  });

  it("goes before the format that is recognised, and counts as soon as it is written into the settings", async () => {
    const uri = file("mapped.jsonl", rows(2));
    await openPanel(uri);
    const { settings, editors } = await studio();
    await settings.setMapping(uri, { problem: "generator", steps: "steps" });
    await until(
      "the problem as mapped",
      async () => (await editors.of(uri)?.host.row(0))?.row?.problem === "g",
    );
    await settings.setMapping(uri, null);
    await until("the problem as recognised", async () =>
      (await editors.of(uri)?.host.row(0))?.row?.problem.startsWith("Tom has"),
    );
  });

  it("is refused while there are unsaved edits, which it would drop", async () => {
    const uri = file("mapped.jsonl", rows(2));
    const { document } = await openPanel(uri);
    await document.apply(0, { kind: "label", trace: 0, step: 1, label: "incorrect", by: "person" });
    await untilDirty(uri, true);
    await rejects(keepMapping(await studio(), uri, { mapping, splitter: "auto" }), /unsaved edits/u);
    deepEqual(keyOf("fieldMappings"), []);
  });

  it("keeps a splitter chosen in the editor for this file, and labels stay with their text", async () => {
    const text = "One.\\n\\nTwo. Three.";
    const uri = file("mapped.jsonl", `{"prompt":"q","completion":"${text}","label":false}\n`);
    const { host, document } = await openPanel(uri);
    await document.apply(0, { kind: "label", trace: 0, step: 1, label: "incorrect", by: "person" });
    await host.setSplitter("sentences");
    const labels = (await host.row(0)).row?.traces[0]?.steps.map(({ label }) => label);
    deepEqual(labels, [null, "incorrect", "incorrect"]);
    const [glob = ""] = keyOf("splitters");
    equal(kept("splitters")[glob], "sentences");
    await host.setSplitter("auto");
    deepEqual(keyOf("splitters"), []);
    await commands.executeCommand("workbench.action.files.revert");
  });
});

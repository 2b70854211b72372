import { deepEqual, equal, match } from "node:assert/strict";
import { rmSync } from "node:fs";
import { commands, env, Uri } from "vscode";
import { wholeFile } from "../../src/core/query.ts";
import { childrenOf, cleanUp, datasetNode, file, openPanel, rows, studio, until } from "./support.ts";

describe("The Datasets view", () => {
  afterEach(cleanUp);

  it("finds datasets by their fields, and leaves other JSON alone", async () => {
    const uri = file("found.jsonl", rows(2));
    const other = file("settings.json", '{"name": "x"}');
    const { datasets } = await studio();
    await datasets.refresh();
    const found = (await datasets.getChildren()).map((node) => node.target?.uri.toString());
    equal(found.includes(uri.toString()), true);
    equal(found.includes(other.toString()), false);
  });

  it("waits for the search that takes the place of one that is under way", async () => {
    const uri = file("twice.jsonl", rows(1));
    const { datasets } = await studio();
    await datasets.refresh();
    datasets.add(uri).opened = true;
    const first = datasets.refresh();
    const second = datasets.refresh();
    await first;
    equal(datasets.add(uri).opened, false);
    await second;
  });

  it("shows format and number of rows, problems and steps with outcome and labels", async () => {
    const uri = file("shown.jsonl", rows(2));
    await (await studio()).datasets.refresh();
    const node = await datasetNode(uri);
    const problems = await childrenOf(node);
    await until("the number of rows", async () =>
      (await childrenOf()).find(
        ({ label, description }) => label === "shown.jsonl" && description === "ProcessBench · 2 rows",
      ),
    );
    match(problems[0]?.label ?? "", /^1 {2}Tom has 0 pens/u);
    equal(problems[0]?.context, "problem editable");
    const steps = await childrenOf(problems[0].node);
    deepEqual(
      steps.map(({ context }) => context),
      ["step editable", "step editable", "step editable"],
    );
    match(steps[1]?.description ?? "", /0 \+ 2 = 3 is false/u);
  });

  it("groups many rows in ranges, and reads only what is unfolded", async () => {
    const uri = file("many.jsonl", rows(12_345));
    await openPanel(uri);
    const thousands = await childrenOf(await datasetNode(uri));
    deepEqual(
      thousands.map(({ label }) => label),
      ["1 – 10,000", "10,001 – 12,345"],
    );
    const hundreds = await childrenOf(thousands[1]?.node);
    equal(hundreds.at(-1)?.label, "12,301 – 12,345");
    const problems = await childrenOf(hundreds.at(-1)?.node);
    equal(problems.length, 45);
    match(problems.at(-1)?.label ?? "", /^12,345 {2}Tom has 12344 pens/u);
  });

  it("reads the rows that are unfolded once, however often it is refreshed, and those that changed again", async () => {
    const uri = file("unfolded.jsonl", rows(250));
    const { document } = await openPanel(uri);
    const node = (await studio()).datasets.add(uri);
    const ranges = await childrenOf(node);
    const session = await node.session();
    const read: number[] = [];
    const rowsOf = session.rows.bind(session);
    session.rows = (from, to) => {
      read.push(to - from);
      return rowsOf(from, to);
    };
    const unfolded = async () => {
      read.length = 0;
      for (const range of ranges) await childrenOf(range.node);
      return [...read];
    };
    deepEqual(await unfolded(), [100, 100, 50]);
    deepEqual(await unfolded(), []);
    await document.apply(120, { kind: "label", trace: 0, step: 1, label: "incorrect", by: "person" });
    await until("the changed row to be read alone", async () => {
      const [, range] = ranges;
      const labels = await childrenOf(range?.node);
      return /first error/u.test(labels[20]?.description ?? "") ? labels : undefined;
    });
    deepEqual(await unfolded(), []);
  });

  it("shows an edit made in the editor", async () => {
    const uri = file("follows.jsonl", rows(2));
    const { document } = await openPanel(uri);
    const node = await datasetNode(uri);
    await document.apply(0, { kind: "label", trace: 0, step: 1, label: "incorrect", by: "person" });
    await until("the first error in the tree", async () => {
      const [first] = await childrenOf(node);
      return (
        /first error: step 2/u.test(first?.description ?? "") && /edited/u.test(first?.description ?? "")
      );
    });
  });

  it("keeps a dataset that was deleted under its editor, and says so, until the editor is closed", async () => {
    const uri = file("gone.jsonl", rows(2));
    const { document } = await openPanel(uri);
    const { datasets } = await studio();
    await datasetNode(uri);
    const inTree = async () => (await childrenOf()).find(({ node }) => node.id === uri.toString());
    // Found in the workspace: no longer listed for having been opened.
    await datasets.refresh();
    rmSync(uri.fsPath);
    await until("the file is missed", () => document.session.info.deleted);
    await datasets.refresh();
    match((await inTree())?.description ?? "", /deleted/u);
    await commands.executeCommand("workbench.action.closeAllEditors");
    await until("it leaves the tree", async () => (await inTree()) === undefined);
  });

  it("shows the rows that the dataset's view takes, in its order, and all of them again", async () => {
    const uri = file("filtered.jsonl", halfRight(300));
    const panel = await openPanel(uri);
    const { view } = panel.document;
    const node = await datasetNode(uri);
    const described = async (words: string): Promise<void> => {
      await until(words, async () =>
        (await childrenOf()).find(
          ({ label, description }) => label === "filtered.jsonl" && description.includes(words),
        ),
      );
    };
    view.set({ ...wholeFile, conditions: [{ kind: "outcome", is: "right" }] });
    await described("right · 150 of 300 rows");
    const ranges = await childrenOf(node);
    deepEqual(
      ranges.map(({ label, description }) => [label, description]),
      [
        ["Found 1 – 100", "row 2 … row 200"],
        ["Found 101 – 150", "row 202 … row 300"],
      ],
    );
    match((await childrenOf(ranges[1]?.node)).at(-1)?.label ?? "", /^300 {2}Tom has 299 pens/u);
    equal(await panel.host.next(1, 1), 3);

    // Searched for, each row shows its match.
    await panel.host.setQuery({ ...wholeFile, text: "has 29 PENS", field: "problem" });
    await described("“has 29 PENS” in problem · 1 of 300 rows");
    const [found] = await childrenOf(node);
    equal(found?.label, "30  Tom has 29 pens and buys 2. How many?");
    match(found.description, /^problem · /u);

    await commands.executeCommand("stepDpo.clearFilter", node);
    await described("300 rows");
    equal((await childrenOf(node))[0]?.label, "1 – 100");
  });

  it("says what was looked for where nothing is found, and shows a way out", async () => {
    const uri = file("nothing.jsonl", rows(3));
    const { document } = await openPanel(uri);
    const node = await datasetNode(uri);
    document.view.set({ ...wholeFile, text: "no such text" });
    await until("the search to end", () => !document.view.state.running);
    const [message, clear] = await childrenOf(node);
    equal(message?.label, "No rows found: “no such text”");
    equal(clear?.label, "Clear Filter");
    document.view.set({ ...wholeFile, text: "(", regex: true });
    await until("the pattern to be refused", () => document.view.state.error !== null);
    const [why] = await childrenOf(node);
    deepEqual([why?.label, why?.icon], [document.view.state.error, "warning"]);
    await commands.executeCommand("stepDpo.clearFilter", node);
    equal((await childrenOf(node)).length, 3);
  });

  it("keeps a row that is edited so that it no longer matches, and the place among the rows found", async () => {
    const uri = file("labelled.jsonl", rows(3));
    const { document, host } = await openPanel(uri);
    document.view.set({ ...wholeFile, conditions: [{ kind: "label", is: "incorrect" }] });
    await until("the search to end", () => !document.view.state.running);
    equal(document.view.state.found, 0);
    await document.apply(1, { kind: "label", trace: 0, step: 1, label: "incorrect", by: "person" });
    document.view.set({ ...wholeFile, conditions: [{ kind: "label", is: "incorrect" }] });
    await until("the labelled row", () => document.view.state.found === 1);
    await document.apply(1, { kind: "label", trace: 0, step: 1, label: null, by: "person" });
    // Found rows stay found until the person looks anew.
    equal((await host.found(1)).place, 0);
    document.view.set({ ...wholeFile, conditions: [{ kind: "label", is: "incorrect" }] });
    await until("no row", () => !document.view.state.running && document.view.state.found === 0);
    equal((await host.row(1)).index, 1);
  });

  it("says where a row can't be read", async () => {
    const uri = file("bad.jsonl", `${rows(1)}oops\n`);
    await openPanel(uri);
    const [, bad] = await childrenOf(await datasetNode(uri));
    equal(bad?.icon, "warning");
    const [message] = await childrenOf(bad.node);
    match(message?.label ?? "", /JSON/u);
  });

  it("copies a step's text", async () => {
    const uri = file("copied.jsonl", rows(1));
    await openPanel(uri);
    const [problem] = await childrenOf(await datasetNode(uri));
    const steps = await childrenOf(problem?.node);
    await commands.executeCommand("stepDpo.copy", steps[0]?.node);
    equal(await env.clipboard.readText(), "He has 0.");
  });

  it("opens a place in the editor by a click, and follows the editor's place", async () => {
    const uri = file("clicked.jsonl", rows(3));
    const { datasets, editors } = await studio();
    await datasets.refresh();
    const problems = await childrenOf(await datasetNode(uri));
    await commands.executeCommand("stepDpo.open", problems[2]?.node);
    const panel = await until("the editor", () => editors.of(uri));
    equal(panel.host.place.row, 2);
  });

  it("says why a file that is gone can't be unfolded", async () => {
    const { datasets } = await studio();
    const gone = Uri.joinPath(file("here.jsonl", rows(1)), "../gone.jsonl");
    const node = datasets.add(gone);
    const [message] = await childrenOf(node);
    match(message?.label ?? "", /gone\.jsonl/u);
    equal(message?.icon, "warning");
    await datasets.remove(gone);
  });
});

/** Rows of which every second one ends right. */
function halfRight(count: number): string {
  return rows(count)
    .split("\n")
    .map((line, at) => (at % 2 === 1 ? line.replace('_correct":false', '_correct":true') : line))
    .join("\n");
}

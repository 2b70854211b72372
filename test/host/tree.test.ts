import { deepEqual, equal, match } from "node:assert/strict";
import { commands, env, Uri } from "vscode";
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

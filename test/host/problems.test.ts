import { deepEqual, equal, match } from "node:assert/strict";
import type { Uri } from "vscode";
import {
  CodeActionKind,
  commands,
  DiagnosticSeverity,
  env,
  languages,
  TabInputCustom,
  window,
  workspace,
  type CodeAction,
  type Diagnostic,
} from "vscode";
import { childrenOf, cleanUp, datasetNode, file, openPanel, rows, studio, until } from "./support.ts";

const problem = "Tom has 1 pen and buys 2. How many?";
const row = (steps: readonly string[]) =>
  `${JSON.stringify({ id: "t", generator: "g", problem, steps, final_answer_correct: false, label: -1 })}\n`;

/** The document that lists the problems of a dataset. */
function problemsUri(dataset: Uri): Uri {
  const path = `${dataset.path} problems`;
  return dataset.with({
    scheme: "stepdpo-problems",
    path,
    query: JSON.stringify({ of: dataset.toString() }),
  });
}

function problemsOf(uri: Uri): Diagnostic[] {
  return languages.getDiagnostics(problemsUri(uri));
}

/** The quick fixes that VS Code offers for a problem of a dataset. */
async function quickFixes(dataset: Uri, problem: Diagnostic | undefined): Promise<CodeAction[]> {
  // The panel loads the document before it asks.
  await workspace.openTextDocument(problemsUri(dataset));
  return commands.executeCommand<CodeAction[]>(
    "vscode.executeCodeActionProvider",
    problemsUri(dataset),
    problem?.range,
    CodeActionKind.QuickFix.value,
  );
}

/** What is listed, as "row rule", rows from 0 as their lines; what is said of all rows counts as of the first. */
function found(uri: Uri): string[] {
  return problemsOf(uri).map((one) => {
    const row = /^Row (\d+)/u.exec(one.message)?.[1];
    return `${row === undefined ? 0 : Number(row) - 1} ${ruleOf(one)}`;
  });
}

function ruleOf({ code }: Diagnostic): string {
  return String(typeof code === "object" ? code.value : code);
}

/** Waits until exactly these are found, as "row rule". */
async function untilFound(uri: Uri, ...expected: string[]): Promise<void> {
  const wanted = expected.sort().join("; ");
  try {
    await until(`the problems ${wanted}`, () => found(uri).sort().join("; ") === wanted);
  } catch (error) {
    const said = problemsOf(uri).map(({ message }) => message);
    throw new Error(`There are ${said.join("; ") || "none"}`, { cause: error });
  }
}

describe("The Problems panel", () => {
  afterEach(cleanUp);

  it("shows a line that can't be read and a false equation, and lets go of it after a correction", async () => {
    const good = row(["He has 1.", "So 1 + 2 = 3."]);
    const bad = row(["He has 1.", "So 1 + 2 = 4."]);
    const uri = file("problems.jsonl", `${good}${bad}oops\n`);
    const { document } = await openPanel(uri);
    await untilFound(uri, "1 false-equation", "2 unreadable-row");
    const equation = problemsOf(uri).find((one) => ruleOf(one) === "false-equation");
    equal(equation?.source, "Step-DPO");
    equal(equation.severity, DiagnosticSeverity.Warning);
    match(equation.message, /^Row 2, step 2: .*1 \+ 2 = 4 is false: expected 3/u);
    await document.apply(1, { kind: "stepText", trace: 0, step: 1, text: "So 1 + 2 = 3 in all." });
    await untilFound(uri, "2 unreadable-row");
    await commands.executeCommand("undo");
    await untilFound(uri, "1 false-equation", "2 unreadable-row");
  });

  it("leads who opens a problem to its step in the trace editor, and leaves no other editor behind", async () => {
    const bad = row(["He has 1.", "So 1 + 2 = 4."]);
    const uri = file("led.jsonl", row(["He has 1."]) + bad);
    const { host } = await openPanel(uri);
    await untilFound(uri, "1 false-equation");
    const [problem] = problemsOf(uri);
    await window.showTextDocument(problemsUri(uri), {
      ...(problem === undefined ? {} : { selection: problem.range }),
      ...{ preview: true, preserveFocus: true },
    });
    await until("the step", () => host.place.row === 1 && host.place.step === 1);
    await until("the trace editor alone", () => {
      const tabs = window.tabGroups.all.flatMap((group) => group.tabs);
      return tabs.length === 1 && tabs[0]?.input instanceof TabInputCustom;
    });
  });

  it("is empty again when the dataset is closed", async () => {
    const uri = file("closed.jsonl", rows(1));
    await openPanel(uri);
    await untilFound(uri, "0 false-equation");
    await commands.executeCommand("workbench.action.closeActiveEditor");
    await untilFound(uri);
  });

  it("checks all of a dataset by command, beyond what is checked in the background", async () => {
    const settings = workspace.getConfiguration("stepDpo");
    await settings.update("check.maxRows", 1);
    try {
      const uri = file("all.jsonl", rows(3));
      await openPanel(uri);
      await untilFound(uri, "0 check-limit", "0 false-equation");
      await commands.executeCommand("stepDpo.checkDataset", uri);
      await until("all rows", () => found(uri).filter((one) => one.endsWith("false-equation")).length === 3);
    } finally {
      await settings.update("check.maxRows", undefined);
    }
  });
});

describe("Fixes of what was found", () => {
  afterEach(cleanUp);

  const pair = (chosen: string, prompt = "Add 1 and 1.") =>
    `${JSON.stringify({ prompt, chosen, rejected: "It is 3." })}\n`;

  it("are quick fixes of the problem, and one edit that is undone", async () => {
    const uri = file("fixes.jsonl", pair("It is 2.") + pair(" It is 2.", "Add 1 and 1, I say."));
    const { document } = await openPanel(uri);
    await untilFound(uri, "1 side-space");
    const [problem] = problemsOf(uri);
    const actions = await quickFixes(uri, problem);
    deepEqual(
      actions.map(({ title }) => title),
      ["Give win and lose the same white space (in the trace editor)", "Show in Trace Editor"],
    );
    const fix = actions[0]?.command;
    await commands.executeCommand(fix?.command ?? "", ...((fix?.arguments ?? []) as unknown[]));
    equal((await document.session.row(1)).raw, pair("It is 2.", "Add 1 and 1, I say.").trimEnd());
    await untilFound(uri);
    deepEqual(
      document.session.edits.map(({ title }) => title),
      ["Give win and lose the same white space"],
    );
    await (await studio()).editors.open(uri);
    await commands.executeCommand("undo");
    await untilFound(uri, "1 side-space");
  });

  it("of a file that no format fits lead to its field mapping, from one problem for all rows", async () => {
    const uri = file("unknown.jsonl", '{"n":1}\n'.repeat(5));
    await openPanel(uri);
    await untilFound(uri, "0 unreadable-row");
    const [problem] = problemsOf(uri);
    match(problem?.message ?? "", /^Row 1: No format fits 5 rows \(1, 2, 3 and 2 more\)/u);
    const actions = await quickFixes(uri, problem);
    deepEqual(
      actions.map(({ title }) => title),
      ["Map Fields…", "Show in Trace Editor"],
    );
  });

  it("name problems of an evaluation set, and a set that isn't there", async () => {
    const settings = workspace.getConfiguration("stepDpo");
    const test = file("test.jsonl", `${JSON.stringify({ question: "add  1 and 1", answer: "#### 2" })}\n`);
    await settings.update("check.against", [test.fsPath, "nowhere.jsonl"]);
    try {
      const uri = file("leak.jsonl", pair("It is 2."));
      await openPanel(uri);
      await untilFound(uri, "0 evaluation-set", "0 leakage");
    } finally {
      await settings.update("check.against", undefined);
    }
  });
});

describe("A row's changes", () => {
  afterEach(cleanUp);

  it("are what differs between two documents of the row: with its label alone, unless provenance is turned on", async () => {
    const uri = file("changes.jsonl", rows(2));
    const { document } = await openPanel(uri);
    await document.apply(1, { kind: "label", trace: 0, step: 1, label: "incorrect", by: "person" });
    const { session } = document;
    const { onDisk, now } = await session.texts(1);
    equal(now.row, onDisk.row.replace('"label":-1', '"label":1'));
    deepEqual(
      session.edits.map((edit) => edit.row),
      [1],
    );
    const [disk, unsaved] = await Promise.all(
      (["disk", "now"] as const).map((side) =>
        workspace.openTextDocument(
          uri.with({
            scheme: "step-dpo-row",
            path: `${uri.path}/row 2.step-dpo-row`,
            query: JSON.stringify({ of: uri.toString(), row: 1, side }),
          }),
        ),
      ),
    );
    match(disk?.getText() ?? "", /^ {2}"label": -1,$/mu);
    match(unsaved?.getText() ?? "", /^ {2}"label": 1,$/mu);
    match(unsaved?.getText() ?? "", /"extra": 12345678901234567890/u);
    equal(unsaved?.languageId, "step-dpo-row");
  });

  it("copies the prefix of a step", async () => {
    const uri = file("prefix.jsonl", rows(1));
    await openPanel(uri);
    await (await studio()).datasets.refresh();
    const [first] = await childrenOf(await datasetNode(uri));
    const steps = await childrenOf(first?.node);
    await commands.executeCommand("stepDpo.copyPrefix", steps[1]?.node);
    match(await env.clipboard.readText(), /^He has 0\.\s+$/u);
  });
});

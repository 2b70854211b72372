import { basename } from "node:path";
import * as vscode from "vscode";
import { rules } from "../../pipeline/check/index.ts";
import type { Command } from "../command.ts";
import { nameOf, onDisk } from "../datasets/uri.ts";
import type { DatasetCheck } from "../diagnostics/datasetCheck.ts";
import { checkAll, counted, withRows } from "../diagnostics/progress.ts";
import { targetOrActive } from "../target.ts";
import { chooseCopy } from "./chooseCopy.ts";

/** Writes a copy of a dataset without the rows that chosen rules find fault with, and opens it. */
export const copyUnflagged: Command = {
  async run(studio, ...args) {
    const target = targetOrActive(studio, args);
    if (target === null) throw new Error("Open a dataset first.");
    const { uri } = target;
    const { document } = studio.editors.of(uri) ?? (await studio.editors.open(uri));
    const check = studio.problems.of(uri);
    if (check === null) throw new Error("Open the dataset in the trace editor first.");
    const name = nameOf(uri);
    if (!check.whole) await checkAll(check, name);
    if (!check.whole) return;
    const names = await chooseRules(check, name);
    if (names === undefined || names.length === 0) return;
    const copy = await chooseCopy(onDisk(uri).fsPath, "Save a Copy Without Flagged Rows", ".clean.jsonl", {
      JSONL: ["jsonl", "ndjson"],
      "JSON array": ["json"],
    });
    if (copy === undefined) return;
    const drops = await withRows(`Looking for flagged rows in ${name}`, (signal, report) =>
      check.drops(names, signal, report),
    );
    if (drops === null) return;
    const { rows } = document.session.info;
    const done = await withRows(`Writing ${basename(copy.fsPath)}`, async (signal, report) => {
      const progress = (row: number): void => report({ row, rows });
      await document.session.copyRows(copy.fsPath, { without: drops.rows, progress, signal });
      return true;
    });
    if (done === null) return;
    await studio.editors.open(copy);
    const stay =
      drops.partial === 0
        ? ""
        : ` ${counted(drops.partial, "row")} stayed: only some of their traces or pairs were flagged.`;
    void vscode.window.showInformationMessage(
      `${counted(rows - drops.rows.size, "row")} written to ${basename(copy.fsPath)}, ${drops.rows.size.toLocaleString("en-US")} left out.${stay}`,
    );
  },
};

async function chooseRules(check: DatasetCheck, name: string): Promise<readonly string[] | undefined> {
  const counts = new Map(check.findings.counts());
  const items = rules
    .filter((rule) => rule.of !== "dataset" && counts.has(rule.name))
    .map((rule) => ({
      label: rule.title,
      description: counted(counts.get(rule.name) ?? 0, "finding"),
      detail: rule.help,
      name: rule.name,
    }));
  if (items.length === 0) {
    void vscode.window.showInformationMessage(`No row of ${name} is flagged by a rule.`);
    return undefined;
  }
  // A lone rule is what the person came for.
  const picked = items.length === 1;
  const offered = items.map((item) => ({ ...item, picked }));
  const chosen = await vscode.window.showQuickPick(offered, {
    title: `Save a Copy of ${name} Without Flagged Rows`,
    placeHolder: "Choose the rules whose rows are left out",
    canPickMany: true,
    matchOnDetail: true,
  });
  return chosen?.map((item) => item.name);
}

import * as vscode from "vscode";
import type { Command } from "../command.ts";
import { nameOf } from "../datasets/uri.ts";
import { describeCounts } from "../diagnostics/describe.ts";
import { fixesOf } from "../diagnostics/fixes.ts";
import { checkAll } from "../diagnostics/progress.ts";
import { targetOrActive } from "../target.ts";

const show = "Show Problems";
const fix = "Fix…";
const copy = "Save a Copy Without Them…";

/** Checks all rows of a dataset, whatever the settings say, and sums up what was found. */
export const checkDataset: Command = {
  async run(studio, ...args) {
    const target = targetOrActive(studio, args);
    if (target === null) throw new Error("Open a dataset first.");
    const { uri } = target;
    if (studio.editors.of(uri) === null) await studio.editors.open(uri);
    const check = studio.problems.of(uri);
    if (check === null) throw new Error("Open the dataset in the trace editor first.");
    const name = nameOf(uri);
    const { row, rows } = await checkAll(check, name);
    const number = (count: number): string => count.toLocaleString("en-US");
    const checked = row < rows ? `${number(row)} of ${number(rows)}` : number(rows);
    const counts = check.findings.counts();
    const actions = [
      ...(counts.length > 0 ? [show] : []),
      ...(fixesOf(check.findings.all()).length > 0 ? [fix] : []),
      ...(check.findings.all().some(({ row: at, whole }) => at !== null && whole === true) ? [copy] : []),
    ];
    const message = `${name}: ${checked} rows checked, ${describeCounts(counts)}.`;
    // Not waited for: the command has done its work.
    void vscode.window.showInformationMessage(message, ...actions).then((action) => {
      if (action === show) void vscode.commands.executeCommand("workbench.actions.view.problems");
      if (action === fix) void vscode.commands.executeCommand("stepDpo.fixProblems", uri);
      if (action === copy) void vscode.commands.executeCommand("stepDpo.copyUnflagged", uri);
    });
  },
};

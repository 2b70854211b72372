import * as vscode from "vscode";
import type { Command } from "../command.ts";
import { nameOf } from "../datasets/uri.ts";
import type { CheckProgress, DatasetCheck } from "../diagnostics/datasetCheck.ts";
import { describeCounts } from "../diagnostics/describe.ts";
import { fixesOf } from "../diagnostics/fixes.ts";
import { targetOrActive } from "../target.ts";

const show = "Show Problems";
const fix = "Fix…";

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
    const { row, rows } = await withProgress(check, name);
    const number = (count: number): string => count.toLocaleString("en-US");
    const checked = row < rows ? `${number(row)} of ${number(rows)}` : number(rows);
    const counts = check.findings.counts();
    const actions = [
      ...(counts.length > 0 ? [show] : []),
      ...(fixesOf(check.findings.all()).length > 0 ? [fix] : []),
    ];
    const message = `${name}: ${checked} rows checked, ${describeCounts(counts)}.`;
    // Not waited for: the command has done its work.
    void vscode.window.showInformationMessage(message, ...actions).then((action) => {
      if (action === show) void vscode.commands.executeCommand("workbench.actions.view.problems");
      if (action === fix) void vscode.commands.executeCommand("stepDpo.fixProblems", uri);
    });
  },
};

function withProgress(check: DatasetCheck, name: string): Thenable<CheckProgress> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: `Checking ${name}`,
    cancellable: true,
  };
  return vscode.window.withProgress(options, async (progress, token) => {
    const stop = new AbortController();
    token.onCancellationRequested(() => stop.abort());
    let percent = 0;
    return check.all(Infinity, stop.signal, ({ row, rows }) => {
      const now = (100 * row) / rows;
      progress.report({
        increment: now - percent,
        message: `${row.toLocaleString("en-US")} of ${rows.toLocaleString("en-US")} rows`,
      });
      percent = now;
    });
  });
}

import * as vscode from "vscode";
import type { CheckProgress, DatasetCheck } from "./datasetCheck.ts";

/** "1 row", "1,177 rows". */
export function counted(count: number, what: string): string {
  return `${count.toLocaleString("en-US")} ${what}${count === 1 ? "" : "s"}`;
}

/** Checks all rows of a dataset, whatever the settings say; can be cancelled. */
export function checkAll(check: DatasetCheck, name: string): Thenable<CheckProgress> {
  return progressing(`Checking ${name}`, (signal, report) => check.all(Infinity, signal, report));
}

/** Shows the progress of work over rows; null where the person cancelled it. */
export function withRows<T>(
  title: string,
  work: (signal: AbortSignal, report: (at: CheckProgress) => void) => Promise<T>,
): Thenable<T | null> {
  return progressing(title, async (signal, report) => {
    try {
      return await work(signal, report);
    } catch (error) {
      if (signal.aborted) return null;
      throw error;
    }
  });
}

/** Shows the progress of work over rows, which ends early by itself where it is cancelled. */
export function progressing<T>(
  title: string,
  work: (signal: AbortSignal, report: (at: CheckProgress) => void) => Promise<T>,
): Thenable<T> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, async (progress, token) => {
    const stop = new AbortController();
    token.onCancellationRequested(() => stop.abort());
    let percent = 0;
    return work(stop.signal, ({ row, rows }) => {
      const now = (100 * row) / rows;
      progress.report({
        increment: now - percent,
        message: `${row.toLocaleString("en-US")} of ${counted(rows, "row")}`,
      });
      percent = now;
    });
  });
}

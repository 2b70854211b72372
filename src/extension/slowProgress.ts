import * as vscode from "vscode";

/** Work shorter than this shows nothing, milliseconds. */
const quiet = 700;

/**
 * Does work that may be long: from then on a notification says so, and can call it off.
 * @throws vscode.CancellationError where the person called it off, which VS Code does not show
 */
export async function withSlowProgress<T>(
  title: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  const done = work(stop.signal);
  const timer = setTimeout(() => {
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    void vscode.window.withProgress(options, async (_, token) => {
      token.onCancellationRequested(() => stop.abort());
      await done.catch(() => undefined);
    });
  }, quiet);
  try {
    return await done;
  } catch (error) {
    throw stop.signal.aborted ? new vscode.CancellationError() : error;
  } finally {
    clearTimeout(timer);
  }
}

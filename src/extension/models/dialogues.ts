import * as vscode from "vscode";
import type { ModelRef, ModelTest } from "../../models/types.ts";
import type { Studio } from "../studio.ts";
import { messageOf } from "../text.ts";
import { modeName, testSummary } from "./choice.ts";

/** Lets the person choose a model, or add one; null where they leave. */
export async function chooseModelRef(studio: Studio, title: string): Promise<ModelRef | null> {
  const { models } = studio;
  const chosen = models.chosen()?.name;
  const items = models.all().map((ref) => ({
    label: ref.name,
    description: ref.name === chosen ? "in use" : "",
    detail: `${ref.model}${ref.baseUrl === null ? ", embedded" : ` at ${ref.baseUrl}`} — ${modeName(ref.continuation)}`,
    ref,
  }));
  const add = { label: "$(add) Add Model…", description: "", detail: "", ref: null };
  const picked = await vscode.window.showQuickPick([...items, add], {
    title,
    placeHolder: "Model",
    matchOnDetail: true,
  });
  if (picked === undefined) return null;
  if (picked.ref === null) await vscode.commands.executeCommand("stepDpo.addModel");
  return picked.ref;
}

/** Tests a model with progress and cancel, and shows how it went; null where it failed or was cancelled. */
export async function testWithProgress(studio: Studio, ref: ModelRef): Promise<ModelTest | null> {
  try {
    const test = await cancellable(`Testing ${ref.name}`, (signal) => studio.models.test(ref, signal));
    const text = `${ref.name}: ${testSummary(test)}.`;
    if (test.continuation === "reprompt")
      void vscode.window.showWarningMessage(
        `${text} This server can’t continue a prefix; candidates will be marked “not a true continuation”.`,
      );
    else void vscode.window.showInformationMessage(text);
    return test;
  } catch (error) {
    if (error instanceof vscode.CancellationError) return null;
    studio.log.error(`Testing ${ref.name}: ${messageOf(error)}`);
    void vscode.window.showErrorMessage(`${ref.name}: ${messageOf(error)}`);
    return null;
  }
}

/**
 * Runs something long with progress and a cancel button.
 * @throws CancellationError where it was cancelled
 */
export async function cancellable<T>(
  title: string,
  work: (
    signal: AbortSignal,
    progress: vscode.Progress<{ message?: string; increment?: number }>,
  ) => Promise<T>,
): Promise<T> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, async (progress, token) => {
    const abort = new AbortController();
    token.onCancellationRequested(() => abort.abort());
    try {
      return await work(abort.signal, progress);
    } catch (error) {
      if (abort.signal.aborted) throw new vscode.CancellationError();
      throw error;
    }
  });
}

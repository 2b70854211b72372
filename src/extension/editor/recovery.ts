import { basename } from "node:path";
import * as vscode from "vscode";
import type { Studio } from "../studio.ts";
import { messageOf } from "../text.ts";
import type { TracePanel } from "./panel.ts";

/** Offers the edits that a killed window left in its journal; never takes them silently. */
export async function offerRecovery(studio: Studio, panel: TracePanel): Promise<void> {
  const { session, uri } = panel.document;
  const { recoverable } = session;
  if (recoverable === null || recoverable.length === 0) return;
  const count = recoverable.length === 1 ? "an unsaved edit" : `${recoverable.length} unsaved edits`;
  const [recover, discard] = ["Recover", "Discard"];
  const choice = await vscode.window.showWarningMessage(
    `${basename(uri.fsPath)}: ${count} from a window that ended early, the last of ${when(recoverable.at(-1)?.at)}. Recover?`,
    recover,
    discard,
  );
  try {
    if (choice === discard) await session.discardRecovered();
    if (choice !== recover) return;
    const lost = await panel.document.recover();
    if (lost.length > 0)
      panel.showError(`${lost.length} of the recovered edits no longer fit their rows and were left out.`);
  } catch (error) {
    studio.log.error(messageOf(error));
    panel.showError(messageOf(error));
  }
}

function when(iso: string | undefined): string {
  return iso === undefined ? "an unknown time" : new Date(iso).toLocaleString();
}

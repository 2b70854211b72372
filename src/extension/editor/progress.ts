import * as vscode from "vscode";
import type { RectificationState } from "../../protocol/traceEditor.ts";
import { nameOf } from "../datasets/uri.ts";
import type { Studio } from "../studio.ts";
import { progressText } from "./progressText.ts";
import type { Rectification } from "./rectification.ts";

/** Shows a running rectification in the status bar, where a click cancels it, and says there how it ended. */
export function showProgress(studio: Studio, uri: vscode.Uri, rectification: Rectification): void {
  const item = vscode.window.createStatusBarItem(
    "stepDpo.rectification",
    vscode.StatusBarAlignment.Left,
    100,
  );
  item.name = "Step-DPO Rectification";
  item.tooltip = `Rectifying in ${nameOf(uri)} with ${rectification.state.model}. Click to cancel.`;
  item.command = { command: "stepDpo.cancelRectify", title: "Cancel", arguments: [rectification.state.id] };
  const update = (state: RectificationState): void => {
    item.text = `$(loading~spin) ${progressText(state)}`;
  };
  update(rectification.state);
  item.show();
  const stop = rectification.listen({ state: update, candidates: () => update(rectification.state) });
  void rectification.ended.then(() => {
    stop();
    item.dispose();
    const { error, message } = rectification.state;
    if (error !== null) studio.log.error(`Rectify: ${error}`);
    else if (message !== null) studio.log.info(`Rectify: ${message}`);
    if (studio.editors.of(uri)?.panel.visible === true) return;
    if (error === null)
      vscode.window.setStatusBarMessage(`$(wand) ${progressText(rectification.state)}`, 10_000);
    else void vscode.window.showErrorMessage(`Rectify: ${error}`);
  });
}

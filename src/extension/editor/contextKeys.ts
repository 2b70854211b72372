import * as vscode from "vscode";
import { wholeFile } from "../../core/query.ts";
import { sameQuery } from "../../core/queryWords.ts";
import type { Studio } from "../studio.ts";

/** What package.json's `when` clauses ask for, of the active trace editor: whether a command would do anything. */
type Key = "stepDpo.filtered" | "stepDpo.searching" | "stepDpo.rectifying";

/** Keeps the context keys true as trace editors, their views and rectifications change. */
export function followContextKeys({ editors, rectifications }: Studio): vscode.Disposable {
  const told = new Map<Key, boolean>();
  const tell = (key: Key, holds: boolean): void => {
    if ((told.get(key) ?? false) === holds) return;
    told.set(key, holds);
    void vscode.commands.executeCommand("setContext", key, holds);
  };
  const tellAll = (): void => {
    const state = editors.active?.document.view.state;
    tell("stepDpo.filtered", state !== undefined && !sameQuery(state.query, wholeFile));
    tell("stepDpo.searching", state?.running === true);
    // The command stops all that run, whichever editor is active.
    tell("stepDpo.rectifying", rectifications.running);
  };
  const stop = rectifications.onChanged(tellAll);
  return vscode.Disposable.from(editors.onChanged(tellAll), new vscode.Disposable(stop));
}

import * as vscode from "vscode";
import type { Command } from "../command.ts";
import { stepTargets, targetOrActive } from "../target.ts";

/** Shows the exact prompt that rectifying from a step would send, in an editor of its own. */
export const showPrompt: Command = {
  async run(studio, ...args) {
    const target = targetOrActive(studio, args);
    const [step] = stepTargets(target === null ? [] : [target]);
    if (step === undefined) throw new Error("Select a step first.");
    const panel = studio.editors.of(step.uri) ?? (await studio.editors.open(step.uri, step.place));
    const content = await panel.host.prompt(step.place, panel.host.dataset().rectify);
    const document = await vscode.workspace.openTextDocument({ content, language: "plaintext" });
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preview: true });
  },
};

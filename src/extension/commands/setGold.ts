import * as vscode from "vscode";
import type { Command } from "../command.ts";
import { targetOrActive } from "../target.ts";
import { oneLine } from "../text.ts";

/** Asks for a row's gold answer; an empty one takes it away. */
export const setGold: Command = {
  async run(studio, ...args) {
    const target = targetOrActive(studio, args);
    if (target === null) throw new Error("Open a dataset and select a row first.");
    const index = target.place?.row ?? 0;
    const panel =
      studio.editors.of(target.uri) ?? (await studio.editors.open(target.uri, target.place, true));
    const { row, error, readOnly } = await panel.host.row(index);
    if (row === null) throw new Error(error ?? `Row ${index + 1} can’t be read.`);
    // Before the question: an answer typed in vain is lost.
    if (readOnly !== null) throw new Error(readOnly);
    const answer = await vscode.window.showInputBox({
      title: `Gold Answer of Row ${index + 1}`,
      prompt: oneLine(row.problem, 200),
      placeHolder: "Such as 18 or \\frac{1}{2}; empty for none",
      value: row.gold.answer ?? "",
      ignoreFocusOut: true,
    });
    if (answer === undefined || answer.trim() === (row.gold.answer ?? "")) return;
    await studio.editors.change(target.uri, index, {
      kind: "gold",
      answer: answer.trim() === "" ? null : answer.trim(),
    });
  },
};

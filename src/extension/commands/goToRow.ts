import * as vscode from "vscode";
import type { Command } from "../command.ts";
import { parseRowNumber } from "../rowNumber.ts";

/** Asks for a row's number and goes there. */
export const goToRow: Command = {
  async run(studio) {
    const { active } = studio.editors;
    if (active === null) throw new Error("Open a dataset in the trace editor first.");
    const rows = active.document.session.info.rows;
    const text = await vscode.window.showInputBox({
      title: "Go to Row",
      prompt: `A number from 1 to ${rows.toLocaleString("en-US")}`,
      value: String(active.host.place.row + 1),
      validateInput: (input) => {
        const parsed = parseRowNumber(input, active.document.session.info.rows);
        return typeof parsed === "string" ? parsed : null;
      },
    });
    const row = text === undefined ? "" : parseRowNumber(text, active.document.session.info.rows);
    if (typeof row === "number") active.reveal({ row, trace: 0, step: null });
  },
};

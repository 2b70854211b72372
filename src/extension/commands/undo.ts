import * as vscode from "vscode";
import { Serial } from "../../storage/sharing/serial.ts";
import type { Command } from "../command.ts";

/** VS Code refuses an undo while the last one goes on: presses of a held-down key wait for each other here. */
const turns = new Serial();

function inTurn(command: "undo" | "redo"): Command {
  return {
    run(studio) {
      const { active } = studio.editors;
      if (active === null) return Promise.resolve();
      return turns.run(async () => {
        await active.document.settled();
        // There and back: an edit made just now is on VS Code's undo stack before the undo is asked for.
        await vscode.commands.executeCommand("setContext", "stepDpo.undoing", true);
        // The person may have gone to another editor meanwhile, which these presses weren't for.
        if (active.panel.active) await vscode.commands.executeCommand(command);
      });
    },
  };
}

/** Undoes the last edit of the trace editor. */
export const undo = inTurn("undo");
/** Does again what was undone last. */
export const redo = inTurn("redo");

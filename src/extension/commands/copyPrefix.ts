import * as vscode from "vscode";
import { nativePrefix } from "../../core/prefix.ts";
import type { Command } from "../command.ts";
import { stepTargets, targetOrActive } from "../target.ts";

/** Copies what a step would be sampled from: the trace before it in its own form, and the step's marker. */
export const copyPrefix: Command = {
  async run(studio, ...args) {
    const target = targetOrActive(studio, args);
    const [at] = stepTargets(target === null ? [] : [target]);
    if (at === undefined) throw new Error("Select a step first.");
    const { row, trace, step } = at.place;
    const session = await studio.sessions.open(at.uri);
    try {
      const view = await session.row(row);
      const found = view.row?.traces[trace];
      if (found?.steps[step] === undefined)
        throw new Error(
          view.error ?? `Row ${row + 1} has no step ${step + 1} any more. Choose the step again.`,
        );
      await vscode.env.clipboard.writeText(nativePrefix(found, step));
    } finally {
      await session.close();
    }
  },
};

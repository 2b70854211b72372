import * as vscode from "vscode";
import type { Command } from "../command.ts";
import { stepTargets, targetOrActive } from "../target.ts";

/** Copies the text of what is selected: a path, a problem, a trace, a step. */
export const copy: Command = {
  async run(studio, ...args) {
    const nodes = (Array.isArray(args[1]) ? (args[1] as unknown[]) : [args[0]]).filter(hasText);
    const texts = await Promise.all(nodes.map(async (node) => node.text()));
    const text = texts.length > 0 ? texts.join("\n") : await stepText(studio, args);
    if (text !== null) await vscode.env.clipboard.writeText(text);
  },
};

function hasText(node: unknown): node is { text(): string | Promise<string> } {
  return typeof node === "object" && node !== null && "text" in node && typeof node.text === "function";
}

/** The step that was right-clicked in the trace editor. */
async function stepText(
  studio: Parameters<Command["run"]>[0],
  args: readonly unknown[],
): Promise<string | null> {
  const target = targetOrActive(studio, args);
  const [step] = stepTargets(target === null ? [] : [target]);
  if (step === undefined) return null;
  const state = await studio.editors.of(step.uri)?.host.row(step.place.row);
  return state?.row?.traces[step.place.trace]?.steps[step.place.step]?.text.trim() ?? null;
}

import * as vscode from "vscode";
import type { Splitter } from "../../core/split.ts";
import type { Command } from "../command.ts";
import { parseSplitter } from "../settings.ts";
import { targetOrActive } from "../target.ts";

type Item = vscode.QuickPickItem & { readonly splitter: Splitter | "tag" | "pattern" };

const items: readonly Item[] = [
  {
    splitter: "auto",
    label: "Automatic",
    detail: "The first that fits: “Step i:” markers, numbered list, paragraphs, lines",
  },
  { splitter: "step", label: "“Step i:” markers" },
  { splitter: "numbered", label: "Numbered list" },
  { splitter: "paragraphs", label: "Paragraphs" },
  { splitter: "lines", label: "Lines" },
  { splitter: "sentences", label: "Sentences" },
  { splitter: "tag", label: "After a tag…", detail: "Such as “ки”" },
  { splitter: "pattern", label: "Before a pattern…", detail: "A regular expression" },
];

/** Chooses how a dataset's traces are cut into steps. Labels stay with their text. */
export const changeSplitter: Command = {
  async run(studio, ...args) {
    const target = targetOrActive(studio, args);
    if (target === null) throw new Error("Open a dataset first.");
    const panel = studio.editors.of(target.uri) ?? (await studio.editors.open(target.uri));
    const { session } = panel.document;
    const chosen = await vscode.window.showQuickPick(items, {
      title: "Split Traces into Steps by",
      placeHolder: `Now: ${session.info.splitter}`,
    });
    if (chosen === undefined) return;
    const splitter = await withText(chosen.splitter);
    if (splitter !== null) session.setSplitter(splitter);
  },
};

async function withText(kind: Item["splitter"]): Promise<Splitter | null> {
  if (kind !== "tag" && kind !== "pattern") return kind;
  const text = await vscode.window.showInputBox({
    title: kind === "tag" ? "A Step Ends After" : "A Step Begins Before",
    prompt: kind === "tag" ? "A text" : "A regular expression",
    validateInput: (input) =>
      parseSplitter(`${kind}:${input}`) === null
        ? "This can’t be used: empty, not a regular expression, or one that could take for ever."
        : null,
  });
  return text === undefined ? null : parseSplitter(`${kind}:${text}`);
}

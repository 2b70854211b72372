import * as vscode from "vscode";
import { parseSplitter, type Splitter } from "../../core/split.ts";
import { countSteps, splitChoices, splitTraces } from "../../core/splitChoices.ts";
import type { Command } from "../command.ts";
import { targetOrActive } from "../target.ts";
import { messageOf } from "../text.ts";

type Kind = "tag" | "pattern";
type Item = vscode.QuickPickItem & { readonly splitter: Splitter | Kind };

/** Chooses how a dataset's traces are cut into steps, and keeps it for the file. Labels stay with their text. */
export const changeSplitter: Command = {
  async run(studio, ...args) {
    const target = targetOrActive(studio, args);
    if (target === null) throw new Error("Open a dataset first.");
    const panel = studio.editors.of(target.uri) ?? (await studio.editors.open(target.uri));
    const { session } = panel.document;
    const { place } = panel.host;
    const { row } = await session.row(place.row).catch(() => ({ row: null }));
    const traces = row?.traces.slice(place.trace, place.trace + 1) ?? [];
    const texts = splitTraces(traces);
    const chosen = await vscode.window.showQuickPick(items(texts, session.info.splitter), {
      title: "Split Traces into Steps",
      placeHolder:
        traces.length > 0 && texts.length === 0
          ? "The file keeps the steps of this trace apart: no splitter cuts them"
          : `Step counts are those of row ${place.row + 1}${(row?.traces.length ?? 0) > 1 ? `, trace ${place.trace + 1}` : ""}`,
      matchOnDetail: true,
    });
    if (chosen === undefined) return;
    const splitter = await withText(chosen.splitter, texts, session.info.splitter);
    if (splitter === null) return;
    await panel.host.setSplitter(splitter);
  },
};

function items(texts: readonly string[], now: Splitter): Item[] {
  const choices = splitChoices.map(({ splitter, title, detail }) => ({
    splitter,
    label: title,
    detail,
    description: described(texts, splitter, now),
  }));
  const known = splitChoices.some(({ splitter }) => splitter === now);
  return [
    ...(known ? [] : [{ splitter: now, label: now, description: described(texts, now, now) }]),
    ...choices,
    { splitter: "tag", label: "After a Tag…", detail: "A step ends after each occurrence of a text" },
    {
      splitter: "pattern",
      label: "Before a Pattern…",
      detail: "A step begins before each match of a regular expression",
    },
  ];
}

function described(texts: readonly string[], splitter: Splitter, now: Splitter): string {
  return [stepCount(texts, splitter), ...(splitter === now ? ["now"] : [])]
    .filter((one) => one !== "")
    .join(" · ");
}

/** "6 steps"; empty where there is nothing to count. */
function stepCount(texts: readonly string[], splitter: Splitter): string {
  const steps = texts.length === 0 ? null : countSteps(texts, splitter);
  return steps === null ? "" : `${steps} step${steps === 1 ? "" : "s"}`;
}

/** Asks for the text of a tag or pattern; what is typed is checked, and counted, at each key. */
async function withText(
  kind: Item["splitter"],
  texts: readonly string[],
  now: Splitter,
): Promise<Splitter | null> {
  if (kind !== "tag" && kind !== "pattern") return kind;
  const text = await vscode.window.showInputBox({
    title: kind === "tag" ? "A Step Ends After" : "A Step Begins Before",
    prompt: kind === "tag" ? "A text, such as ки" : "A regular expression, such as ^Step \\d+",
    value: now.startsWith(`${kind}:`) ? now.slice(kind.length + 1) : "",
    validateInput: (input) => validate(`${kind}:${input}`, texts),
  });
  return text === undefined ? null : parseSplitter(`${kind}:${text}`);
}

function validate(typed: string, texts: readonly string[]): vscode.InputBoxValidationMessage | null {
  const { Info, Error: Wrong } = vscode.InputBoxValidationSeverity;
  try {
    const count = stepCount(texts, parseSplitter(typed));
    return count === "" ? null : { message: `${count} in this trace`, severity: Info };
  } catch (error) {
    return { message: messageOf(error), severity: Wrong };
  }
}

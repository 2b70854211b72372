import * as vscode from "vscode";
import type { Command } from "../command.ts";
import { nameOf } from "../datasets/uri.ts";
import { placeWords } from "../diagnostics/describe.ts";
import { applyFixes, fixesOf, type Fix } from "../diagnostics/fixes.ts";
import { targetOrActive } from "../target.ts";
import { messageOf, oneLine } from "../text.ts";

/** Offers the safe fixes of what was found in a dataset, and applies those chosen as edits that can be undone. */
export const fixProblems: Command = {
  async run(studio, ...args) {
    const target = targetOrActive(studio, args);
    if (target === null) throw new Error("Open a dataset first.");
    const { uri } = target;
    const panel = studio.editors.of(uri) ?? (await studio.editors.open(uri));
    const check = studio.problems.of(uri);
    await check?.settled();
    const fixes = fixesOf(check?.findings.all() ?? []);
    if (fixes.length === 0) {
      void vscode.window.showInformationMessage(nothing(nameOf(uri), check?.begun ?? false));
      return;
    }
    const chosen = await choose(fixes);
    if (chosen === undefined || chosen.length === 0) return;
    const { applied, refused } = await applyFixes(chosen, (row, change) => panel.document.apply(row, change));
    const [first] = refused;
    const refusals =
      first === undefined
        ? ""
        : ` ${refused.length} could not be fixed; row ${first.row + 1}: ${messageOf(first.error)}`;
    const tell =
      first === undefined ? vscode.window.showInformationMessage : vscode.window.showWarningMessage;
    void tell(`${applied} fixed. Undo takes them back one by one; save to keep them.${refusals}`);
  },
};

function nothing(name: string, checked: boolean): string {
  return checked
    ? `Nothing that was found in ${name} has a safe fix. Where problems are listed, correct them by hand.`
    : `${name} has not been checked: run “Step-DPO: Check Dataset” first.`;
}

async function choose(fixes: readonly Fix[]): Promise<readonly Fix[] | undefined> {
  const items = fixes.map((fix) => ({
    label: placeWords(fix.finding),
    description: fix.title,
    detail: `${fix.finding.rule}: ${oneLine(fix.finding.message, 200)}`,
    fix,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: `Fix Checked Problems (${fixes.length.toLocaleString("en-US")} with a safe fix)`,
    placeHolder: "Choose what to fix; each fix is an edit that can be undone",
    canPickMany: true,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return chosen?.map(({ fix }) => fix);
}

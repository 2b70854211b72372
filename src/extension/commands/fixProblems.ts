import * as vscode from "vscode";
import type { Command } from "../command.ts";
import { nameOf } from "../datasets/uri.ts";
import { placeWords } from "../diagnostics/describe.ts";
import { applyFixes, fixesOf, type Fix } from "../diagnostics/fixes.ts";
import { progressing } from "../diagnostics/progress.ts";
import { targetOrActive, type Target } from "../target.ts";
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
    const chosen = asked(args, target, fixes) ?? (await choose(fixes, target.place?.row ?? null));
    if (chosen === undefined || chosen.length === 0) return;
    const { document } = panel;
    const { applied, refused } = await progressing("Fixing problems", (signal, report) =>
      applyFixes(chosen, {
        view: (row) => document.session.row(row),
        apply: (row, change) => document.apply(row, change),
        goOn: (row, rows) => {
          report({ row, rows });
          return !signal.aborted;
        },
      }),
    );
    const [first] = refused;
    const refusals =
      first === undefined
        ? ""
        : ` ${refused.length} could not be fixed; row ${first.row + 1}: ${messageOf(first.error)}`;
    const tell =
      first === undefined ? vscode.window.showInformationMessage : vscode.window.showWarningMessage;
    void tell(`${fixedWords(applied)}${refusals}`);
  },
};

function fixedWords(count: number): string {
  if (count === 0) return "Nothing was fixed.";
  if (count === 1) return "1 fixed. Undo takes it back; save to keep it.";
  return `${count.toLocaleString("en-US")} fixed. Undo takes them back one by one; save to keep them.`;
}

function nothing(name: string, checked: boolean): string {
  return checked
    ? `Nothing that was found in ${name} has a safe fix. Where problems are listed, correct them by hand.`
    : `${name} has not been checked: run “Step-DPO: Check Dataset” first.`;
}

/** The fixes of one finding, where the command was called for one: a quick fix names its rule. */
function asked(args: readonly unknown[], { place }: Target, fixes: readonly Fix[]): readonly Fix[] | null {
  const [argument] = args;
  if (place === null || typeof argument !== "object" || argument === null || !("rule" in argument))
    return null;
  return fixes.filter(
    ({ finding: { rule, row, trace, step } }) =>
      rule === argument.rule && row === place.row && (trace ?? 0) === place.trace && step === place.step,
  );
}

type Item = vscode.QuickPickItem & { readonly fix?: Fix };

/** @param here the row that the person is at: its fixes come first */
async function choose(fixes: readonly Fix[], here: number | null): Promise<readonly Fix[] | undefined> {
  const [own, others] = [
    fixes.filter(({ finding }) => finding.row === here),
    fixes.filter(({ finding }) => finding.row !== here),
  ];
  // A lone fix is what the person came for.
  const toItem = (fix: Fix): Item => ({ ...itemOf(fix), picked: fixes.length === 1 });
  const items: Item[] = [
    ...(own.length === 0 ? [] : [separator("this row"), ...own.map(toItem)]),
    ...(own.length === 0 || others.length === 0 ? [] : [separator("other rows")]),
    ...others.map(toItem),
  ];
  const chosen = await vscode.window.showQuickPick(items, {
    title: `Fix Checked Problems (${fixes.length.toLocaleString("en-US")} with a safe fix)`,
    placeHolder: "Choose what to fix; each fix is an edit that can be undone",
    canPickMany: true,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return chosen?.flatMap(({ fix }) => fix ?? []);
}

function separator(label: string): Item {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

function itemOf(fix: Fix): Item {
  return {
    label: placeWords(fix.finding),
    description: fix.title,
    detail: `${fix.finding.rule}: ${oneLine(fix.finding.message, 200)}`,
    fix,
  };
}

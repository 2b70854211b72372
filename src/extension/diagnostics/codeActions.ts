import * as vscode from "vscode";
import { isNoFormat } from "../../pipeline/check/index.ts";
import { fixesOf } from "./fixes.ts";
import { datasetOf } from "./problemDocuments.ts";
import type { Problems } from "./problems.ts";

/** Name of the diagnostics' source. */
export const source = "Step-DPO";

/** Quick fixes of the Problems panel: each is an edit in the trace editor. */
export function codeActions(problems: Problems): vscode.CodeActionProvider {
  return {
    provideCodeActions(document, _range, { diagnostics }) {
      const uri = datasetOf(document.uri);
      const check = problems.of(uri);
      if (check === null) return [];
      // Several findings at one place are shown by one action.
      const shown = new Set<string>();
      return diagnostics.flatMap((diagnostic) => {
        const link = diagnostic.code;
        if (diagnostic.source !== source || typeof link !== "object") return [];
        const place = placeOf(link.target);
        if (place === null) return [];
        const findings = check.findings.of(place.row);
        const fixes = fixesOf(findings).filter(
          ({ finding }) =>
            finding.rule === link.value &&
            (finding.trace ?? 0) === place.trace &&
            finding.step === place.step,
        );
        const target = { dataset: uri.toString(), place };
        const again = shown.has(link.target.query);
        shown.add(link.target.query);
        return [
          ...fixes.map(({ title, finding }) =>
            action(`${title} (in the trace editor)`, diagnostic, "stepDpo.fixProblems", {
              ...target,
              rule: finding.rule,
            }),
          ),
          ...(findings.some(isNoFormat) ? [action("Map Fields…", diagnostic, "stepDpo.mapFields", uri)] : []),
          ...(again ? [] : [action("Show in Trace Editor", diagnostic, "stepDpo.open", target)]),
        ];
      });
    },
  };
}

function action(
  title: string,
  diagnostic: vscode.Diagnostic,
  command: string,
  argument: object,
): vscode.CodeAction {
  const made = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  made.diagnostics = [diagnostic];
  made.command = { command, title, arguments: [argument] };
  return made;
}

interface LinkedPlace {
  readonly row: number;
  readonly trace: number;
  readonly step: number | null;
}

/** The place that a diagnostic links to. */
function placeOf(link: vscode.Uri): LinkedPlace | null {
  try {
    const [target] = JSON.parse(link.query) as [{ place: LinkedPlace }];
    return target.place;
  } catch {
    return null;
  }
}

import * as vscode from "vscode";
import { later } from "../editor/batch.ts";
import type { TraceDocument } from "../editor/document.ts";
import { CheckThreads, threadsToUse } from "../../pipeline/check/threads.ts";
import type { Studio } from "../studio.ts";
import { messageOf } from "../text.ts";
import { codeActions, source } from "./codeActions.ts";
import { DatasetCheck } from "./datasetCheck.ts";
import { describeFinding, type Problem } from "./describe.ts";
import { readEvaluation } from "./evaluation.ts";
import type { Findings } from "./findings.ts";

/** The threads of the check are ended after so long without work, milliseconds: they take memory. */
const idleMs = 30_000;
/** The editor's own processes must stay quick. */
const freeProcessors = 1;

/** VS Code shows no more than these of one file; the last says how many more there are. */
const mostShown = 1000;

const severities = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
} as const;

/** The Problems panel: what the checks say of the datasets that are open in the trace editor. */
export class Problems {
  readonly #studio: () => Studio;
  readonly #shown = vscode.languages.createDiagnosticCollection("stepDpo");
  readonly #checks = new Map<string, DatasetCheck>();
  readonly #threads = new CheckThreads(threadsToUse(freeProcessors), idleMs);

  /** @param studio the parts, which exist by the time the first editor opens */
  constructor(studio: () => Studio) {
    this.#studio = studio;
  }

  register(): vscode.Disposable {
    const { editors } = this.#studio();
    return vscode.Disposable.from(
      this.#shown,
      vscode.languages.registerCodeActionsProvider({ scheme: "file" }, codeActions(this), {
        providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
      }),
      editors.onOpened((uri) => this.#opened(uri)),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration("stepDpo.check"))
          for (const check of this.#checks.values()) check.start();
      }),
      new vscode.Disposable(() => {
        this.#checks.forEach((check) => check.dispose());
        void this.#threads.close();
      }),
    );
  }

  /** The check of a dataset that is open in the trace editor, or null. */
  of(uri: vscode.Uri): DatasetCheck | null {
    return this.#checks.get(uri.toString()) ?? null;
  }

  #opened(uri: vscode.Uri): void {
    const { editors, log, settings, sessions } = this.#studio();
    const document = editors.of(uri)?.document;
    const key = uri.toString();
    if (document === undefined || this.#checks.has(key)) return;
    const check = new DatasetCheck({
      session: document.session,
      looker: this.#threads,
      report: (findings) => this.#shown.set(uri, diagnostics(uri, findings)),
      limit: () => settings.checkLimit(uri),
      evaluation: (signal) => {
        const { paths, folder } = settings.checkAgainst(uri);
        const open = (path: string) => sessions.open(vscode.Uri.file(path));
        return readEvaluation(paths, folder, open, this.#threads, signal);
      },
      failed: (error) => log.warn(`Checking ${uri.fsPath}: ${messageOf(error)}`),
      later,
    });
    this.#checks.set(key, check);
    this.#endWith(document, check);
    check.start();
  }

  #endWith(document: TraceDocument, check: DatasetCheck): void {
    const { uri } = document;
    const waiting = document.onDisposed(() => {
      waiting.dispose();
      check.dispose();
      if (this.of(uri) !== check) return;
      this.#checks.delete(uri.toString());
      this.#shown.delete(uri);
    });
  }
}

function diagnostics(uri: vscode.Uri, findings: Findings): vscode.Diagnostic[] {
  return findings.shown(mostShown).map((finding) => diagnostic(uri, describeFinding(finding)));
}

function diagnostic(uri: vscode.Uri, { line, message, severity, rule, place }: Problem): vscode.Diagnostic {
  const found = new vscode.Diagnostic(new vscode.Range(line, 0, line, 0), message, severities[severity]);
  found.source = source;
  // The problem itself opens as text; its rule's name is a link to the step in the trace editor.
  found.code = place === null ? rule : { value: rule, target: placeLink(uri, place) };
  return found;
}

function placeLink(uri: vscode.Uri, place: NonNullable<Problem["place"]>): vscode.Uri {
  const target = encodeURIComponent(JSON.stringify([{ dataset: uri.toString(), place }]));
  return vscode.Uri.parse(`command:stepDpo.open?${target}`);
}

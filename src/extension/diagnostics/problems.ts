import * as vscode from "vscode";
import { later } from "../editor/batch.ts";
import type { TraceDocument } from "../editor/document.ts";
import { CheckThreads, threadsToUse } from "../../pipeline/check/threads.ts";
import type { Studio } from "../studio.ts";
import { messageOf } from "../text.ts";
import { codeActions, source } from "./codeActions.ts";
import { DatasetCheck } from "./datasetCheck.ts";
import type { Problem } from "./describe.ts";
import { readEvaluation } from "./evaluation.ts";
import type { Findings } from "./findings.ts";
import { ProblemDocuments } from "./problemDocuments.ts";

/** The threads of the check are ended after so long without work, milliseconds: they take memory. */
const idleMs = 30_000;
/** The editor's own processes must stay quick. */
const freeProcessors = 1;

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
  readonly #documents = new ProblemDocuments((dataset, place) =>
    this.#studio().editors.open(dataset, place, true),
  );
  readonly #threads = new CheckThreads(threadsToUse(freeProcessors), idleMs);

  /** @param studio the parts, which exist by the time the first editor opens */
  constructor(studio: () => Studio) {
    this.#studio = studio;
  }

  register(): vscode.Disposable {
    const { editors } = this.#studio();
    return vscode.Disposable.from(
      this.#shown,
      this.#documents.register(),
      vscode.languages.registerCodeActionsProvider(ProblemDocuments.selector, codeActions(this), {
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
      report: (findings) => this.#show(uri, findings),
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

  #show(dataset: vscode.Uri, findings: Findings): void {
    const { uri, listing } = this.#documents.list(dataset, findings);
    this.#shown.set(
      uri,
      listing.problems.map((problem, at) => diagnostic(dataset, problem, at + 1)),
    );
  }

  #endWith(document: TraceDocument, check: DatasetCheck): void {
    const { uri } = document;
    const waiting = document.onDisposed(() => {
      waiting.dispose();
      check.dispose();
      if (this.of(uri) !== check) return;
      this.#checks.delete(uri.toString());
      this.#shown.delete(this.#documents.forget(uri));
    });
  }
}

function diagnostic(
  dataset: vscode.Uri,
  { message, severity, rule, place }: Problem,
  line: number,
): vscode.Diagnostic {
  const found = new vscode.Diagnostic(new vscode.Range(line, 0, line, 0), message, severities[severity]);
  found.source = source;
  found.code = place === null ? rule : { value: rule, target: placeLink(dataset, place) };
  return found;
}

function placeLink(uri: vscode.Uri, place: NonNullable<Problem["place"]>): vscode.Uri {
  const target = encodeURIComponent(JSON.stringify([{ dataset: uri.toString(), place }]));
  return vscode.Uri.parse(`command:stepDpo.open?${target}`);
}

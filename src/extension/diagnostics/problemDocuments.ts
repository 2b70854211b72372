import * as vscode from "vscode";
import { nameOf } from "../datasets/uri.ts";
import type { Place } from "../../protocol/traceEditor.ts";
import { Rested } from "../rested.ts";
import type { Findings } from "./findings.ts";
import { listingOf, placeOn, type Listing } from "./listing.ts";

const scheme = "stepdpo-problems";
/** Line number and selection of an editor come one after the other, milliseconds. */
const settlingMs = 30;

/**
 * Documents that list the problems of datasets. VS Code opens a problem as a place in a text, and a dataset's own text
 * may be of any size, or none: so problems are in these, and who opens one is led on to the row in the trace editor.
 */
export class ProblemDocuments implements vscode.TextDocumentContentProvider {
  readonly #show: (dataset: vscode.Uri, place: Place) => Promise<unknown>;
  readonly #listings = new Map<string, Listing>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #opened = new Rested<vscode.TextEditor>(settlingMs, (editor) => void this.#leadOn(editor));

  readonly onDidChange = this.#changed.event;

  /** @param show opens a place of a dataset in the trace editor */
  constructor(show: (dataset: vscode.Uri, place: Place) => Promise<unknown>) {
    this.#show = show;
  }

  register(): vscode.Disposable {
    return vscode.Disposable.from(
      this.#changed,
      vscode.workspace.registerTextDocumentContentProvider(scheme, this),
      vscode.window.onDidChangeActiveTextEditor((editor) => this.#lead(editor)),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => this.#lead(textEditor)),
    );
  }

  /** Documents of problems alone, for those who act on them. */
  static readonly selector: vscode.DocumentSelector = { scheme };

  /** Lists what was found. @returns the document's URI, with the problems by its lines */
  list(dataset: vscode.Uri, findings: Findings): { readonly uri: vscode.Uri; readonly listing: Listing } {
    const uri = problemsUri(dataset);
    const listing = listingOf(nameOf(dataset), findings);
    this.#listings.set(uri.toString(), listing);
    this.#changed.fire(uri);
    return { uri, listing };
  }

  forget(dataset: vscode.Uri): vscode.Uri {
    const uri = problemsUri(dataset);
    this.#listings.delete(uri.toString());
    void closeTabs(uri);
    return uri;
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#listings.get(uri.toString())?.text ?? "The dataset is closed.\n";
  }

  /** Goes to the trace editor once the editor has come to its line; the heading is for reading. */
  #lead(editor: vscode.TextEditor | undefined): void {
    if (editor?.document.uri.scheme === scheme) this.#opened.change(editor);
  }

  async #leadOn({ document: { uri }, selection }: vscode.TextEditor): Promise<void> {
    const listing = this.#listings.get(uri.toString());
    const place = listing === undefined ? null : placeOn(listing, selection.active.line);
    if (place === null) return;
    await this.#show(datasetOf(uri), place);
    await closeTabs(uri);
  }
}

/** The document of a dataset's problems. No name of JSON: VS Code's own checks of that would add to them. */
function problemsUri(dataset: vscode.Uri): vscode.Uri {
  const path = `${dataset.path} problems`;
  return dataset.with({ scheme, path, query: JSON.stringify({ of: dataset.toString() }) });
}

/** The dataset that a document of problems is of. */
export function datasetOf({ query }: vscode.Uri): vscode.Uri {
  const { of } = JSON.parse(query) as { of: string };
  return vscode.Uri.parse(of, true);
}

async function closeTabs(uri: vscode.Uri): Promise<void> {
  const tabs = vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri.toString());
  await vscode.window.tabGroups.close(tabs, true);
}

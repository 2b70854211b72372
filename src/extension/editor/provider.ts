import { randomUUID } from "node:crypto";
import { withSlowProgress } from "../slowProgress.ts";
import { openCopyAsDataset } from "./saveAs.ts";
import { mkdir, rm } from "node:fs/promises";
import { dirname } from "node:path";
import * as vscode from "vscode";
import type { Change } from "../../core/change.ts";
import type { Place } from "../../protocol/traceEditor.ts";
import { nameOf, onDisk } from "../datasets/uri.ts";
import { Rested } from "../rested.ts";
import type { Studio } from "../studio.ts";
import { messageOf } from "../text.ts";
import { StorageError } from "../../storage/types.ts";
import { OpenEditors } from "./openEditors.ts";
import { askAboutDisk, watchDisk } from "./diskChanges.ts";
import { TraceDocument } from "./document.ts";
import { followOthers } from "./elsewhere.ts";
import { hostCommand } from "./hostCommands.ts";
import { TracePanel } from "./panel.ts";
import { showProgress } from "./progress.ts";
import { reopenAbandoned } from "./reopenAbandoned.ts";
import { promptOf, rectifyWork } from "./rectifyWork.ts";
import { TraceHost } from "./traceHost.ts";

/** The custom editor's id in package.json. */
export const viewType = "stepDpo.traceEditor";

/** How long the person is at a place before it is kept and followed, milliseconds. */
const restAfter = 150;

/** Where the person's last sampling settings are kept. */
const choiceKey = "rectifyChoice";

/** Opens datasets as trace editors, and finds the open ones. */
export class TraceEditors implements vscode.CustomEditorProvider<TraceDocument> {
  readonly #studio: () => Studio;
  readonly #panels = new Map<string, TracePanel>();
  readonly #changed = new vscode.EventEmitter<
    vscode.CustomDocumentEditEvent<TraceDocument> | vscode.CustomDocumentContentChangeEvent<TraceDocument>
  >();
  // VS Code tells the two apart event by event; its type knows providers of one kind alone.
  readonly onDidChangeCustomDocument = this.#changed.event as vscode.Event<
    vscode.CustomDocumentEditEvent<TraceDocument>
  >;
  readonly #moved = new vscode.EventEmitter<{ uri: vscode.Uri; place: Place }>();
  /** The person moved inside a trace editor. */
  readonly onMoved = this.#moved.event;
  readonly #opened = new vscode.EventEmitter<vscode.Uri>();
  /** A dataset was opened in a trace editor. */
  readonly onOpened = this.#opened.event;
  readonly #closed = new vscode.EventEmitter<vscode.Uri>();
  /** A dataset's trace editor is gone: `of` no longer finds it. */
  readonly onClosed = this.#closed.event;
  readonly #looksDifferent = new vscode.EventEmitter<void>();
  /** Another trace editor is active, or other rows are shown in one. */
  readonly onChanged = this.#looksDifferent.event;
  /** Documents that VS Code asked this host for, open or being opened. */
  readonly #asked = new Set<string>();
  /** Places to start at, for editors that are being opened. */
  readonly #starts = new Map<string, Place>();
  #open: OpenEditors | null = null;

  /** @param studio the parts, which exist by the time the first editor opens */
  constructor(studio: () => Studio) {
    this.#studio = studio;
  }

  register(): vscode.Disposable {
    const studio = this.#studio();
    this.#open = new OpenEditors(studio.context.workspaceState, vscode.env.sessionId);
    const abandoned = this.#open.takeAbandoned();
    return vscode.Disposable.from(
      ...(abandoned.size === 0 ? [] : [reopenAbandoned(studio, abandoned)]),
      vscode.window.registerCustomEditorProvider(viewType, this, {
        supportsMultipleEditorsPerDocument: false,
      }),
      this.#changed,
      this.#moved,
      this.#opened,
      this.#closed,
      this.#looksDifferent,
    );
  }

  /** The trace editor that has the focus, or the lone visible one; null where there is none. */
  get active(): TracePanel | null {
    const panels = [...this.#panels.values()];
    const visible = panels.filter((one) => one.panel.visible);
    return panels.find((one) => one.panel.active) ?? (visible.length === 1 ? (visible[0] ?? null) : null);
  }

  get all(): readonly TracePanel[] {
    return [...this.#panels.values()];
  }

  of(uri: vscode.Uri): TracePanel | null {
    return this.#panels.get(uri.toString()) ?? null;
  }

  /** Whether VS Code asked this host for a dataset: an editor that a killed host left is not asked for again. */
  isAskedFor(uri: vscode.Uri): boolean {
    return this.#asked.has(uri.toString());
  }

  /** Opens a dataset in the trace editor, at a place where one is given, or shows the editor that it is open in. */
  async open(
    uri: vscode.Uri,
    place: Place | null = null,
    preserveFocus = false,
    viewColumn?: vscode.ViewColumn,
  ): Promise<TracePanel> {
    const there = this.of(uri);
    if (there !== null) {
      if (!there.panel.visible || !preserveFocus) there.panel.reveal(undefined, preserveFocus);
    } else {
      if (place !== null) this.#starts.set(uri.toString(), place);
      await vscode.commands.executeCommand("vscode.openWith", uri, viewType, {
        preview: false,
        preserveFocus,
        ...(viewColumn === undefined ? {} : { viewColumn }),
      });
    }
    const panel = this.of(uri);
    this.#starts.delete(uri.toString());
    if (panel === null) throw new Error(`${nameOf(uri)} could not be opened; the editor says why.`);
    if (place !== null && there !== null) panel.reveal(place);
    return panel;
  }

  /** Makes an edit from outside the editor, which is opened first: VS Code has no unsaved file without one. */
  async change(uri: vscode.Uri, row: number, change: Change): Promise<void> {
    const panel = this.of(uri) ?? (await this.open(uri, { row, trace: 0, step: null }, true));
    await panel.document.apply(row, change);
  }

  /** The settings were changed: they count again, in place of what was last chosen. */
  forgetChoice(): void {
    void this.#studio().context.workspaceState.update(choiceKey, undefined);
    for (const panel of this.all) panel.refresh();
  }

  /** Opens a dataset anew where it is open, as after a change of its settings; nothing may be unsaved. */
  async reopen(uri: vscode.Uri): Promise<void> {
    const place = this.of(uri)?.host.place ?? null;
    const tabs = vscode.window.tabGroups.all
      .flatMap((group) => group.tabs)
      .filter(
        ({ input }) => input instanceof vscode.TabInputCustom && input.uri.toString() === uri.toString(),
      );
    await vscode.window.tabGroups.close(tabs);
    await this.#studio().datasets.closeSession(uri);
    await this.open(uri, place);
  }

  async openCustomDocument(
    uri: vscode.Uri,
    context: vscode.CustomDocumentOpenContext,
  ): Promise<TraceDocument> {
    const key = uri.toString();
    this.#asked.add(key);
    try {
      const document = await this.#documentOf(uri, context.backupId);
      document.onDisposed(() => void this.#asked.delete(key));
      return document;
    } catch (error) {
      this.#asked.delete(key);
      throw error;
    }
  }

  async #documentOf(uri: vscode.Uri, backup: string | undefined): Promise<TraceDocument> {
    const { views, log } = this.#studio();
    const opened = await views.open(uri);
    const { session } = opened;
    log.info(`Opened ${session.info.path}${backup === undefined ? "" : ` with the backup ${backup}`}`);
    const document = new TraceDocument(uri, opened);
    try {
      if (backup !== undefined) await session.restore(backup);
    } catch (error) {
      document.dispose();
      throw error;
    }
    document.onEdited((edit) => this.#changed.fire(edit));
    const following = followOthers(this.#studio(), document, () => this.#markUnsaved(document));
    document.onDisposed(() => {
      following.dispose();
    });
    return document;
  }

  resolveCustomEditor(document: TraceDocument, webviewPanel: vscode.WebviewPanel): void {
    const key = document.uri.toString();
    const moves = new Rested<Place>(restAfter, (place) => {
      this.#open?.at(key, place);
      this.#moved.fire({ uri: document.uri, place });
    });
    const host = this.#host(document, (place) => moves.change(place));
    const start = this.#starts.get(key);
    if (start !== undefined) host.goTo(start);
    const panel = new TracePanel(this.#studio(), document, host, webviewPanel);
    this.#panels.set(key, panel);
    this.#open?.at(key, host.place);
    if (document.session.info.dirty) this.#markUnsaved(document);
    const listening = vscode.Disposable.from(
      document.onUndone((edit) => {
        panel.showUndone({
          row: edit.row,
          trace: "trace" in edit.change ? edit.change.trace : 0,
          step: "step" in edit.change ? edit.change.step : null,
        });
      }),
      document.onRefused((error) => panel.showError(messageOf(error))),
      watchDisk(this.#studio(), panel),
      webviewPanel.onDidChangeViewState(() => this.#looksDifferent.fire()),
      new vscode.Disposable(document.view.onChange(() => this.#looksDifferent.fire())),
    );
    webviewPanel.onDidDispose(() => {
      listening.dispose();
      moves.stop();
      if (this.#panels.get(key) !== panel) return;
      this.#panels.delete(key);
      this.#open?.closed(key);
      this.#closed.fire(document.uri);
      this.#looksDifferent.fire();
    });
    this.#opened.fire(document.uri);
    this.#looksDifferent.fire();
  }

  async saveCustomDocument(document: TraceDocument): Promise<void> {
    try {
      await document.save();
      // VS Code takes edits made meanwhile as saved too.
      if (document.session.info.dirty) this.#markUnsaved(document);
    } catch (error) {
      const asks =
        error instanceof StorageError && (error.kind === "changed-on-disk" || error.kind === "missing");
      if (!asks) throw error;
      // VS Code would show the message with "Retry" and "Revert", which don't help: this tells, and asks what does.
      void askAboutDisk(this.#studio(), document, true);
      throw new vscode.CancellationError();
    }
  }

  async saveCustomDocumentAs(document: TraceDocument, target: vscode.Uri): Promise<void> {
    const copy = onDisk(target);
    await withSlowProgress(`Saving ${nameOf(copy)}`, (signal) => document.saveAs(copy, signal));
    openCopyAsDataset(this.#studio(), target, this.of(document.uri)?.host.place ?? null);
  }

  async revertCustomDocument(document: TraceDocument): Promise<void> {
    await document.session.revert();
    // VS Code takes the file as unchanged once this returns; what other windows have unsaved is still there.
    if (document.session.info.dirty) this.#markUnsaved(document);
  }

  async backupCustomDocument(
    document: TraceDocument,
    context: vscode.CustomDocumentBackupContext,
  ): Promise<vscode.CustomDocumentBackup> {
    const path = context.destination.fsPath;
    await mkdir(dirname(path), { recursive: true });
    await document.session.backup(path);
    this.#studio().log.debug(
      `Backed up ${document.session.edits.length} edits of ${document.session.info.path} to ${path}`,
    );
    return { id: path, delete: () => void rm(path, { force: true }).catch(() => undefined) };
  }

  /** Shows the file as unsaved for what others edited, once VS Code is done with what it is doing. */
  #markUnsaved(document: TraceDocument): void {
    setTimeout(() => {
      const open = this.of(document.uri)?.document === document;
      if (open && document.session.info.dirty) this.#changed.fire({ document });
    }, 100);
  }

  #host(document: TraceDocument, moved: (place: Place) => void): TraceHost {
    const studio = this.#studio();
    const { models, rectifications, settings, context } = studio;
    const version = versionOf(context.extension);
    return new TraceHost({
      session: document.session,
      view: document.view,
      name: nameOf(document.uri),
      mapping: () => settings.mapping(document.uri),
      apply: (row, change) => document.apply(row, change),
      models: {
        names: () => models.all().map((model) => model.name),
        chosen: () => models.chosen()?.name ?? null,
        choose: (name) => models.choose(name),
        open: () => models.openChosen(),
      },
      choice: () => context.workspaceState.get(choiceKey) ?? settings.rectify(),
      rememberChoice: (choice) => void context.workspaceState.update(choiceKey, choice),
      rectifications,
      rectify: (work, signal) =>
        rectifyWork(
          { session: document.session, runs: runsFolder(document.uri), version, now: () => new Date() },
          work,
          signal,
        ),
      renderPrompt: (work) => promptOf(document.session, work),
      keepSplitter: (splitter) => settings.setSplitter(document.uri, splitter),
      started: (rectification) => {
        this.of(document.uri)?.follow(rectification);
        showProgress(studio, document.uri, rectification);
      },
      moved,
      run: (command, place) => hostCommand(studio, document.uri, command, place),
      newId: () => randomUUID(),
    });
  }
}

/** Where candidates of interactive runs are kept: in the workspace of the dataset, else beside it. */
function runsFolder(dataset: vscode.Uri): string {
  const uri = onDisk(dataset);
  const folder = vscode.workspace.getWorkspaceFolder(uri)?.uri ?? vscode.Uri.joinPath(uri, "..");
  return vscode.Uri.joinPath(folder, ".stepdpo", "runs").fsPath;
}

function versionOf({ packageJSON }: vscode.Extension<unknown>): string {
  const manifest: unknown = packageJSON;
  return typeof manifest === "object" && manifest !== null && "version" in manifest
    ? String(manifest.version)
    : "unknown";
}

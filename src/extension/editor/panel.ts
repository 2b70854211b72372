import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import { notifier, serve } from "../../protocol/rpc.ts";
import { reloadWindow, type HostApi, type Place, type WebviewApi } from "../../protocol/traceEditor.ts";
import type { SessionEvent } from "../../storage/types.ts";
import type { Studio } from "../studio.ts";
import { Paced } from "../paced.ts";
import { Hearing } from "./hearing.ts";
import { RowSender } from "./rowSender.ts";
import { SentRow } from "./sentRow.ts";
import { stageOf } from "../tree/describeView.ts";
import { messageOf } from "../text.ts";
import { traceEditorPage } from "./html.ts";
import type { TraceDocument } from "./document.ts";
import type { Rectification, RectificationListener } from "./rectification.ts";
import type { TraceHost } from "./traceHost.ts";

/** Rows that are sent one by one when they change; more, and the view asks for what it shows. */
const fewRows = 4;

/** Least time between two notices of the index growing, or of rows being found, milliseconds. */
const infoEvery = 200;

/** One trace editor's webview joined to its host: what happens in the session is told to the view. */
export class TracePanel {
  readonly document: TraceDocument;
  readonly host: TraceHost;
  readonly panel: vscode.WebviewPanel;
  readonly view: WebviewApi;
  readonly #hearing = new Hearing();
  /** What to do once the view hears. */
  #waiting: (() => void)[] = [];
  /** Goes to the last place that was asked for while the view could not hear. */
  #goal: (() => void) | null = null;
  #infoTimer: NodeJS.Timeout | null = null;
  /** The first rows and the end of a search at once, the rest now and then. */
  readonly #viewChanges: Paced;
  #unlisten: () => void = () => undefined;
  readonly #log: vscode.LogOutputChannel;
  readonly #sent = new SentRow();
  readonly #rows = new RowSender((row) => this.#sendRow(row));

  constructor(studio: Studio, document: TraceDocument, host: TraceHost, panel: vscode.WebviewPanel) {
    this.document = document;
    this.host = host;
    this.panel = panel;
    this.#log = studio.log;
    const { webview } = panel;
    const channel = {
      post: (message: unknown) => void webview.postMessage(message),
      onMessage: (listener: (message: unknown) => void) => {
        const hearing = webview.onDidReceiveMessage(listener);
        return () => void hearing.dispose();
      },
    };
    this.view = notifier<WebviewApi>(channel);
    this.#viewChanges = new Paced(
      infoEvery,
      () => {
        if (this.#hears()) this.view.viewChanged(document.view.state);
      },
      () => stageOf(document.view.state),
    );
    const stop = [
      serve<HostApi>(channel, this.#served(), (error) => this.#log.error(messageOf(error))),
      document.session.onEvent((event) => this.#hear(event)),
      document.view.onChange(() => this.#viewChanges.change()),
      () => this.#viewChanges.stop(),
      () => this.#unlisten(),
    ];
    panel.onDidChangeViewState(() => {
      if (!panel.visible) this.#hearing.stop();
    });
    panel.onDidDispose(() => {
      stop.forEach((one) => one());
      if (this.#infoTimer !== null) clearTimeout(this.#infoTimer);
    });
    this.follow(studio.rectifications.of(document.session.info.path));
    const dist = vscode.Uri.joinPath(studio.context.extensionUri, "dist");
    const media = vscode.Uri.joinPath(studio.context.extensionUri, "media");
    webview.options = {
      enableScripts: true,
      localResourceRoots: [dist, media],
      // What the view offers where this host no longer answers: VS Code itself runs it.
      enableCommandUris: [reloadWindow],
    };
    webview.html = traceEditorPage({
      script: webview.asWebviewUri(vscode.Uri.joinPath(dist, "webview.js")).toString(),
      style: webview.asWebviewUri(vscode.Uri.joinPath(dist, "webview.css")).toString(),
      cspSource: webview.cspSource,
      nonce: randomBytes(16).toString("base64"),
    });
  }

  /** Does something in the view once it is there to hear it. */
  whenReady(work: () => void): void {
    if (this.#hearing.now) work();
    else this.#waiting.push(work);
  }

  /** Goes to a place now, or as soon as the view is there. */
  reveal(place: Place): void {
    this.#go(place, () => this.view.reveal(place));
  }

  /** Shows where an edit was undone or redone. The view alone knows which row the person is at by now. */
  showUndone(place: Place): void {
    this.#go(place, () => this.view.undone(place));
  }

  /** Shows a message where the person is looking. */
  showError(message: string): void {
    this.whenReady(() => this.view.showError(message));
  }

  /** Shows a rectification as it goes on. */
  follow(rectification: Rectification | null): void {
    this.#unlisten();
    const listener: RectificationListener = {
      state: (state) => this.view.rectification(state),
      candidates: (id, changed, message) => this.view.candidates(id, changed, message),
    };
    this.#unlisten = rectification?.listen(listener) ?? (() => undefined);
    if (this.#hearing.now) this.view.rectification(rectification?.state ?? null);
  }

  /** Dataset, models or settings look different now. */
  refresh(): void {
    if (this.#hears()) this.view.datasetChanged(this.host.dataset());
  }

  #served(): HostApi {
    const { host } = this;
    return {
      start: () => {
        this.#goal = null;
        const answer = () =>
          this.#sent.answer(
            () => host.start(),
            ({ row }) => row,
          );
        return this.#hearing.start(answer, (missed) => this.#begin(missed));
      },
      alive: () => host.alive(),
      row: (index) =>
        this.#sent.answer(
          () => host.row(index),
          (row) => row,
        ),
      openLong: (index, limit) =>
        this.#sent.answer(
          () => host.openLong(index, limit),
          (row) => row,
        ),
      cancelOpenLong: () => host.cancelOpenLong(),
      next: (from, direction) => host.next(from, direction),
      setQuery: (query) => host.setQuery(query),
      cancelQuery: () => host.cancelQuery(),
      facets: () => host.facets(),
      facetsSoFar: () => host.facetsSoFar(),
      found: (row) => host.found(row),
      moved: (place) => host.moved(place),
      change: (row, change) => host.change(row, change),
      toggleLabel: (place, label) => host.toggleLabel(place, label),
      setSplitter: (splitter) => host.setSplitter(splitter),
      rectify: (place, choice) => host.rectify(place, choice),
      cancelRectify: (id) => host.cancelRectify(id),
      accept: (id, candidate, text) => host.accept(id, candidate, text),
      reject: (id, candidate) => host.reject(id, candidate),
      dismiss: async (id) => {
        await host.dismiss(id);
        this.follow(null);
      },
      prompt: (place, choice) => host.prompt(place, choice),
      chooseModel: (name) => host.chooseModel(name),
      run: (command, place) => host.run(command, place),
    };
  }

  /** Goes where it was asked to while it started, and does what waited. */
  #begin(missed: boolean): void {
    if (missed) {
      this.refresh();
      this.view.viewChanged(this.document.view.state);
      this.view.allChanged();
    }
    this.#goal?.();
    this.#goal = null;
    for (const work of this.#waiting.splice(0)) work();
  }

  /** A view that starts begins at the place; one whose start is being answered goes there after it. */
  #go(place: Place, tell: () => void): void {
    if (this.#hearing.now) tell();
    else {
      this.host.goTo(place);
      this.#goal = tell;
    }
  }

  /** Whether the view hears of a change now; if not, it is made up for. */
  #hears(): boolean {
    if (!this.#hearing.now) this.#hearing.miss();
    return this.#hearing.now;
  }

  #hear(event: SessionEvent): void {
    if (!this.#hears()) return;
    if (event.kind === "info") {
      this.#infoTimer ??= setTimeout(() => {
        this.#infoTimer = null;
        this.refresh();
      }, infoEvery);
    } else if (event.kind === "rows" && event.rows.length <= fewRows) {
      for (const row of event.rows) this.#rows.changed(row);
      this.refresh();
    } else {
      this.refresh();
      this.view.allChanged();
    }
  }

  async #sendRow(row: number): Promise<void> {
    try {
      const state = await this.host.row(row);
      const patch = this.#sent.change(state);
      if (patch === null) this.view.rowChanged(state);
      else this.view.rowPatched(row, patch);
    } catch (error) {
      this.showError(messageOf(error));
    }
  }
}

import * as vscode from "vscode";
import { wholeFile, type Query } from "../../core/query.ts";
import { queryTitle, sameQuery, takesAll } from "../../core/queryWords.ts";
import type { DatasetView } from "../../pipeline/view/types.ts";
import type { FoundText } from "../../protocol/traceEditor.ts";
import type { DatasetSession, SessionEvent } from "../../storage/types.ts";
import { onDisk } from "../datasets/uri.ts";
import type { OpenView } from "../datasets/views.ts";
import { Paced } from "../paced.ts";
import { messageOf } from "../text.ts";
import { ActionNode } from "./actionNode.ts";
import { describeEmpty, describeView, stageOf } from "./describeView.ts";
import { MessageNode } from "./messageNode.ts";
import type { TreeNode } from "./node.ts";
import type { ProblemNode } from "./problemNode.ts";
import { counted, type RowRange } from "./ranges.ts";
import { RowNodes } from "./rowNodes.ts";
import { ShownRows } from "./shownRows.ts";

/** What a dataset's node needs of the view that it is in. */
export interface DatasetPorts {
  readonly open: (uri: vscode.Uri) => Promise<OpenView>;
  /** The query that it is shown with while it isn't open. */
  readonly queryOf: (uri: vscode.Uri) => Query;
  /** The folder to tell a dataset from others of its name; empty where its name is enough. */
  readonly folderOf: (uri: vscode.Uri) => string;
  /** These nodes read differently now. */
  readonly changed: (nodes: readonly TreeNode[]) => void;
}

/** What is known of a dataset without opening it. */
export interface DatasetFacts {
  readonly formatTitle: string | null;
  readonly rows: number | null;
}

/** An open dataset. */
interface Open {
  readonly session: DatasetSession;
  readonly view: DatasetView;
  readonly rows: ShownRows;
  readonly close: () => Promise<void>;
}

/** Least time between two refreshes while the index or the rows found grow, milliseconds. */
const infoEvery = 500;
/** And while a search runs: each time VS Code asks for all that is unfolded, and what a person does waits meanwhile. */
const viewEvery = 1500;

/** One dataset: a file, its format and its number of rows. Opened when it is expanded. */
export class DatasetNode implements TreeNode {
  readonly id: string;
  readonly parent: TreeNode | null;
  readonly uri: vscode.Uri;
  /** Opened by hand: kept in the list until it is removed. */
  opened: boolean;
  readonly #ports: DatasetPorts;
  #facts: DatasetFacts;
  #open: Promise<Open> | null = null;
  /** The session and the view, once they are there. */
  #now: Open | null = null;
  #infoTimer: NodeJS.Timeout | null = null;
  /** What `item` last said. */
  #shown = "";
  readonly #nodes = new RowNodes(this);

  constructor(
    ports: DatasetPorts,
    uri: vscode.Uri,
    facts: DatasetFacts,
    opened: boolean,
    parent: TreeNode | null = null,
  ) {
    this.id = uri.toString();
    this.uri = uri;
    this.parent = parent;
    this.opened = opened;
    this.#ports = ports;
    this.#facts = facts;
  }

  get target(): { uri: vscode.Uri; place: null } {
    return { uri: this.uri, place: null };
  }

  /** Takes what the search of the workspace found of it, which lists it from then on. */
  found(formatTitle: string | null): void {
    this.opened = false;
    if (formatTitle !== null) this.#facts = { ...this.#facts, formatTitle };
  }

  /** Takes the number of rows that was found out elsewhere, and the format where it was. */
  counted(rows: number, formatTitle: string | null): void {
    this.#facts = { formatTitle: formatTitle ?? this.#facts.formatTitle, rows };
  }

  /** Whether only its rows tell its format, as in Parquet. */
  get formatUnknown(): boolean {
    return this.#facts.formatTitle === null;
  }

  /** Its format, where it is known. */
  get formatTitle(): string | null {
    return this.#now?.session.info.formatTitle ?? this.#facts.formatTitle;
  }

  /** Its number of rows, where it is known. */
  get rows(): number | null {
    return this.#now?.session.info.rows ?? this.#facts.rows;
  }

  /** Whether its file or folder was deleted under the open session. */
  get deleted(): boolean {
    return this.#now?.session.info.deleted === true;
  }

  isOpen(): boolean {
    return this.#open !== null;
  }

  /** Its session, opened at the first call and shared with the trace editor. @throws StorageError */
  async session(): Promise<DatasetSession> {
    return (await this.#opened()).session;
  }

  /** Which of its rows are shown; shared with the trace editor. @throws StorageError */
  async view(): Promise<DatasetView> {
    return (await this.#opened()).view;
  }

  /** What the text search found in a row, where a text is looked for. */
  hit(row: number): FoundText | null {
    return this.#now?.view.hit(row) ?? null;
  }

  item(): vscode.TreeItem {
    const item = new vscode.TreeItem(this.uri, vscode.TreeItemCollapsibleState.Collapsed);
    const { description, tooltip } = this.#words();
    const state = this.#now?.view.state;
    const running = state?.running === true;
    const query = state?.query ?? this.#ports.queryOf(this.uri);
    const filtered = !sameQuery(query, wholeFile);
    item.id = this.id;
    item.description = description;
    item.iconPath = new vscode.ThemeIcon(running ? "loading~spin" : iconOf(query));
    item.tooltip = tooltip;
    const words = { opened: this.opened, filtered, running };
    item.contextValue = `dataset ${Object.entries(words)
      .flatMap(([word, holds]) => (holds ? [word] : []))
      .join(" ")}`.trimEnd();
    this.#shown = tooltip + description;
    return item;
  }

  async children(): Promise<readonly TreeNode[]> {
    try {
      const { session, view, rows } = await this.#opened();
      const { indexed } = session.info;
      // What is shown under it now is not all of it.
      if (!indexed) this.#shown = "";
      const empty = rows.whole ? null : describeEmpty(view.state);
      if (empty !== null) {
        const message = new MessageNode(this, empty.message, empty.icon);
        return [message, new ActionNode(this, "Clear Filter", "clearFilter")];
      }
      if (rows.count === 0)
        return [new MessageNode(this, indexed ? "There are no rows in this file." : "Reading …", "info")];
      return await this.within(this, { from: 0, to: rows.count });
    } catch (error) {
      return [new MessageNode(this, messageOf(error), "warning")];
    }
  }

  text(): string {
    return onDisk(this.uri).fsPath;
  }

  /** The nodes of a range of places: shorter ranges, or the rows themselves. */
  async within(parent: TreeNode, range: RowRange): Promise<readonly TreeNode[]> {
    return this.#nodes.within(parent, range, (await this.#opened()).rows);
  }

  /** The node of a row, where it is in the tree or could be. */
  async find(row: number): Promise<ProblemNode | null> {
    return this.#nodes.find(row, (await this.#opened()).rows);
  }

  /** Lets go of the session and the view. */
  async close(): Promise<void> {
    if (this.#infoTimer !== null) clearTimeout(this.#infoTimer);
    this.#infoTimer = null;
    const open = this.#open;
    this.#open = null;
    this.#now = null;
    // Opened anew it may be another file, or read with other settings.
    this.#nodes.forget("all");
    await open?.then(({ close }) => close()).catch(() => undefined);
  }

  #opened(): Promise<Open> {
    this.#open ??= this.#openNow().catch((error: unknown) => {
      this.#open = null;
      throw error;
    });
    return this.#open;
  }

  async #openNow(): Promise<Open> {
    const { session, view, release } = await this.#ports.open(this.uri);
    // At once where it has been quiet, so that a filter shows as it is chosen.
    const viewChanges = new Paced(
      viewEvery,
      () => this.#refreshIfChanged(),
      () => stageOf(view.state),
    );
    const stop = [
      session.onEvent((event) => this.#hear(event)),
      view.onChange(() => viewChanges.change()),
      () => viewChanges.stop(),
    ];
    const close = async (): Promise<void> => {
      for (const one of stop) one();
      await release();
    };
    this.#now = { session, view, rows: new ShownRows(session, view), close };
    // Its count is known now; told later, since VS Code may be asking for the children right now.
    setTimeout(() => this.#refreshIfChanged(), 0);
    return this.#now;
  }

  #words(): { description: string; tooltip: string } {
    const info = this.#now?.session.info;
    const { rows, formatTitle: title } = this;
    const count = rows === null ? "" : `${counted(rows, "row")}${info?.indexed === false ? " so far" : ""}`;
    const unsaved = info?.dirty === true ? "unsaved" : "";
    // First, since VS Code cuts the end.
    const deleted = this.deleted ? "deleted" : "";
    const folder = this.#ports.folderOf(this.uri);
    const view = this.#now === null ? null : describeView(this.#now.view.state);
    const kept = this.#now === null ? this.#keptTitle() : "";
    const what = view === null ? [kept, title ?? "", count] : [view];
    const description = [deleted, folder, ...what, unsaved];
    const tooltip = [
      vscode.workspace.asRelativePath(onDisk(this.uri)),
      title ?? "",
      count,
      view ?? kept,
      info?.warning ?? "",
    ];
    return {
      description: description.filter((part) => part !== "").join(" · "),
      tooltip: tooltip.filter((part) => part !== "").join("\n"),
    };
  }

  /** What its rows were filtered by when it was last open. */
  #keptTitle(): string {
    return queryTitle(this.#ports.queryOf(this.uri));
  }

  /**
   * A refresh reads the visible rows again, and loses what is being unfolded meanwhile: only where the node itself
   * looks different.
   */
  #refreshIfChanged(): void {
    const { description, tooltip } = this.#words();
    if (tooltip + description !== this.#shown) this.#ports.changed([this]);
  }

  #hear(event: SessionEvent): void {
    if (event.kind === "info") {
      this.#infoTimer ??= setTimeout(() => {
        this.#infoTimer = null;
        this.#refreshIfChanged();
      }, infoEvery);
    } else if (event.kind === "rows") {
      this.#ports.changed(this.#nodes.forget(event.rows));
    } else if (event.kind === "all") {
      this.#nodes.forget("all");
      this.#ports.changed([this]);
    }
  }
}

/** What a dataset's rows are by: all in the order of the file, all in another, or some. */
function iconOf(query: Query): string {
  if (!takesAll(query)) return "filter-filled";
  return sameQuery(query, wholeFile) ? "database" : "sort-precedence";
}

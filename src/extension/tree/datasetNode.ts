import * as vscode from "vscode";
import type { DatasetSession, SessionEvent } from "../../storage/types.ts";
import type { Sessions } from "../datasets/sessions.ts";
import { onDisk } from "../datasets/uri.ts";
import { rowOutlines } from "../editor/facts.ts";
import { messageOf } from "../text.ts";
import { MessageNode } from "./messageNode.ts";
import type { TreeNode } from "./node.ts";
import { ProblemNode } from "./problemNode.ts";
import { RangeNode } from "./rangeNode.ts";
import { counted, subranges, type RowRange } from "./ranges.ts";

/** What a dataset's node needs of the view that it is in. */
export interface DatasetPorts {
  readonly sessions: Sessions;
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

/** Least time between two refreshes while the index grows, milliseconds. */
const infoEvery = 500;

/** One dataset: a file, its format and its number of rows. Opened when it is expanded. */
export class DatasetNode implements TreeNode {
  readonly id: string;
  readonly parent: TreeNode | null;
  readonly uri: vscode.Uri;
  /** Opened by hand: kept in the list until it is removed. */
  opened: boolean;
  readonly #ports: DatasetPorts;
  #facts: DatasetFacts;
  #session: Promise<DatasetSession> | null = null;
  /** The session, once it is there. */
  #now: DatasetSession | null = null;
  #infoTimer: NodeJS.Timeout | null = null;
  /** What `item` last said. */
  #shown = "";
  readonly #problems = new Map<number, ProblemNode>();
  readonly #ranges = new Map<string, RangeNode>();

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

  /** Takes the number of rows that was found out elsewhere. */
  counted(rows: number): void {
    this.#facts = { ...this.#facts, rows };
  }

  /** Its number of rows, where it is known. */
  get rows(): number | null {
    return this.#now?.info.rows ?? this.#facts.rows;
  }

  isOpen(): boolean {
    return this.#session !== null;
  }

  /** Its session, opened at the first call and shared with the trace editor. @throws StorageError */
  session(): Promise<DatasetSession> {
    this.#session ??= this.#open().catch((error: unknown) => {
      this.#session = null;
      throw error;
    });
    return this.#session;
  }

  item(): vscode.TreeItem {
    const item = new vscode.TreeItem(this.uri, vscode.TreeItemCollapsibleState.Collapsed);
    const { description, tooltip } = this.#words();
    item.id = this.id;
    item.description = description;
    item.iconPath = new vscode.ThemeIcon("database");
    item.tooltip = tooltip;
    item.contextValue = this.opened ? "dataset opened" : "dataset";
    this.#shown = tooltip + description;
    return item;
  }

  async children(): Promise<readonly TreeNode[]> {
    try {
      const session = await this.session();
      const { rows, indexed } = session.info;
      // What is shown under it now is not all of it.
      if (!indexed) this.#shown = "";
      if (rows === 0)
        return [new MessageNode(this, indexed ? "There are no rows in this file." : "Reading …", "info")];
      return await this.within(this, { from: 0, to: rows });
    } catch (error) {
      return [new MessageNode(this, messageOf(error), "warning")];
    }
  }

  text(): string {
    return onDisk(this.uri).fsPath;
  }

  /** The nodes of a range of rows: shorter ranges, or the rows themselves. */
  async within(parent: TreeNode, range: RowRange): Promise<readonly TreeNode[]> {
    const ranges = subranges(range);
    if (ranges !== null) return ranges.map((one) => this.#range(parent, one));
    const views = await (await this.session()).rows(range.from, range.to);
    const states = await rowOutlines(views);
    return states.map((state) => {
      const node = this.#problem(parent, state.index);
      node.show(state);
      return node;
    });
  }

  /** The node of a row, where it is in the tree or could be. */
  async find(row: number): Promise<ProblemNode | null> {
    const { rows } = (await this.session()).info;
    if (row >= rows) return null;
    return this.#findWithin(this, { from: 0, to: rows }, row);
  }

  #findWithin(parent: TreeNode, range: RowRange, row: number): ProblemNode | null {
    const ranges = subranges(range);
    if (ranges === null) return this.#problem(parent, row);
    const inside = ranges.find((one) => row < one.to);
    return inside === undefined ? null : this.#findWithin(this.#range(parent, inside), inside, row);
  }

  /** Lets go of the session. */
  async close(): Promise<void> {
    if (this.#infoTimer !== null) clearTimeout(this.#infoTimer);
    const session = this.#session;
    this.#session = null;
    this.#now = null;
    await session?.then((open) => open.close()).catch(() => undefined);
  }

  #range(parent: TreeNode, range: RowRange): RangeNode {
    const key = `${range.from}-${range.to}`;
    const node = this.#ranges.get(key) ?? new RangeNode(this, parent, range);
    this.#ranges.set(key, node);
    return node;
  }

  #problem(parent: TreeNode, index: number): ProblemNode {
    const there = this.#problems.get(index);
    // While the index grows, a row moves from the dataset itself into a range.
    const node = there?.parent === parent ? there : new ProblemNode(this, parent, index);
    this.#problems.set(index, node);
    return node;
  }

  async #open(): Promise<DatasetSession> {
    const session = await this.#ports.sessions.open(this.uri);
    this.#now = session;
    session.onEvent((event) => this.#hear(event));
    // Its count is known now; told later, since VS Code may be asking for the children right now.
    setTimeout(() => this.#refreshIfChanged(), 0);
    return session;
  }

  #words(): { description: string; tooltip: string } {
    const info = this.#now?.info;
    const title = info?.formatTitle ?? this.#facts.formatTitle;
    const { rows } = this;
    const count = rows === null ? "" : `${counted(rows, "row")}${info?.indexed === false ? " so far" : ""}`;
    const unsaved = info?.dirty === true ? "unsaved" : "";
    const description = [this.#ports.folderOf(this.uri), title ?? "", count, unsaved];
    const tooltip = [
      vscode.workspace.asRelativePath(onDisk(this.uri)),
      title ?? "",
      count,
      info?.warning ?? "",
    ];
    return {
      description: description.filter((part) => part !== "").join(" · "),
      tooltip: tooltip.filter((part) => part !== "").join("\n"),
    };
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
      const nodes = event.rows.flatMap((row) => this.#problems.get(row) ?? []);
      for (const node of nodes) node.forget();
      this.#ports.changed(nodes);
    } else if (event.kind === "all") {
      for (const node of this.#problems.values()) node.forget();
      this.#ports.changed([this]);
    }
  }
}

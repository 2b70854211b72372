import { stat } from "node:fs/promises";
import * as vscode from "vscode";
import type { Place } from "../../protocol/traceEditor.ts";
import { discover, type Found } from "../datasets/discover.ts";
import { onDisk } from "../datasets/uri.ts";
import { Rested } from "../rested.ts";
import type { Studio } from "../studio.ts";
import { messageOf } from "../text.ts";
import { DatasetNode } from "./datasetNode.ts";
import { GroupNode } from "./groupNode.ts";
import { folderHint } from "./folderHint.ts";
import { byName, byPath } from "./listOrder.ts";
import type { TreeNode } from "./node.ts";
import { ProblemNode } from "./problemNode.ts";
import { TraceNode } from "./traceNode.ts";
import { welcomed } from "./welcome.ts";

/** The view's id in package.json. */
const viewId = "stepDpo.datasets";

/** Where the datasets that were opened by hand are kept. */
const openedKey = "openedDatasets";

/** Files up to this size are opened for their number of rows alone. */
const countedUpTo = 64 << 20;

/** Quiet time after files come and go before the workspace is searched again, milliseconds. */
const settle = 800;

/** The Datasets view: the workspace's datasets, and those opened from elsewhere. */
export class DatasetsTree implements vscode.TreeDataProvider<TreeNode> {
  readonly #studio: () => Studio;
  readonly #changed = new vscode.EventEmitter<TreeNode[] | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #nodes = new Map<string, DatasetNode>();
  /** The newest run first: its folder begins with the time. */
  readonly #runs = new GroupNode(() =>
    [...this.#nodes.values()]
      .filter((node) => isRun(node.uri))
      .sort((a, b) => byPath(b.uri.path, a.uri.path)),
  );
  #view: vscode.TreeView<TreeNode> | null = null;
  #search: vscode.CancellationTokenSource | null = null;
  #searched: Promise<void> | null = null;
  /** Files that come or go may be many at once. */
  readonly #filesChanged = new Rested<void>(settle, () => void this.#searchAgain());
  /** Counts the places that the person went to. */
  #follows = 0;

  constructor(studio: () => Studio) {
    this.#studio = studio;
  }

  register(): vscode.Disposable {
    const { context, editors } = this.#studio();
    this.#view = vscode.window.createTreeView(viewId, {
      treeDataProvider: this,
      showCollapseAll: true,
      canSelectMany: true,
    });
    for (const uri of context.workspaceState.get<string[]>(openedKey, []))
      this.#put(vscode.Uri.parse(uri), null, true);
    const watcher = vscode.workspace.createFileSystemWatcher(
      "**/*.{jsonl,ndjson,json,parquet,gz}",
      false,
      true,
      false,
    );
    const again = () => this.#filesChanged.change();
    return vscode.Disposable.from(
      this.#view,
      this.#changed,
      watcher,
      watcher.onDidCreate(again),
      watcher.onDidDelete(again),
      vscode.workspace.onDidChangeWorkspaceFolders(again),
      editors.onOpened((uri) => this.add(uri)),
      // Not when its tab goes: the editor may outlive that by longer than the search waits.
      editors.onClosed((uri) => {
        if (this.#nodes.get(uri.toString())?.deleted === true) again();
      }),
      editors.onMoved(({ uri, place }) => void this.#follow(uri, place)),
      new vscode.Disposable(() => void this.#dispose()),
    );
  }

  getTreeItem(node: TreeNode): vscode.TreeItem | Promise<vscode.TreeItem> {
    return node.item();
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    if (node !== undefined) return [...(await node.children())];
    // The first look waits for what is there, so that "Open a dataset" doesn't flash by.
    await (this.#searched ??= this.#searchNow());
    return welcomed("stepDpo.noDatasets", this.#roots());
  }

  getParent(node: TreeNode): TreeNode | null {
    return node.parent;
  }

  /** Shows what is under a node of this view that was clicked: VS Code does so only for nodes without a command. */
  async expand(node: unknown): Promise<void> {
    if (node instanceof ProblemNode || node instanceof TraceNode) {
      await this.#view?.reveal(node, { select: false, focus: false, expand: true });
    }
  }

  /** Unfolds a dataset, so that the rows that were found in it are seen. */
  async unfold(dataset: DatasetNode): Promise<void> {
    if (this.#view?.visible === true)
      await this.#view.reveal(dataset, { select: false, focus: false, expand: true });
  }

  /** The datasets that are selected, or that hold what is. */
  selected(): readonly vscode.Uri[] {
    return (this.#view?.selection ?? []).flatMap((node) => node.target?.uri ?? []);
  }

  /** Puts a dataset into the list, where it isn't there. */
  add(uri: vscode.Uri): DatasetNode {
    const there = this.#nodes.get(uri.toString());
    if (there !== undefined) {
      void there.session().catch(() => undefined);
      return there;
    }
    const node = this.#put(uri, null, true);
    this.#keepOpened();
    this.#changed.fire(undefined);
    void node.session().catch(() => undefined);
    return node;
  }

  async remove(uri: vscode.Uri): Promise<void> {
    const node = this.#nodes.get(uri.toString());
    if (node === undefined) return;
    this.#nodes.delete(uri.toString());
    this.#keepOpened();
    this.#changed.fire(undefined);
    await node.close();
  }

  /** Lets go of a dataset's session, so that it is opened anew with the settings of then. */
  async closeSession(uri: vscode.Uri): Promise<void> {
    await this.#nodes.get(uri.toString())?.close();
  }

  /** Searches the workspace again, and shows everything anew. */
  async refresh(): Promise<void> {
    await this.#searchAgain();
    this.#changed.fire(undefined);
  }

  async #searchAgain(): Promise<void> {
    this.#searched = this.#searchNow();
    await this.#searched;
  }

  async #searchNow(): Promise<void> {
    const studio = this.#studio();
    const before = this.#listed();
    this.#search?.cancel();
    const search = (this.#search = new vscode.CancellationTokenSource());
    const seen = new Set<string>();
    const found = (dataset: Found): void => {
      seen.add(dataset.uri.toString());
      this.#put(dataset.uri, dataset.formatTitle, false);
    };
    try {
      await discover(studio, found, search.token);
    } catch (error) {
      studio.log.error(`Searching for datasets: ${messageOf(error)}`);
    }
    // Who waits for this search waits for the one that took its place.
    if (this.#search !== search) return await (this.#searched ?? undefined);
    if (search.token.isCancellationRequested) return;
    for (const [key, node] of this.#nodes) {
      // One that was deleted under its editor can still be saved from there.
      if (seen.has(key) || node.opened || (node.deleted && studio.editors.of(node.uri) !== null)) continue;
      this.#nodes.delete(key);
      void node.close();
    }
    // VS Code forgets every node for it, and a command chosen meanwhile has none to act on.
    if (this.#listed() !== before) this.#changed.fire(undefined);
    void this.#count(search.token);
  }

  /** Which datasets are listed, in which order and under which words. */
  #listed(): string {
    const names = this.#sorted().map((node) => [node.id, node.deleted, node.formatTitle]);
    return JSON.stringify([names, this.#paths()]);
  }

  /** Finds out the numbers of rows, and formats that no first bytes tell, one file after the other. */
  async #count(token: vscode.CancellationToken): Promise<void> {
    const { sessions, log } = this.#studio();
    for (const node of this.#sorted()) {
      if (token.isCancellationRequested) return;
      if (node.isOpen() || node.rows !== null || isRun(node.uri)) continue;
      try {
        if ((await stat(onDisk(node.uri).fsPath)).size > countedUpTo) continue;
        const session = await sessions.open(node.uri);
        try {
          await session.whenIndexed();
          if (node.formatUnknown && session.info.rows > 0) await session.row(0);
          node.counted(session.info.rows, session.info.formatTitle);
        } finally {
          await session.close();
        }
        // One that was opened meanwhile tells of itself.
        if (!node.isOpen()) this.#changed.fire([node]);
      } catch (error) {
        log.debug(`${onDisk(node.uri).fsPath}: ${messageOf(error)}`);
      }
    }
  }

  #put(uri: vscode.Uri, formatTitle: string | null, opened: boolean): DatasetNode {
    const key = uri.toString();
    const there = this.#nodes.get(key);
    if (there !== undefined) {
      if (!opened) there.found(formatTitle);
      return there;
    }
    const { views } = this.#studio();
    const folderOf = (one: vscode.Uri) =>
      folderHint(vscode.workspace.asRelativePath(onDisk(one), false), this.#paths());
    const ports = {
      open: (one: vscode.Uri) => views.open(one),
      queryOf: (one: vscode.Uri) => views.query(one),
      folderOf,
      changed: (nodes: readonly TreeNode[]) => this.#changed.fire([...nodes]),
    };
    const node = new DatasetNode(
      ports,
      uri,
      { formatTitle, rows: null },
      opened,
      isRun(uri) ? this.#runs : null,
    );
    this.#nodes.set(key, node);
    return node;
  }

  #sorted(): DatasetNode[] {
    return [...this.#nodes.values()].sort((a, b) => byName(a.uri.path, b.uri.path));
  }

  #paths(): string[] {
    return [...this.#nodes.values()].map((node) => vscode.workspace.asRelativePath(onDisk(node.uri), false));
  }

  #roots(): TreeNode[] {
    const nodes = this.#sorted();
    const own = nodes.filter((node) => !isRun(node.uri));
    return own.length < nodes.length ? [...own, this.#runs] : own;
  }

  #keepOpened(): void {
    const opened = this.#sorted()
      .filter((node) => node.opened)
      .map((node) => node.uri.toString());
    void this.#studio().context.workspaceState.update(openedKey, opened);
  }

  /** Selects the row that the trace editor is at, without taking the focus. */
  async #follow(uri: vscode.Uri, place: Place): Promise<void> {
    const view = this.#view;
    const dataset = this.#nodes.get(uri.toString());
    const turn = (this.#follows += 1);
    if (view?.visible !== true || dataset === undefined) return;
    const at = view.selection[0]?.target;
    if (at?.uri.toString() === uri.toString() && at.place?.row === place.row) return;
    try {
      const node = await dataset.find(place.row);
      // The person may have gone on; a view that was left meanwhile would come back.
      if (node !== null && turn === this.#follows && this.#view?.visible === true)
        await view.reveal(node, { select: true, focus: false });
    } catch (error) {
      this.#studio().log.debug(`Following to row ${place.row + 1}: ${messageOf(error)}`);
    }
  }

  async #dispose(): Promise<void> {
    this.#search?.cancel();
    this.#filesChanged.stop();
    await Promise.all([...this.#nodes.values()].map((node) => node.close()));
  }
}

function isRun(uri: vscode.Uri): boolean {
  return uri.path.includes("/.stepdpo/");
}

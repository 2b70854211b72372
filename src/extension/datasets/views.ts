import type * as vscode from "vscode";
import { wholeFile, type Query } from "../../core/query.ts";
import { sameQuery } from "../../core/queryWords.ts";
import type { DatasetView } from "../../pipeline/view/types.ts";
import type { DatasetSession } from "../../storage/types.ts";

/** Where the queries of datasets are kept. */
const queriesKey = "queries";

/** What the views need of the window. */
export interface ViewPorts {
  readonly open: (uri: vscode.Uri) => Promise<DatasetSession>;
  /** Gives all clients of a dataset the same view. */
  readonly view: (session: DatasetSession) => DatasetView;
  /** The workspace's memory. */
  readonly kept: Pick<vscode.Memento, "get" | "update">;
}

/** An open dataset and the view of it, until its user lets go of both. */
export interface OpenView {
  readonly session: DatasetSession;
  readonly view: DatasetView;
  readonly release: () => Promise<void>;
}

/** Opens datasets with their views, and keeps each view's query over a reload of the window. */
export class Views {
  readonly #ports: ViewPorts;

  constructor(ports: ViewPorts) {
    this.#ports = ports;
  }

  /** Opens a dataset, shown with the query it last had. @throws StorageError */
  async open(uri: vscode.Uri): Promise<OpenView> {
    const session = await this.#ports.open(uri);
    const view = this.#ports.view(session);
    const query = this.query(uri);
    if (!sameQuery(view.state.query, query)) view.set(query);
    view.onChange(() => this.#keep(uri, view.state.query));
    const release = async (): Promise<void> => {
      await view.close();
      await session.close();
    };
    return { session, view, release };
  }

  /** The query that a dataset is shown with, whether it is open or not. */
  query(uri: vscode.Uri): Query {
    // Another version may have kept less.
    return { ...wholeFile, ...this.#queries()[uri.toString()] };
  }

  #keep(uri: vscode.Uri, query: Query): void {
    if (sameQuery(query, this.query(uri))) return;
    const queries = Object.entries(this.#queries()).filter(([key]) => key !== uri.toString());
    if (!sameQuery(query, wholeFile)) queries.push([uri.toString(), query]);
    void this.#ports.kept.update(queriesKey, Object.fromEntries(queries));
  }

  #queries(): Readonly<Record<string, Query>> {
    return this.#ports.kept.get(queriesKey, {});
  }
}

import { basename } from "node:path";
import type { Events } from "./events.ts";
import { rowList } from "./names.ts";
import type { Overlay } from "./overlay.ts";
import { decodeRow } from "./rowText.ts";
import type { RowStore, StoredRow } from "./store.ts";
import { StorageError, type Container } from "./types.ts";

/** What helps where a dataset was deleted whose file can't be made anew from its open rows. */
const afterDeletion: Partial<Record<Container, string>> = {
  folder: "Put it back to save your edits.",
  parquet: "What is open here is kept: save it as another file.",
  "jsonl.gz": "What is open here is kept: save it as another file.",
};

/** The dataset's rows on disk, and what other programs do to them. Calls that change it must not overlap. */
export class OnDisk {
  readonly #path: string;
  readonly #overlay: Overlay;
  readonly #events: Events;
  readonly #log: (message: string) => void;
  #store: RowStore;
  /** Edited rows that another program changed too. */
  #conflicts = new Set<number>();
  #deleted = false;

  constructor(
    path: string,
    store: RowStore,
    overlay: Overlay,
    events: Events,
    log: (message: string) => void,
  ) {
    this.#path = path;
    this.#store = store;
    this.#overlay = overlay;
    this.#events = events;
    this.#log = log;
  }

  get store(): RowStore {
    return this.#store;
  }

  get conflicts(): ReadonlySet<number> {
    return this.#conflicts;
  }

  get deleted(): boolean {
    return this.#deleted;
  }

  /** What a person must know of it, or null. */
  get warning(): string | null {
    if (this.#deleted) {
      const help =
        afterDeletion[this.#store.container] ??
        "What is open here is kept: save it again, or as another file.";
      return `${basename(this.#path)} was deleted on disk. ${help}`;
    }
    if (this.#conflicts.size === 0) return null;
    const rows = rowList(this.#conflicts);
    const [changed, have, each] =
      this.#conflicts.size === 1 ? [`row ${rows}`, "has", ""] : [`rows ${rows}`, "have", " for each"];
    return `Another program changed ${changed} of ${basename(this.#path)}, which ${have} unsaved edits. Choose${each} whether to keep yours or take what the file has.`;
  }

  /** Reads rows; a save may put another store in place meanwhile, then they are read again. @throws StorageError */
  async read(from: number, to: number): Promise<StoredRow[]> {
    for (;;) {
      const store = this.#store;
      try {
        const rows = await store.read(from, Math.min(to, store.rows));
        if (store === this.#store) return rows;
      } catch (error) {
        if (store === this.#store) throw error;
      }
    }
  }

  /** One row. @throws StorageError where there is none */
  async readOne(row: number): Promise<StoredRow> {
    await this.#store.whenRow(row);
    const found = Number.isInteger(row) && row >= 0 ? (await this.read(row, row + 1))[0] : undefined;
    if (found !== undefined) return found;
    throw new StorageError(
      "no-such-row",
      `There is no row ${row + 1} in ${this.#path}: it has ${this.#store.rows} rows.`,
    );
  }

  /** Compares with the disk and takes in what changed there. @throws StorageError */
  async check(): Promise<void> {
    if (!this.#store.indexed) return;
    const change = await this.#store.compare(this.#overlay.rows());
    if (change === "same") this.#setDeleted(false);
    else if (change === "deleted") this.#setDeleted(true);
    else if (change === "appended") await this.#takeAppended();
    else await this.#takeChanged();
  }

  /** Goes on with another store, after a save or a change on disk. */
  async goOnWith(store: RowStore): Promise<void> {
    const old = this.#store;
    this.#store = store;
    this.#deleted = false;
    if (old !== store) await old.close();
  }

  /** A row's text in the file now; null where it has no such row, or one that can't be read. @throws StorageError */
  async textOf(row: number): Promise<string | null> {
    const [stored] = row < this.#store.rows ? await this.read(row, row + 1) : [];
    return stored === undefined || stored.error !== null ? null : decodeRow(stored.bytes).text;
  }

  /** The edits of a row, or of all, were dropped, or written over the file's. */
  settle(row: number | null = null): void {
    if (row === null) this.#conflicts.clear();
    else this.#conflicts.delete(row);
  }

  #setDeleted(deleted: boolean): void {
    if (deleted === this.#deleted) return;
    this.#deleted = deleted;
    const gone = { kind: "changed-on-disk", how: "deleted", editedRows: this.#overlay.rows() } as const;
    this.#events.emit(...(deleted ? [gone] : []), { kind: "info" });
  }

  async #takeAppended(): Promise<void> {
    const before = this.#store.rows;
    const reread = await this.#store.extend();
    await this.#rebase();
    this.#log(`${this.#path}: ${this.#store.rows - before} rows were appended by another program.`);
    this.#events.emit(
      { kind: "changed-on-disk", how: "appended", editedRows: [...this.#conflicts] },
      { kind: "rows", rows: reread === null ? [] : [reread] },
      { kind: "info" },
    );
  }

  async #takeChanged(): Promise<void> {
    await this.goOnWith(await this.#store.reopen());
    await this.#rebase();
    this.#events.emit(
      { kind: "changed-on-disk", how: "changed", editedRows: [...this.#conflicts] },
      { kind: "all" },
      { kind: "info" },
    );
  }

  /** Puts unsaved edits over the file as it is now; those whose row changed there too are in conflict. */
  async #rebase(): Promise<void> {
    for (const row of this.#overlay.rows()) {
      const edited = this.#overlay.get(row);
      const text = await this.textOf(row);
      if (text === edited?.now) this.#overlay.delete(row);
      if (text === edited?.base || text === edited?.now) this.#conflicts.delete(row);
      else this.#conflicts.add(row);
    }
  }
}

import { basename } from "node:path";
import { storageError } from "../failures.ts";
import { decodeRow } from "../containers/rowText.ts";
import type { DiskChange, Rewritten, RowStore, StoredRow } from "../store.ts";
import { StorageError, type Container } from "../types.ts";

/** What helps where a dataset was deleted whose file can't be made anew from its open rows. */
const afterDeletion: Partial<Record<Container, string>> = {
  folder: "Put it back to save your edits.",
  parquet: "What is open here is kept: save it as another file.",
  "jsonl.gz": "What is open here is kept: save it as another file.",
};

/** How the dataset on disk changed since it was last looked at; `back` is one that was deleted and is there as it was. */
export interface Found {
  readonly how: DiskChange | "back";
  /** The row that was unfinished and may read differently now, or null. */
  readonly reread: number | null;
}

/** The dataset's rows on disk. Calls that change it must not overlap. */
export class OnDisk {
  readonly #path: string;
  #store: RowStore;
  #reading = 0;
  #deleted = false;
  /** Why what is there now can't be read, or null. */
  #unreadable: string | null = null;

  constructor(path: string, store: RowStore) {
    this.#path = path;
    this.#store = store;
  }

  get store(): RowStore {
    return this.#store;
  }

  /** Tells one reading of the dataset from the next: a store may take in what changed and be the same store. */
  get reading(): number {
    return this.#reading;
  }

  get deleted(): boolean {
    return this.#deleted;
  }

  /** What a person must know of it, or null. */
  get warning(): string | null {
    if (this.#unreadable !== null)
      return `${this.#unreadable} What is open here is kept: save it as another file.`;
    if (!this.#deleted) return null;
    const help =
      afterDeletion[this.#store.container] ?? "What is open here is kept: save it again, or as another file.";
    return `${basename(this.#path)} was deleted on disk. ${help}`;
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

  /** A row's text in the file now; null where it has no such row, or one that can't be read. @throws StorageError */
  async textOf(row: number): Promise<string | null> {
    await this.#store.whenRow(row);
    const [stored] = row < this.#store.rows ? await this.read(row, row + 1) : [];
    return stored === undefined || stored.error !== null ? null : decodeRow(stored.bytes).text;
  }

  /** Whether the dataset on disk is another than the one that was read. @throws StorageError */
  async changed(edited: readonly number[]): Promise<boolean> {
    if (!this.#store.indexed) return false;
    if (this.#unreadable !== null) return true;
    return (await this.#store.compare(edited)) !== (this.#deleted ? "deleted" : "same");
  }

  /**
   * Compares with the disk and takes in what changed there.
   * @param edited rows that matter most
   * @param rewritten what a save of another process made of this very file, where that is known
   * @throws StorageError
   */
  async look(edited: readonly number[], rewritten: Rewritten | null): Promise<Found> {
    if (!this.#store.indexed) return { how: "same", reread: null };
    try {
      const found = await this.#compare(edited, rewritten);
      this.#unreadable = null;
      return found;
    } catch (error) {
      this.#unreadable = storageError(error, "read", this.#path).message;
      throw error;
    }
  }

  async #compare(edited: readonly number[], rewritten: Rewritten | null): Promise<Found> {
    const how = await this.#store.compare(edited);
    const was = this.#deleted;
    this.#deleted = how === "deleted";
    if (how === "deleted") return { how: was ? "same" : "deleted", reread: null };
    if (how === "same") return { how: was ? "back" : "same", reread: null };
    this.#reading++;
    if (how === "appended") return { how, reread: await this.#store.extend() };
    await this.goOnWith(await this.#store.reopen(rewritten));
    return { how, reread: null };
  }

  /** Goes on with another store, after a save or a change on disk. */
  async goOnWith(store: RowStore): Promise<void> {
    const old = this.#store;
    this.#store = store;
    this.#reading++;
    this.#deleted = false;
    if (old !== store) await old.close();
  }
}

import type { Change } from "../core/change.ts";
import type { Splitter } from "../core/split.ts";
import type { ReadOptions } from "../formats/format.ts";
import { netEdits, type Op } from "./editLog.ts";
import { Conflicts } from "./conflicts.ts";
import { Edits } from "./edits.ts";
import { Events } from "./events.ts";
import { storageError } from "./failures.ts";
import { readJournal, unsavedOps, writeJournal, type Journal, type JournalEntry } from "./journal.ts";
import type { Leftovers } from "./leftovers.ts";
import type { Lock } from "./lock.ts";
import { rowList } from "./names.ts";
import { OnDisk } from "./onDisk.ts";
import { PairFile } from "./pairs.ts";
import type { Disk } from "./replaceFile.ts";
import type { RowCodec } from "./rowCodec.ts";
import { decodeRow } from "./rowText.ts";
import { RowViews } from "./rowViews.ts";
import { Saves } from "./saves.ts";
import { searchRows } from "./search.ts";
import { Serial } from "./serial.ts";
import type { RowStore } from "./store.ts";
import {
  StorageError,
  type Choice,
  type Conflict,
  type CopyOptions,
  type DatasetSession,
  type Edit,
  type RowTexts,
  type RowView,
  type SearchHit,
  type SearchQuery,
  type SessionEvent,
  type SessionInfo,
  type TextRows,
} from "./types.ts";
import { Unsaved } from "./unsaved.ts";

/** What a session stands on. */
export interface SessionParts {
  readonly path: string;
  readonly store: RowStore;
  readonly codec: RowCodec;
  readonly disk: Disk;
  /** What is kept between processes; null where nothing is. */
  readonly kept: {
    readonly journal: Journal;
    readonly lock: Lock;
    readonly leftovers: Leftovers;
    /** The start of file names for what else is kept of the dataset. */
    readonly base: string;
  } | null;
  readonly readOptions: ReadOptions;
  readonly readOnly: string | null;
  /** Path of a ripgrep program, or null. */
  readonly ripgrep: string | null;
  /** What a person must know from the start, or null. */
  readonly warning: string | null;
  readonly log: (message: string) => void;
}

/** The one session of a dataset in this process. */
export class Session implements DatasetSession {
  readonly #parts: SessionParts;
  readonly #serial = new Serial();
  readonly #events: Events;
  readonly #pairs: PairFile;
  readonly #pairsLoaded: Promise<void>;
  readonly #unsaved: Unsaved;
  readonly #onDisk: OnDisk;
  readonly #views: RowViews;
  readonly #edits: Edits;
  readonly #conflicts: Conflicts;
  readonly #saves: Saves;
  #splitter: Splitter;
  #warning: string | null;
  #closed = false;

  constructor(parts: SessionParts) {
    const { path, log, codec, readOnly } = parts;
    const journal = parts.kept?.journal ?? null;
    this.#parts = parts;
    this.#splitter = parts.readOptions.splitter;
    this.#warning = parts.warning;
    this.#events = new Events(log);
    this.#pairs = new PairFile(path);
    this.#pairsLoaded = this.#pairs.load();
    this.#pairsLoaded.catch((error: unknown) =>
      this.#warn(storageError(error, "read", this.#pairs.path).message),
    );
    this.#unsaved = new Unsaved(this.#pairs, journal, log);
    const [events, unsaved, serial] = [this.#events, this.#unsaved, this.#serial];
    this.#onDisk = new OnDisk(path, parts.store, unsaved.overlay, events, log);
    this.#views = new RowViews(path, codec, readOnly, unsaved);
    const [onDisk, views] = [this.#onDisk, this.#views];
    const options = (): ReadOptions => this.#readOptions();
    this.#edits = new Edits({
      path,
      codec,
      onDisk,
      unsaved,
      views,
      events,
      options,
      warn: (message) => this.#warn(message),
    });
    this.#conflicts = new Conflicts({ onDisk, unsaved, edits: this.#edits });
    this.#saves = new Saves({ path, onDisk, unsaved, journal, disk: parts.disk, events, serial });
  }

  get info(): SessionInfo {
    const { store, warning } = this.#onDisk;
    const format = this.#views.mainFormat;
    return {
      path: this.#parts.path,
      container: store.container,
      format: format?.id ?? null,
      formatTitle: format?.title ?? null,
      rows: store.rows,
      indexed: store.indexed,
      bytes: store.bytes,
      indexMs: store.indexMs,
      dirty: this.#unsaved.dirty,
      splitter: this.#splitter,
      readOnly: this.#parts.readOnly,
      warning: warning ?? this.#warning ?? store.warning,
      deleted: this.#onDisk.deleted,
    };
  }

  get edits(): readonly Edit[] {
    return this.#unsaved.edits;
  }

  get recoverable(): readonly Edit[] | null {
    const edits = netEdits(this.#parts.kept?.leftovers.ops ?? []);
    return edits.length === 0 ? null : edits;
  }

  get conflicts(): readonly number[] {
    return this.#conflicts.rows;
  }

  whenIndexed(): Promise<void> {
    return this.#onDisk.store.whenIndexed();
  }

  async row(index: number): Promise<RowView> {
    await this.#pairsRead();
    const stored = await this.#onDisk.readOne(index);
    return this.#views.view(index, stored, this.#readOptions());
  }

  async rows(from: number, to: number): Promise<RowView[]> {
    await this.#pairsRead();
    const first = Math.max(0, from);
    const stored = await this.#onDisk.read(first, to);
    const options = this.#readOptions();
    return Promise.all(stored.map((row, k) => this.#views.view(first + k, row, options)));
  }

  async texts(index: number): Promise<{ readonly onDisk: RowTexts; readonly now: RowTexts }> {
    await this.#pairsRead();
    const { bytes } = await this.#onDisk.readOne(index);
    const row = decodeRow(bytes).text;
    return {
      onDisk: { row, pairs: await this.#pairs.ofRowOnDisk(index) },
      now: { row: this.#unsaved.overlay.get(index)?.now ?? row, pairs: await this.#pairs.ofRow(index) },
    };
  }

  async textRows(): Promise<TextRows | null> {
    await this.whenIndexed();
    await this.#pairsRead();
    const texts = this.#onDisk.store.texts();
    if (texts === null) return null;
    const { fd, fingerprint, index, longest, elsewhere, release } = texts;
    const { starts, lengths } = index.columns();
    const apart = new Set([...elsewhere, ...this.#unsaved.overlay.rows(), ...this.#pairs.rows()]);
    const { splitter, mapping } = this.#readOptions();
    const content = JSON.stringify(fingerprint);
    return {
      fd,
      starts,
      lengths,
      longest,
      release,
      elsewhere: [...apart],
      splitter,
      mapping,
      content,
      keptAt: this.#parts.kept?.base ?? null,
    };
  }

  apply(row: number, change: Change): Promise<Edit> {
    return this.#editing(() => this.#edits.apply(row, change));
  }

  undo(edit: Edit): Promise<void> {
    return this.#editing(() => this.#edits.again(edit, "undo"));
  }

  redo(edit: Edit): Promise<void> {
    return this.#editing(() => this.#edits.again(edit, "redo"));
  }

  async save(options: { readonly overwrite?: boolean } = {}): Promise<void> {
    await this.#saves.save(options.overwrite ?? false);
    await this.#unlockWhenClean();
  }

  saveAs(path: string): Promise<void> {
    return this.#saves.saveAs(path);
  }

  copyRows(path: string, options: CopyOptions): Promise<void> {
    return this.#saves.copyRows(path, options);
  }

  conflict(row: number): Promise<Conflict | null> {
    return this.#serial.run(() => this.#conflicts.of(row));
  }

  resolve(row: number, choice: Choice): Promise<Edit | null> {
    return this.#editing(async () => {
      const edit = await this.#conflicts.resolve(row, choice);
      this.#events.emit({ kind: "rows", rows: [row] }, { kind: "info" });
      return edit;
    });
  }

  resolveAll(choice: "mine" | "theirs"): Promise<readonly Edit[]> {
    return this.#editing(async () => {
      const edits: Edit[] = [];
      const rows = this.conflicts.filter((row) => choice === "theirs" || row < this.#onDisk.store.rows);
      for (const row of rows) {
        const edit = await this.#conflicts.resolve(row, choice);
        if (edit !== null) edits.push(edit);
      }
      this.#events.emit({ kind: "rows", rows }, { kind: "info" });
      return edits;
    });
  }

  revert(): Promise<void> {
    return this.#serial.run(async () => {
      await this.#unsaved.dropAll();
      this.#onDisk.settle();
      this.#warning = this.#parts.warning;
      await this.#onDisk.check();
      await this.#unlock();
      this.#events.emit({ kind: "all" }, { kind: "info" });
    });
  }

  backup(path: string): Promise<void> {
    return this.#serial.run(async () => {
      const entries: JournalEntry[] = [{ kind: "file", path: this.#parts.path }];
      for (const op of this.#unsaved.ops) entries.push({ kind: "op", op });
      await writeJournal(path, entries, this.#parts.disk).catch((error: unknown) => {
        throw storageError(error, "write", path);
      });
    });
  }

  async restore(path: string): Promise<void> {
    const entries = await readJournal(path).catch((error: unknown) => {
      throw storageError(error, "read", path);
    });
    if (entries === null) throw new StorageError("missing", `The backup ${path} is not there any more.`);
    await this.#replay(unsavedOps(entries, null));
    // The journal of the process that made the backup holds the same.
    await this.discardRecovered();
  }

  async recover(): Promise<readonly Edit[]> {
    const lost = await this.#replay(this.#parts.kept?.leftovers.ops ?? []);
    await this.discardRecovered();
    return lost;
  }

  async discardRecovered(): Promise<void> {
    await this.#parts.kept?.leftovers.forget();
    this.#events.emit({ kind: "info" });
  }

  setSplitter(splitter: Splitter): void {
    if (splitter === this.#splitter) return;
    this.#splitter = splitter;
    this.#events.emit({ kind: "all" }, { kind: "info" });
  }

  reload(): Promise<readonly Edit[]> {
    return this.#serial.run(async () => {
      await this.#onDisk.check();
      if (this.#onDisk.deleted) throw new StorageError("missing", this.#onDisk.warning ?? this.#parts.path);
      const lost = await this.#unsaved.dropRows(this.#onDisk.conflicts);
      this.#onDisk.settle();
      await this.#pairs.load();
      this.#views.forgetFormats();
      if (!this.#unsaved.dirty) await this.#unlock();
      this.#events.emit({ kind: "all" }, { kind: "info" });
      return lost;
    });
  }

  search(query: SearchQuery, signal?: AbortSignal): AsyncIterable<SearchHit> {
    const [onDisk, unsaved, views] = [this.#onDisk, this.#unsaved, this.#views];
    const options = (): ReadOptions => this.#readOptions();
    const { ripgrep, log } = this.#parts;
    return searchRows({ onDisk, unsaved, views, options, ripgrep, log }, query, signal);
  }

  onEvent(listener: (event: SessionEvent) => void): () => void {
    return this.#events.on(listener);
  }

  /** More rows are indexed, or all are. */
  indexProgress(): void {
    if (!this.#closed) this.#events.emit({ kind: "info" });
  }

  /** Looks at the file on disk, unless it is being saved: a save looks itself. */
  async diskMayHaveChanged(): Promise<void> {
    const busy = (): boolean => this.#closed || this.#saves.running || !this.#onDisk.store.indexed;
    if (!busy()) await this.#serial.run(() => (busy() ? Promise.resolve() : this.#onDisk.check()));
  }

  /** Ends the session. Unsaved edits stay in the journal. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#saves.settled();
    await this.#pairsLoaded.catch(() => undefined);
    await this.#serial.run(async () => {
      this.#events.clear();
      await this.#parts.kept?.journal.close();
      await this.#unlock();
      await this.#pairs.close();
      await this.#onDisk.store.close();
    });
  }

  #readOptions(): ReadOptions {
    return { ...this.#parts.readOptions, splitter: this.#splitter };
  }

  /** Where the pairs can't be read, rows are shown without them; a warning says so. */
  async #pairsRead(): Promise<void> {
    await this.#pairsLoaded.catch(() => undefined);
  }

  #editing<T>(edit: () => Promise<T>): Promise<T> {
    return this.#serial.run(async () => {
      await this.#mayEdit();
      const result = await edit();
      if (!this.#unsaved.dirty) await this.#unlock();
      return result;
    });
  }

  async #mayEdit(): Promise<void> {
    const { readOnly, kept, path } = this.#parts;
    if (this.#closed) throw new StorageError("refused", `${path} is closed.`);
    if (readOnly !== null) throw new StorageError("refused", readOnly);
    await this.#pairsLoaded;
    if (kept === null || kept.lock.held) return;
    const holder = await kept.lock.take();
    if (holder !== null) {
      throw new StorageError(
        "locked",
        `${path} has unsaved edits in another program (process ${holder.pid} on ${holder.host}). Save or close it there first.`,
      );
    }
    // A program that closed since we opened may have left unsaved edits, or saved some.
    if (await kept.leftovers.collect(this.#onDisk.store.fingerprint)) this.#events.emit({ kind: "info" });
    await this.#onDisk.check();
  }

  #replay(ops: readonly Op[]): Promise<readonly Edit[]> {
    if (ops.length === 0) return Promise.resolve([]);
    return this.#editing(async () => {
      const lost = await this.#edits.replay(ops);
      this.#events.emit({ kind: "info" });
      if (lost.length > 0) {
        const rows = rowList(lost.map((edit) => edit.row));
        this.#warn(
          `${lost.length} unsaved edits no longer fit their rows, which changed on disk since: rows ${rows}.`,
        );
      }
      return lost;
    });
  }

  async #unlockWhenClean(): Promise<void> {
    await this.#serial.run(async () => {
      if (!this.#unsaved.dirty) await this.#unlock();
    });
  }

  /** Without unsaved edits other programs may edit. */
  async #unlock(): Promise<void> {
    await this.#parts.kept?.lock.release();
  }

  #warn(message: string): void {
    this.#warning = message;
    this.#parts.log(message);
    this.#events.emit({ kind: "info" });
  }
}

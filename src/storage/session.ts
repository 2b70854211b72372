import type { Change } from "../core/change.ts";
import type { Splitter } from "../core/split.ts";
import type { ReadOptions } from "../formats/format.ts";
import { CatchUp } from "./journal/catchUp.ts";
import { Conflicts, conflictWarning } from "./edits/conflicts.ts";
import { netEdits, opId, type Op } from "./journal/editLog.ts";
import { Edits } from "./edits/edits.ts";
import { Events } from "./events.ts";
import { storageError } from "./failures.ts";
import { OnDisk } from "./journal/onDisk.ts";
import { PairFile } from "./pairs.ts";
import type { Disk } from "./files/replaceFile.ts";
import type { RowCodec } from "./rowCodec.ts";
import { Reading } from "./reading.ts";
import { Recovery } from "./edits/recovery.ts";
import { RowViews } from "./rowViews.ts";
import { Saves, type SaveOptions } from "./edits/saves.ts";
import { searchRows } from "./search/search.ts";
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
import { Turns, type Kept } from "./sharing/turns.ts";
import { Unsaved } from "./journal/unsaved.ts";

/** What a session stands on. */
export interface SessionParts {
  readonly path: string;
  readonly store: RowStore;
  readonly codec: RowCodec;
  readonly disk: Disk;
  /** What is shared with other processes, and kept when this one ends; null where nothing is. */
  readonly kept: Kept | null;
  readonly readOptions: ReadOptions;
  readonly readOnly: string | null;
  /** The start of file names for what may be worked out again; null keeps nothing. */
  readonly keptAt: string | null;
  /** Path of a ripgrep program, or null. */
  readonly ripgrep: string | null;
  /** What a person must know from the start, or null. */
  readonly warning: string | null;
  readonly log: (message: string) => void;
}

/** The one session of a dataset in this process. */
export class Session implements DatasetSession {
  readonly #parts: SessionParts;
  readonly #events: Events;
  readonly #pairs: PairFile;
  readonly #pairsLoaded: Promise<void>;
  readonly #unsaved: Unsaved;
  readonly #catchUp: CatchUp;
  readonly #turns: Turns;
  readonly #onDisk: OnDisk;
  readonly #views: RowViews;
  readonly #reading: Reading;
  readonly #edits: Edits;
  readonly #conflicts: Conflicts;
  readonly #recovery: Recovery;
  readonly #saves: Saves;
  #splitter: Splitter;
  #warning: string | null;
  #closed = false;

  constructor(parts: SessionParts) {
    const { path, log, codec, readOnly, kept, disk } = parts;
    this.#parts = parts;
    this.#splitter = parts.readOptions.splitter;
    this.#warning = parts.warning;
    const events = (this.#events = new Events(log));
    this.#pairs = new PairFile(path);
    this.#pairsLoaded = this.#pairs.load();
    this.#pairsLoaded.catch((error: unknown) =>
      this.#warn(storageError(error, "read", this.#pairs.path).message),
    );
    const warn = (message: string | null): void => this.#warn(message);
    const options = (): ReadOptions => this.#readOptions();
    const by = kept?.presence.id ?? "here";
    const unsaved = (this.#unsaved = new Unsaved(this.#pairs, by));
    const onDisk = (this.#onDisk = new OnDisk(path, parts.store));
    const catchUp = (this.#catchUp = new CatchUp({ path, onDisk, unsaved, events, log, warn }));
    const turns = (this.#turns = new Turns({ path, kept, unsaved, catchUp, log, warn }));
    const record: Turns["record"] = (...entries) => turns.record(...entries);
    const views = (this.#views = new RowViews(path, codec, readOnly, unsaved));
    const pairsRead = (): Promise<void> => this.#pairsRead();
    const { keptAt } = parts;
    this.#reading = new Reading({ onDisk, unsaved, views, options, keptAt, pairsRead });
    const edits = (this.#edits = new Edits({
      ...{ path, by, codec, onDisk, unsaved, views, events, options, record },
    }));
    this.#conflicts = new Conflicts({ onDisk, unsaved, edits, catchUp, record });
    const leftovers = kept?.leftovers ?? null;
    this.#recovery = new Recovery({ path, leftovers, unsaved, edits, disk, events, log });
    this.#saves = new Saves({ path, by, onDisk, unsaved, catchUp, kept, disk, events, turns });
  }

  get info(): SessionInfo {
    const { store } = this.#onDisk;
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
      warning: this.#currentWarning(),
      deleted: this.#onDisk.deleted,
    };
  }

  get edits(): readonly Edit[] {
    return this.#unsaved.edits;
  }

  /** Takes in what other sessions of the dataset have unsaved. */
  async start(): Promise<void> {
    if (this.#parts.kept !== null) await this.#turn(() => Promise.resolve());
  }

  get recoverable(): readonly Edit[] | null {
    return this.#recovery.recoverable;
  }

  get conflicts(): readonly number[] {
    return this.#conflicts.rows;
  }

  whenIndexed(): Promise<void> {
    return this.#onDisk.store.whenIndexed();
  }

  row(index: number): Promise<RowView> {
    return this.#reading.row(index);
  }

  rows(from: number, to: number): Promise<RowView[]> {
    return this.#reading.rows(from, to);
  }

  texts(index: number): Promise<{ readonly onDisk: RowTexts; readonly now: RowTexts }> {
    return this.#reading.texts(index);
  }

  textRows(): Promise<TextRows | null> {
    return this.#reading.textRows();
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

  async save(options: SaveOptions = {}): Promise<void> {
    await this.#pairsLoaded;
    await this.#saves.save(options);
  }

  saveAs(path: string, signal?: AbortSignal): Promise<void> {
    return this.#saves.saveAs(path, signal);
  }

  copyRows(path: string, options: CopyOptions): Promise<void> {
    return this.#saves.copyRows(path, options);
  }

  conflict(row: number): Promise<Conflict | null> {
    return this.#turn(() => this.#conflicts.of(row));
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
      const rows = await this.#conflicts.resolvable(choice);
      for (const row of rows) {
        const edit = await this.#conflicts.resolve(row, choice);
        if (edit !== null) edits.push(edit);
      }
      this.#events.emit({ kind: "rows", rows }, { kind: "info" });
      return edits;
    });
  }

  revert(): Promise<void> {
    return this.#turn(async () => {
      const { kept } = this.#parts;
      const others = new Set((await kept?.presence.others())?.map(({ id }) => id));
      await this.#drop(this.#unsaved.droppable(others));
      this.#warning = this.#parts.warning;
      await this.#catchUp.take([]);
      this.#events.emit({ kind: "all" }, { kind: "info" });
    });
  }

  backup(path: string): Promise<void> {
    return this.#turn(() => this.#recovery.backup(path));
  }

  async restore(path: string): Promise<void> {
    const ops = await this.#recovery.opsOf(path);
    await this.#editing(() => this.#recovery.replay(ops));
  }

  recover(): Promise<readonly Edit[]> {
    return this.#editing(() => this.#recovery.recover());
  }

  discardRecovered(): Promise<void> {
    const seen = this.#parts.kept?.leftovers.ops ?? [];
    return this.#turn(() => this.#recovery.discard(seen));
  }

  setSplitter(splitter: Splitter): void {
    if (splitter === this.#splitter) return;
    this.#splitter = splitter;
    this.#events.emit({ kind: "all" }, { kind: "info" });
  }

  reload(): Promise<readonly Edit[]> {
    return this.#turn(async () => {
      await this.#catchUp.take([]);
      if (this.#onDisk.deleted) throw new StorageError("missing", this.#onDisk.warning ?? this.#parts.path);
      const lost = this.conflicts.flatMap((row) => this.#unsaved.chain(String(row)));
      await this.#drop(lost);
      this.#views.forgetFormats();
      this.#events.emit({ kind: "all" }, { kind: "info" });
      return netEdits(lost);
    });
  }

  search(query: SearchQuery, signal?: AbortSignal): AsyncIterable<readonly SearchHit[]> {
    const [onDisk, unsaved, views] = [this.#onDisk, this.#unsaved, this.#views];
    const options = (): ReadOptions => this.#readOptions();
    const { ripgrep, log } = this.#parts;
    return searchRows({ onDisk, unsaved, views, options, ripgrep, log }, query, signal);
  }

  onEvent(listener: (event: SessionEvent) => void): () => void {
    return this.#events.on(listener);
  }

  /** What was journalled does not get to the disk itself. */
  journalFailed(error: unknown): void {
    this.#turns.unsafe(error);
  }

  /** More rows are indexed, or all are. */
  indexProgress(): void {
    if (!this.#closed) this.#events.emit({ kind: "info" });
  }

  /** Looks at the journal and the files on disk, unless a save is under way, which looks itself. */
  async lookAround(): Promise<void> {
    const busy = (): boolean => this.#closed || this.#saves.running;
    await this.#pairsRead();
    if (busy()) return;
    const news = (await this.#parts.kept?.journal.changed()) ?? false;
    if (busy()) return;
    const differs = await this.#turns.alone(async () => !busy() && (await this.#differs()));
    if ((!news && !differs) || busy()) return;
    const warning = this.#onDisk.warning;
    try {
      await this.#turn(() => (busy() ? Promise.resolve() : this.#catchUp.take([])));
    } finally {
      if (warning !== this.#onDisk.warning) this.#events.emit({ kind: "info" });
    }
  }

  /** Ends the session. Unsaved edits stay in the journal. */
  async close(): Promise<void> {
    const { kept, log, path } = this.#parts;
    this.#closed = true;
    await this.#saves.settled();
    await this.#pairsLoaded.catch(() => undefined);
    this.#events.clear();
    await this.#turns
      .run(() => this.#leave())
      .catch((error: unknown) => log(storageError(error, "read", path).message));
    await this.#turns.alone(async () => {
      await kept?.presence.leave();
      await kept?.journal.close();
      await this.#pairs.close();
      await this.#onDisk.store.close();
    });
  }

  async #leave(): Promise<void> {
    const { kept } = this.#parts;
    if (kept === null || this.#unsaved.dirty || this.#unsaved.leftOut.length > 0) return;
    if ((await kept.presence.others()).length === 0) await kept.journal.remove();
  }

  async #differs(): Promise<boolean> {
    if (this.#catchUp.unfinished || (await this.#onDisk.changed(this.#unsaved.overlay.rows()))) return true;
    return this.#pairs.changed();
  }

  /** Drops operations unsaved, here and for all. */
  async #drop(ops: readonly Op[]): Promise<void> {
    if (ops.length === 0) return;
    const ids = ops.map(opId);
    const targets = this.#unsaved.drop(new Set(ids));
    await this.#turns.record({ kind: "drop", ops: ids });
    await this.#catchUp.rebase(targets);
  }

  #currentWarning(): string | null {
    const { path } = this.#parts;
    const { warning, store } = this.#onDisk;
    const toChoose = conflictWarning(path, this.conflicts);
    return warning ?? toChoose ?? this.#recovery.warning ?? this.#warning ?? store.warning;
  }

  #readOptions(): ReadOptions {
    return { ...this.#parts.readOptions, splitter: this.#splitter };
  }

  /** Where the pairs can't be read, rows are shown without them; a warning says so. */
  async #pairsRead(): Promise<void> {
    await this.#pairsLoaded.catch(() => undefined);
  }

  async #turn<T>(work: () => Promise<T>): Promise<T> {
    await this.#pairsRead();
    return this.#turns.run(work);
  }

  #editing<T>(edit: () => Promise<T>): Promise<T> {
    return this.#turn(async () => {
      const { readOnly, path } = this.#parts;
      if (this.#closed) throw new StorageError("refused", `${path} is closed.`);
      if (readOnly !== null) throw new StorageError("refused", readOnly);
      await this.#pairsLoaded;
      if (!this.#unsaved.dirty) await this.#catchUp.take([]);
      await this.#turns.refuseWhereAnotherMachineEdits();
      return edit();
    });
  }

  /** @param message what a person must know; null where that is over */
  #warn(message: string | null): void {
    this.#warning = message ?? this.#parts.warning;
    if (message !== null) this.#parts.log(message);
    this.#events.emit({ kind: "info" });
  }
}

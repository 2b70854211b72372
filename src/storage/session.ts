import { access, constants } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Change } from "../core/change.ts";
import type { ReadOptions } from "../formats/format.ts";
import { netEdits, rowAfter, rowEffect, titleOf, type Effect, type Op } from "./editLog.ts";
import { storageError } from "./failures.ts";
import { readJournal, unsavedOps, writeJournal, type Journal, type JournalEntry } from "./journal.ts";
import type { KeyedLines } from "./keyedLines.ts";
import type { Lock } from "./lock.ts";
import { Overlay, type EditedRow } from "./overlay.ts";
import { changedPairLine, pairKey, pairsOf } from "./pairs.ts";
import type { Disk, Prepared } from "./replaceFile.ts";
import type { RowCodec } from "./rowCodec.ts";
import { decodeRow } from "./rowText.ts";
import { Serial } from "./serial.ts";
import type { PendingSave, RowStore, StoredRow } from "./store.ts";
import {
  StorageError,
  type DatasetSession,
  type Edit,
  type RowView,
  type SessionEvent,
  type SessionInfo,
} from "./types.ts";
import type { Splitter } from "../core/split.ts";

/** What a session stands on. */
export interface SessionParts {
  readonly path: string;
  readonly store: RowStore;
  readonly pairs: KeyedLines;
  readonly codec: RowCodec;
  readonly disk: Disk;
  /** Null where nothing is kept between processes. */
  readonly journal: Journal | null;
  readonly lock: Lock | null;
  readonly readOptions: ReadOptions;
  readonly readOnly: string | null;
  /** Operations that a killed process left. */
  readonly leftover: Leftover | null;
  readonly log: (message: string) => void;
}

/** Unsaved operations found in the journal of a process that ended without saving or dropping them. */
export interface Leftover {
  readonly ops: readonly Op[];
  forget(): Promise<void>;
}

/** Half a character: it has no UTF-8 of its own, so writing it would change it. */
const loneSurrogate = /\p{Surrogate}/u;

interface Snapshot {
  readonly rows: ReadonlyMap<number, EditedRow>;
  readonly pairs: ReadonlyMap<string, string | null>;
  readonly seq: number;
}

/** The one session of a dataset in this process. */
export class Session implements DatasetSession {
  readonly #parts: SessionParts;
  readonly #serial = new Serial();
  readonly #overlay = new Overlay();
  readonly #listeners = new Set<(event: SessionEvent) => void>();
  #store: RowStore;
  #splitter: Splitter;
  #ops: Op[] = [];
  #seq = 0;
  #nextId = 1;
  #leftover: Leftover | null;
  #warning: string | null = null;
  /** Edited rows that another program changed too. */
  #conflicts = new Set<number>();
  #deleted = false;
  #saving = false;
  #lastSave: Promise<unknown> = Promise.resolve();
  #waitingSave: Promise<void> | null = null;
  #closed = false;
  #formats = new Map<string, { title: string; rows: number }>();
  readonly #pairsLoaded: Promise<void>;
  #pairKeys: Map<number, string[]> | null = null;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.#store = parts.store;
    this.#splitter = parts.readOptions.splitter;
    this.#leftover = parts.leftover;
    this.#pairsLoaded = parts.pairs.load();
    this.#pairsLoaded.catch((error: unknown) =>
      this.#warn(storageError(error, "read", parts.pairs.path).message),
    );
  }

  get info(): SessionInfo {
    const format = this.#mainFormat();
    return {
      path: this.#parts.path,
      container: this.#store.container,
      format: format?.id ?? null,
      formatTitle: format?.title ?? null,
      rows: this.#store.rows,
      indexed: this.#store.indexed,
      bytes: this.#store.bytes,
      indexMs: this.#store.indexMs,
      dirty: this.#dirty,
      splitter: this.#splitter,
      readOnly: this.#parts.readOnly,
      warning: this.#deleted
        ? `${basename(this.#parts.path)} was deleted on disk.`
        : (this.#conflictWarning() ?? this.#warning ?? this.#store.warning),
    };
  }

  get edits(): readonly Edit[] {
    return netEdits(this.#ops);
  }

  get recoverable(): readonly Edit[] | null {
    const edits = this.#leftover === null ? [] : netEdits(this.#leftover.ops);
    return edits.length === 0 ? null : edits;
  }

  whenIndexed(): Promise<void> {
    return this.#store.whenIndexed();
  }

  async row(index: number): Promise<RowView> {
    await this.#mustHave(index);
    const [view] = await this.rows(index, index + 1);
    if (view === undefined) throw this.#noSuchRow(index);
    return view;
  }

  async rows(from: number, to: number): Promise<RowView[]> {
    await this.#pairsLoaded.catch(() => undefined);
    if (to > this.#store.rows) await this.#store.whenRow(to - 1);
    const stored = await this.#read(from, Math.min(to, this.#store.rows));
    return Promise.all(stored.map((row, k) => this.#view(from + k, row)));
  }

  apply(row: number, change: Change): Promise<Edit> {
    return this.#serial.run(async () => {
      await this.#mayEdit();
      const raw = await this.#editableText(row);
      const effect = await this.#effect(row, raw, change);
      const at = this.#parts.readOptions.now();
      const edit: Edit = { id: this.#nextId++, row, change, title: titleOf(change), at };
      await this.#perform([{ seq: ++this.#seq, op: "apply", edit, effect }]);
      return edit;
    });
  }

  undo(edit: Edit): Promise<void> {
    return this.#again(edit, "undo");
  }

  redo(edit: Edit): Promise<void> {
    return this.#again(edit, "redo");
  }

  save(options: { readonly overwrite?: boolean } = {}): Promise<void> {
    // A save that hasn't started yet will take in everything up to now.
    if (this.#waitingSave !== null && options.overwrite !== true) return this.#waitingSave;
    const save = this.#lastSave
      .catch(() => undefined)
      .then(() => {
        if (this.#waitingSave === save) this.#waitingSave = null;
        return this.#save(options.overwrite ?? false);
      });
    this.#waitingSave = save;
    this.#lastSave = save;
    return save;
  }

  async saveAs(path: string): Promise<void> {
    await this.#store.whenIndexed();
    const { rows, pairs } = await this.#serial.run(() => Promise.resolve(this.#snapshot()));
    try {
      await this.#store.writeTo(path, texts(rows), this.#parts.disk);
      await this.#savePairsAs(path, pairs);
    } catch (error) {
      throw storageError(error, "write", path);
    }
  }

  revert(): Promise<void> {
    return this.#serial.run(async () => {
      this.#overlay.clear();
      this.#parts.pairs.revert();
      this.#pairKeys = null;
      this.#conflicts.clear();
      await this.#forgetOps(() => false);
      await this.#checkDisk();
      this.#emit({ kind: "all" }, { kind: "info" });
    });
  }

  backup(path: string): Promise<void> {
    return this.#serial.run(async () => {
      const entries: JournalEntry[] = [{ kind: "file", path: this.#parts.path }];
      for (const op of this.#ops) entries.push({ kind: "op", op });
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
    // The backup holds what the journal of that process held.
    await this.discardRecovered();
  }

  async recover(): Promise<readonly Edit[]> {
    const lost = await this.#replay(this.#leftover?.ops ?? []);
    await this.discardRecovered();
    return lost;
  }

  async discardRecovered(): Promise<void> {
    await this.#leftover?.forget();
    this.#leftover = null;
    this.#emit({ kind: "info" });
  }

  setSplitter(splitter: Splitter): void {
    if (splitter === this.#splitter) return;
    this.#splitter = splitter;
    this.#emit({ kind: "all" }, { kind: "info" });
  }

  reload(): Promise<readonly Edit[]> {
    return this.#serial.run(async () => {
      await this.#checkDisk();
      if (this.#deleted) throw this.#deletedError();
      const dropped = this.#conflicts;
      this.#conflicts = new Set();
      const lost = netEdits(this.#ops).filter((edit) => dropped.has(edit.row));
      for (const row of dropped) this.#overlay.delete(row);
      await this.#forgetOps((op) => !(op.effect.on === "row" && dropped.has(op.edit.row)));
      this.#emit({ kind: "all" }, { kind: "info" });
      return lost;
    });
  }

  onEvent(listener: (event: SessionEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** More rows are indexed. */
  indexProgress(): void {
    if (!this.#closed) this.#emit({ kind: "info" });
  }

  /** Looks at the file on disk, unless it is being saved. */
  async diskMayHaveChanged(): Promise<void> {
    if (this.#closed || this.#saving || !this.#store.indexed) return;
    await this.#serial.run(() => (this.#closed || this.#saving ? Promise.resolve() : this.#checkDisk()));
  }

  /** Ends the session. Unsaved edits stay in the journal. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#lastSave.catch(() => undefined);
    await this.#serial.run(async () => {
      await this.#pairsLoaded.catch(() => undefined);
      await this.#parts.journal?.close();
      await this.#parts.lock?.release();
      await this.#parts.pairs.close();
      await this.#store.close();
      this.#listeners.clear();
    });
  }

  get #dirty(): boolean {
    return this.#overlay.size > 0 || this.#parts.pairs.unsaved.size > 0;
  }

  async #mustHave(row: number): Promise<void> {
    await this.#store.whenRow(row);
    if (!Number.isInteger(row) || row < 0 || row >= this.#store.rows) throw this.#noSuchRow(row);
  }

  /** Reads stored rows; the store may be replaced by a save meanwhile, then they are read again. */
  async #read(from: number, to: number): Promise<StoredRow[]> {
    for (;;) {
      const store = this.#store;
      try {
        const rows = await store.read(Math.max(0, from), to);
        if (store === this.#store) return rows;
      } catch (error) {
        if (store === this.#store) throw error;
      }
    }
  }

  async #view(index: number, stored: StoredRow): Promise<RowView> {
    const edited = this.#overlay.get(index);
    const { text, exact } = decodeRow(stored.bytes);
    const raw = edited?.now ?? text;
    const base = { index, line: stored.line, raw, edited: edited !== undefined || this.#pairEdited(index) };
    if (stored.error !== null) {
      return {
        ...base,
        format: null,
        formatTitle: null,
        can: null,
        row: null,
        error: stored.error,
        readOnly: stored.error,
      };
    }
    const reading = this.#parts.codec.read(raw, this.#readOptions());
    if (reading.format !== null) this.#countFormat(reading.format, reading.formatTitle ?? reading.format);
    const lines = reading.row === null ? [] : await this.#pairLines(index);
    const row =
      reading.row === null || lines.length === 0
        ? reading.row
        : { ...reading.row, pairs: [...reading.row.pairs, ...pairsOf(reading.row, lines)] };
    const error = reading.error === null ? null : `${this.#place(index, stored.line)}: ${reading.error}`;
    return { ...base, ...reading, row, error, readOnly: this.#rowReadOnly(index, stored.line, exact) };
  }

  #rowReadOnly(index: number, line: number | null, exact: boolean): string | null {
    if (this.#parts.readOnly !== null) return this.#parts.readOnly;
    if (exact) return null;
    return `${this.#place(index, line)}: this row is not valid UTF-8, so it can't be rewritten without changing other bytes of it. Convert the file to UTF-8 to edit it.`;
  }

  #place(index: number, line: number | null): string {
    return line === null
      ? `${basename(this.#parts.path)}, row ${index + 1}`
      : `${basename(this.#parts.path)}:${line}`;
  }

  #readOptions(): ReadOptions {
    return { ...this.#parts.readOptions, splitter: this.#splitter };
  }

  async #pairLines(row: number): Promise<string[]> {
    this.#pairKeys ??= keysByRow(this.#parts.pairs.keys());
    const lines = await Promise.all((this.#pairKeys.get(row) ?? []).map((key) => this.#parts.pairs.get(key)));
    return lines.filter((line) => line !== null);
  }

  #pairEdited(row: number): boolean {
    if (this.#parts.pairs.unsaved.size === 0) return false;
    return [...this.#parts.pairs.unsaved.keys()].some((key) => key.startsWith(`${row + 1},`));
  }

  async #mayEdit(): Promise<void> {
    if (this.#closed) throw new StorageError("refused", "The dataset is closed.");
    if (this.#parts.readOnly !== null) throw new StorageError("refused", this.#parts.readOnly);
    await this.#pairsLoaded;
    const holder = (await this.#parts.lock?.take()) ?? null;
    if (holder === null) return;
    throw new StorageError(
      "locked",
      `${this.#parts.path} has unsaved edits in another program (process ${holder.pid} on ${holder.host}). Save or close it there first.`,
    );
  }

  async #editableText(row: number): Promise<string> {
    await this.#mustHave(row);
    const edited = this.#overlay.get(row);
    if (edited !== undefined) return edited.now;
    const [stored] = await this.#read(row, row + 1);
    if (stored === undefined) throw this.#noSuchRow(row);
    if (stored.error !== null) throw new StorageError("refused", stored.error);
    const { text, exact } = decodeRow(stored.bytes);
    const reason = this.#rowReadOnly(row, stored.line, exact);
    if (reason !== null) throw new StorageError("refused", reason);
    return text;
  }

  async #effect(row: number, raw: string, change: Change): Promise<Effect> {
    const writing = this.#parts.codec.write(raw, change, this.#readOptions());
    if (writing.kind === "refused") {
      throw new StorageError("refused", `${titleOf(change)} in row ${row + 1}: ${writing.reason}`);
    }
    if (writing.kind === "row") {
      const { text, effect } = rowEffect(raw, writing.edits);
      if (!loneSurrogate.test(text)) return effect;
      throw new StorageError(
        "refused",
        `${titleOf(change)} in row ${row + 1}: the text holds half a character (a lone surrogate).`,
      );
    }
    return this.#pairEffect(row, raw, change);
  }

  async #pairEffect(row: number, raw: string, change: Change): Promise<Effect> {
    const reading = this.#parts.codec.read(raw, this.#readOptions());
    if ((change.kind !== "win" && change.kind !== "lose") || reading.row === null) {
      throw new StorageError("refused", `${titleOf(change)}: row ${row + 1} has no place for it.`);
    }
    const key = pairKey({ row, trace: change.trace, step: change.step });
    const before = await this.#parts.pairs.get(key);
    const after = changedPairLine(reading.row, row, change, before, datasetName(this.#parts.path));
    if (after === null && !(change.kind === "win" && change.win === null)) {
      throw new StorageError(
        "refused",
        `${titleOf(change)}: row ${row + 1} has no trace ${change.trace + 1} with a step ${change.step + 1}.`,
      );
    }
    return { on: "pair", key, before, after };
  }

  #again(edit: Edit, op: "undo" | "redo"): Promise<void> {
    return this.#serial.run(async () => {
      await this.#mayEdit();
      const done = this.#effects.get(edit.id);
      if (done === undefined)
        throw new StorageError("refused", `"${edit.title}" is not an edit of this session any more.`);
      await this.#perform([{ seq: ++this.#seq, op, edit, effect: done }]);
    });
  }

  readonly #effects = new Map<number, Effect>();

  /** Does operations: on disk first, then in memory. @throws StorageError where one doesn't fit its row's text */
  async #perform(ops: readonly Op[]): Promise<void> {
    const steps: (() => Promise<void>)[] = [];
    for (const op of ops) steps.push(await this.#step(op));
    await this.#journal(ops);
    const wasDirty = this.#dirty;
    for (const step of steps) await step();
    for (const op of ops) {
      this.#effects.set(op.edit.id, op.effect);
      this.#ops.push(op);
    }
    if (!this.#dirty) await this.#forgetOps(() => false);
    this.#emit({ kind: "rows", rows: [...new Set(ops.map((op) => op.edit.row))] });
    if (wasDirty !== this.#dirty) this.#emit({ kind: "info" });
  }

  async #step(op: Op): Promise<() => Promise<void>> {
    const { effect, edit } = op;
    if (effect.on === "pair") {
      const line = op.op === "undo" ? effect.before : effect.after;
      return async () => {
        await this.#parts.pairs.set(effect.key, line);
        this.#pairKeys = null;
      };
    }
    const raw = await this.#editableText(edit.row);
    const after = rowAfter(raw, op);
    if (after === null) {
      throw new StorageError(
        "refused",
        `"${edit.title}" can't be ${op.op === "undo" ? "undone" : "done"}: row ${edit.row + 1} has changed since.`,
      );
    }
    const base = this.#overlay.get(edit.row)?.base ?? raw;
    return () => {
      this.#overlay.set(edit.row, base, after);
      return Promise.resolve();
    };
  }

  /** An edit that can't be journalled is still taken: losing it at once would be worse. */
  async #journal(ops: readonly Op[]): Promise<void> {
    try {
      await this.#parts.journal?.append(...ops.map((op) => ({ kind: "op", op }) as const));
    } catch (error) {
      this.#warn(
        `Unsaved edits would be lost if this program ended now. ${storageError(error, "write", this.#parts.journal?.path ?? "").message}`,
      );
    }
  }

  /** Does the operations of a journal or backup again, as edits of this session. Returns those that don't fit. */
  async #replay(ops: readonly Op[]): Promise<readonly Edit[]> {
    return this.#serial.run(async () => {
      if (ops.length === 0) return [];
      await this.#mayEdit();
      const ids = new Map<number, number>();
      const lost: Edit[] = [];
      for (const old of ops) {
        const id = ids.get(old.edit.id) ?? this.#nextId++;
        ids.set(old.edit.id, id);
        const op: Op = { ...old, seq: ++this.#seq, edit: { ...old.edit, id } };
        await this.#perform([op]).catch((error: unknown) => {
          this.#parts.log(`Not taken back: ${error instanceof Error ? error.message : String(error)}`);
          lost.push(op.edit);
        });
      }
      if (lost.length > 0) {
        this.#warn(
          `${lost.length} unsaved edits no longer fit their rows, which changed on disk: rows ${rowList(lost.map((edit) => edit.row))}.`,
        );
      }
      return lost;
    });
  }

  async #save(overwrite: boolean): Promise<void> {
    await this.#pairsLoaded.catch(() => undefined);
    await this.#store.whenIndexed();
    this.#saving = true;
    try {
      // Another program may change the file while ours is being written: then it is looked at again.
      for (let attempt = 0; attempt < 5; attempt++) {
        const snapshot = await this.#serial.run(() => this.#beginSave(overwrite));
        if (snapshot === null || (await this.#write(snapshot, overwrite))) return;
      }
      throw new StorageError(
        "changed-on-disk",
        `${this.#parts.path} is being changed by another program all the time. Your edits are kept; save again when it is done.`,
      );
    } catch (error) {
      throw storageError(error, "write", this.#parts.path);
    } finally {
      this.#saving = false;
    }
  }

  async #beginSave(overwrite: boolean): Promise<Snapshot | null> {
    if (!this.#dirty) return null;
    await this.#checkDisk();
    if (this.#deleted && !overwrite) throw this.#deletedError();
    if (this.#conflicts.size > 0 && !overwrite) {
      throw new StorageError("changed-on-disk", this.#conflictWarning() ?? "");
    }
    const gone = [...this.#conflicts].filter((row) => row >= this.#store.rows);
    if (gone.length > 0) {
      throw new StorageError(
        "changed-on-disk",
        `Rows ${rowList(gone)} are no longer in ${this.#parts.path}. Reload it to go on without those edits.`,
      );
    }
    return this.#snapshot();
  }

  #snapshot(): Snapshot {
    return { rows: this.#overlay.snapshot(), pairs: new Map(this.#parts.pairs.unsaved), seq: this.#seq };
  }

  /** Writes beside the targets without blocking edits, then puts all in place. False where the file changed meanwhile. */
  async #write(snapshot: Snapshot, overwrite: boolean): Promise<boolean> {
    const { pairs, disk } = this.#parts;
    let preparedPairs: Prepared | null = null;
    let pending: PendingSave | null = null;
    try {
      if (snapshot.pairs.size > 0) preparedPairs = await pairs.prepare(snapshot.pairs, pairs.path, disk);
      if (snapshot.rows.size > 0 || this.#deleted)
        pending = await this.#store.prepareSave(texts(snapshot.rows), disk);
      return await this.#serial.run(() => this.#commit(snapshot, preparedPairs, pending, overwrite));
    } catch (error) {
      await preparedPairs?.discard();
      await pending?.discard();
      throw error;
    }
  }

  async #commit(
    snapshot: Snapshot,
    preparedPairs: Prepared | null,
    pending: PendingSave | null,
    overwrite: boolean,
  ): Promise<boolean> {
    const change = await this.#store.compare();
    if (change !== "same" && !(change === "deleted" && overwrite)) {
      await preparedPairs?.discard();
      await pending?.discard();
      return false;
    }
    const { journal, pairs } = this.#parts;
    if (pending?.fingerprint != null) {
      await journal
        ?.append({ kind: "commit", seq: snapshot.seq, fingerprint: pending.fingerprint })
        .catch(() => undefined);
    }
    try {
      if (preparedPairs !== null) {
        await preparedPairs.commit();
        await preparedPairs.handle.close();
        await pairs.saved(snapshot.pairs);
      }
      if (pending !== null) await this.#goOnWith(await pending.commit());
    } catch (error) {
      await journal?.append({ kind: "aborted", seq: snapshot.seq }).catch(() => undefined);
      throw error;
    }
    this.#overlay.saved(snapshot.rows);
    this.#deleted = false;
    this.#conflicts.clear();
    await this.#forgetOps((op) => op.seq > snapshot.seq);
    this.#emit({ kind: "rows", rows: [...snapshot.rows.keys()] }, { kind: "info" });
    return true;
  }

  async #savePairsAs(path: string, unsaved: ReadonlyMap<string, string | null>): Promise<void> {
    const { pairs } = this.#parts;
    if (pairs.keys().length === 0) return;
    const target = join(dirname(path), `${datasetName(path)}.pairs.jsonl`);
    const prepared = await pairs.prepare(unsaved, target, this.#parts.disk);
    await prepared.commit();
    await prepared.handle.close();
  }

  async #goOnWith(store: RowStore): Promise<void> {
    const old = this.#store;
    this.#store = store;
    if (old !== store) await old.close();
  }

  /** Keeps some operations alone; without any, other programs may edit. */
  async #forgetOps(keep: (op: Op) => boolean): Promise<void> {
    this.#ops = this.#ops.filter(keep);
    try {
      await this.#parts.journal?.reset(this.#ops);
      if (this.#ops.length === 0) await this.#parts.lock?.release();
    } catch (error) {
      this.#parts.log(`Journal: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  async #checkDisk(): Promise<void> {
    if (!this.#store.indexed) return;
    const change = await this.#store.compare();
    if (change === "same") return this.#undeleted();
    if (change === "deleted") {
      if (this.#deleted) return;
      this.#deleted = true;
      this.#emit(
        { kind: "changed-on-disk", how: "deleted", editedRows: this.#overlay.rows() },
        { kind: "info" },
      );
      return;
    }
    await (change === "appended" ? this.#takeAppended() : this.#takeChanged());
  }

  #undeleted(): void {
    if (!this.#deleted) return;
    this.#deleted = false;
    this.#emit({ kind: "info" });
  }

  async #takeAppended(): Promise<void> {
    const before = this.#store.rows;
    const reread = await this.#store.extend();
    await this.#rebase();
    const rows = reread === null ? [] : [reread];
    this.#parts.log(`${this.#parts.path}: ${this.#store.rows - before} rows appended by another program.`);
    this.#emit(
      { kind: "changed-on-disk", how: "appended", editedRows: [...this.#conflicts] },
      { kind: "rows", rows },
      { kind: "info" },
    );
  }

  async #takeChanged(): Promise<void> {
    await this.#goOnWith(await this.#store.reopen());
    this.#deleted = false;
    await this.#rebase();
    this.#formats.clear();
    this.#emit(
      { kind: "changed-on-disk", how: "changed", editedRows: [...this.#conflicts] },
      { kind: "all" },
      { kind: "info" },
    );
  }

  /** Puts unsaved edits over the file as it is now; those whose row changed there too are in conflict. */
  async #rebase(): Promise<void> {
    for (const row of this.#overlay.rows()) {
      const edited = this.#overlay.get(row);
      const [stored] = row < this.#store.rows ? await this.#store.read(row, row + 1) : [];
      const text = stored === undefined || stored.error !== null ? null : decodeRow(stored.bytes).text;
      if (text === edited?.now) this.#overlay.delete(row);
      if (text === edited?.base || text === edited?.now) this.#conflicts.delete(row);
      else this.#conflicts.add(row);
    }
  }

  #conflictWarning(): string | null {
    if (this.#conflicts.size === 0) return null;
    return `Another program changed rows ${rowList([...this.#conflicts])} of ${basename(this.#parts.path)}, which have unsaved edits. Reload to take the file's rows, or overwrite them with yours.`;
  }

  #deletedError(): StorageError {
    return new StorageError(
      "missing",
      `${this.#parts.path} was deleted on disk. Your edits are kept: save with overwrite to write it anew, or save as another file.`,
    );
  }

  #noSuchRow(row: number): StorageError {
    return new StorageError(
      "no-such-row",
      `There is no row ${row + 1} in ${this.#parts.path}: it has ${this.#store.rows} rows.`,
    );
  }

  #warn(message: string): void {
    this.#warning = message;
    this.#parts.log(message);
    this.#emit({ kind: "info" });
  }

  #countFormat(id: string, title: string): void {
    const known = this.#formats.get(id);
    if (known === undefined) this.#formats.set(id, { title, rows: 1 });
    else known.rows++;
  }

  #mainFormat(): { id: string; title: string } | null {
    let best: { id: string; title: string; rows: number } | null = null;
    for (const [id, { title, rows }] of this.#formats) {
      if (best === null || rows > best.rows) best = { id, title, rows };
    }
    return best;
  }

  #emit(...events: readonly SessionEvent[]): void {
    for (const event of events) {
      for (const listener of [...this.#listeners]) {
        try {
          listener(event);
        } catch (error) {
          this.#parts.log(`A listener failed: ${error instanceof Error ? error.message : String(error)}`);
        }
      }
    }
  }
}

/** Why a file can't be rewritten, or null. */
export async function readOnlyReason(path: string): Promise<string | null> {
  try {
    await access(path, constants.W_OK);
    return null;
  } catch {
    return `${basename(path)} is read-only for you: change its permissions, or save it as another file, to edit it.`;
  }
}

/** A dataset's name without the endings that say its container. */
function datasetName(path: string): string {
  return basename(path).replace(/\.(?:jsonl|ndjson|json|parquet)(?:\.gz)?$/iu, "");
}

function texts(rows: ReadonlyMap<number, EditedRow>): Map<number, string> {
  return new Map(Array.from(rows, ([row, { now }]) => [row, now]));
}

function keysByRow(keys: readonly string[]): Map<number, string[]> {
  const rows = new Map<number, string[]>();
  for (const key of keys) {
    const row = Number.parseInt(key, 10) - 1;
    rows.set(row, [...(rows.get(row) ?? []), key]);
  }
  return rows;
}

/** Row numbers from 1 for people, a few of them. */
function rowList(rows: readonly number[]): string {
  const numbers = [...new Set(rows)].sort((a, b) => a - b).map((row) => String(row + 1));
  return numbers.length > 8
    ? `${numbers.slice(0, 8).join(", ")} and ${numbers.length - 8} more`
    : numbers.join(", ");
}

import { realpath } from "node:fs/promises";
import { dirname, join } from "node:path";
import { copyRows } from "./copyRows.ts";
import type { Events } from "./events.ts";
import { storageError } from "./failures.ts";
import type { Journal } from "./journal.ts";
import { datasetName, rowList } from "./names.ts";
import type { OnDisk } from "./onDisk.ts";
import type { EditedRow } from "./overlay.ts";
import type { Disk, Prepared } from "./replaceFile.ts";
import type { Serial } from "./serial.ts";
import type { PendingSave } from "./store.ts";
import { StorageError, type CopyOptions } from "./types.ts";
import type { Snapshot, Unsaved } from "./unsaved.ts";

/** What saving works on. */
export interface SaveParts {
  readonly path: string;
  readonly onDisk: OnDisk;
  readonly unsaved: Unsaved;
  readonly journal: Journal | null;
  readonly disk: Disk;
  readonly events: Events;
  /** What edits run in; a save holds it only to look and to put files in place, never while it writes them. */
  readonly serial: Serial;
}

/** How often a save starts over because another program changes the file meanwhile. */
const attempts = 5;

/** Saves of one session: one at a time, each taking in all edits made before it starts. */
export class Saves {
  readonly #parts: SaveParts;
  #last: Promise<unknown> = Promise.resolve();
  #waiting: Promise<void> | null = null;
  #running = false;

  constructor(parts: SaveParts) {
    this.#parts = parts;
  }

  get running(): boolean {
    return this.#running;
  }

  /** Resolves when no save is under way. */
  async settled(): Promise<void> {
    await this.#last.catch(() => undefined);
  }

  /** @throws StorageError; the old file is whole then and all edits are kept */
  save(overwrite: boolean): Promise<void> {
    // A save that hasn't started yet will take in everything up to now.
    if (this.#waiting !== null && !overwrite) return this.#waiting;
    const save = this.settled().then(() => {
      if (this.#waiting === save) this.#waiting = null;
      return this.#save(overwrite);
    });
    this.#waiting = save;
    this.#last = save;
    return save;
  }

  /** Writes dataset and pairs to another path. @throws StorageError */
  async saveAs(path: string): Promise<void> {
    const { onDisk, unsaved, serial, disk } = this.#parts;
    if ((await realpath(path).catch(() => path)) === this.#parts.path) return this.save(false);
    await onDisk.store.whenIndexed();
    const { rows, pairs } = await serial.run(() => Promise.resolve(unsaved.snapshot()));
    try {
      if (unsaved.pairs.keys().length > 0) {
        const target = join(dirname(path), `${datasetName(path)}.pairs.jsonl`);
        const prepared = await unsaved.pairs.prepare(pairs, target, disk);
        await prepared.commit();
        await prepared.handle.close();
      }
      await onDisk.store.writeTo(path, texts(rows), disk);
    } catch (error) {
      throw storageError(error, "write", path);
    }
  }

  /** Writes some of the rows to another path. @throws StorageError; the signal's reason where it is aborted */
  async copyRows(path: string, options: CopyOptions): Promise<void> {
    const { onDisk, unsaved, serial, disk } = this.#parts;
    for (const target of [path, options.leftOut ?? null]) {
      if (target !== null && (await realpath(target).catch(() => target)) === this.#parts.path)
        throw new StorageError("refused", `${target} is the dataset itself. Write the copy to another file.`);
    }
    await onDisk.store.whenIndexed();
    const { rows } = await serial.run(() => Promise.resolve(unsaved.snapshot()));
    const source = {
      rows: onDisk.store.rows,
      read: (from: number, to: number) => onDisk.read(from, to),
      edited: texts(rows),
      pairs: unsaved.pairs,
    };
    try {
      await copyRows(source, path, options, disk);
    } catch (error) {
      if (options.signal?.aborted === true) throw error;
      throw storageError(error, "write", path);
    }
  }

  async #save(overwrite: boolean): Promise<void> {
    const { onDisk, serial, path } = this.#parts;
    await onDisk.store.whenIndexed();
    this.#running = true;
    try {
      for (let attempt = 0; attempt < attempts; attempt++) {
        const snapshot = await serial.run(() => this.#begin(overwrite));
        if (snapshot === null || (await this.#write(snapshot, overwrite))) return;
      }
      throw new StorageError(
        "changed-on-disk",
        `${path} is being changed by another program all the time. Your edits are kept; save again when it is done.`,
      );
    } catch (error) {
      throw storageError(error, "write", path);
    } finally {
      this.#running = false;
    }
  }

  /** What to write, or null where there is nothing. */
  async #begin(overwrite: boolean): Promise<Snapshot | null> {
    const { onDisk, unsaved, path } = this.#parts;
    // A file that was deleted is written again though nothing in it was edited.
    if (!unsaved.dirty && !(overwrite && onDisk.deleted)) return null;
    await onDisk.check();
    if (onDisk.deleted && !overwrite) throw new StorageError("missing", onDisk.warning ?? path);
    if (onDisk.conflicts.size > 0 && !overwrite) {
      throw new StorageError("changed-on-disk", onDisk.warning ?? path);
    }
    const gone = [...onDisk.conflicts].filter((row) => row >= onDisk.store.rows);
    if (gone.length > 0) {
      throw new StorageError(
        "changed-on-disk",
        `Rows ${rowList(gone)} are no longer in ${path}. Reload it to go on without those edits.`,
      );
    }
    return unsaved.snapshot();
  }

  /** Writes beside the targets, then puts all in place. False where it must start over. */
  async #write(snapshot: Snapshot, overwrite: boolean): Promise<boolean> {
    const { unsaved, onDisk, disk, serial } = this.#parts;
    const store = onDisk.store;
    let pairs: Prepared | null = null;
    let rows: PendingSave | null = null;
    const discard = async (): Promise<void> => {
      await pairs?.discard();
      await rows?.discard();
    };
    try {
      if (snapshot.pairs.size > 0)
        pairs = await unsaved.pairs.prepare(snapshot.pairs, unsaved.pairs.path, disk);
      if (snapshot.rows.size > 0 || onDisk.deleted)
        rows = await store.prepareSave(texts(snapshot.rows), disk);
      const done = await serial.run(async () => {
        if (store !== onDisk.store || !unsaved.stillHolds(snapshot)) return false;
        const change = await store.compare([...snapshot.rows.keys()]);
        if (change !== "same" && !(change === "deleted" && overwrite)) return false;
        await this.#commit(snapshot, pairs, rows);
        return true;
      });
      if (!done) await discard();
      return done;
    } catch (error) {
      await discard();
      throw error;
    }
  }

  /** Pairs first: a pair whose row isn't marked yet does no harm, a marked row without its pair loses it. */
  async #commit(snapshot: Snapshot, pairs: Prepared | null, rows: PendingSave | null): Promise<void> {
    const { journal, unsaved, onDisk, events } = this.#parts;
    if (rows?.fingerprint != null) {
      // Without it, edits that are in the file are offered again after a kill, and found to be there.
      const entry = { kind: "commit", seq: snapshot.seq, fingerprint: rows.fingerprint } as const;
      await journal?.append(entry).catch(() => undefined);
    }
    try {
      if (pairs !== null) {
        await pairs.commit();
        await pairs.handle.close();
        await unsaved.pairs.saved(snapshot.pairs);
      }
      if (rows !== null) await onDisk.goOnWith(await rows.commit());
    } catch (error) {
      await journal?.append({ kind: "aborted", seq: snapshot.seq }).catch(() => undefined);
      throw error;
    }
    await unsaved.saved(snapshot);
    onDisk.settle();
    events.emit({ kind: "rows", rows: [...snapshot.rows.keys()] }, { kind: "info" });
  }
}

function texts(rows: ReadonlyMap<number, EditedRow>): Map<number, string> {
  return new Map(Array.from(rows, ([row, { now }]) => [row, now]));
}

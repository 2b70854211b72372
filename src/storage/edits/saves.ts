import { realpath } from "node:fs/promises";
import type { CatchUp } from "../journal/catchUp.ts";
import { conflictWarning } from "./conflicts.ts";
import { copyRows } from "./copyRows.ts";
import type { Events } from "../events.ts";
import { storageError } from "../failures.ts";
import type { Lock } from "../sharing/lock.ts";
import { rowList } from "../names.ts";
import type { OnDisk } from "../journal/onDisk.ts";
import { preparePairs } from "./pairsOfCopy.ts";
import type { EditedRow } from "../journal/overlay.ts";
import { abortable, type Disk, type Prepared } from "../files/replaceFile.ts";
import type { PendingSave } from "../store.ts";
import { StorageError, type CopyOptions } from "../types.ts";
import type { Kept, Turns } from "../sharing/turns.ts";
import type { Snapshot, Unsaved } from "../journal/unsaved.ts";

/** What saving works on. */
export interface SaveParts {
  readonly path: string;
  /** The session's name among those of the dataset. */
  readonly by: string;
  readonly onDisk: OnDisk;
  readonly unsaved: Unsaved;
  readonly catchUp: CatchUp;
  readonly kept: Kept | null;
  readonly disk: Disk;
  readonly events: Events;
  /** What edits run in; a save holds it only to look and to put files in place, never while it writes them. */
  readonly turns: Turns;
}

/** How a save deals with what is not simply the person's own. */
export interface SaveOptions {
  /** Writes over rows that are known to be in conflict as it is asked for, and a deleted file anew. */
  readonly overwrite?: boolean;
  /** Leaves rows alone in which another session has unsaved edits. */
  readonly own?: boolean;
}

/** What a save is to write. */
interface Work {
  readonly snapshot: Snapshot;
  /** The reading of the dataset that the snapshot lies over. */
  readonly reading: number;
}

/** How long another process may be saving before a person is told, milliseconds. */
const savingMs = 120_000;
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
  save(options: SaveOptions): Promise<void> {
    const plain = options.overwrite !== true && options.own !== true;
    const over = new Set(options.overwrite === true ? this.#parts.unsaved.conflicts : []);
    // A save that hasn't started yet will take in everything up to now.
    if (this.#waiting !== null && plain) return this.#waiting;
    const save = this.settled().then(() => {
      if (this.#waiting === save) this.#waiting = null;
      return this.#save(options, over);
    });
    if (options.own !== true) this.#waiting = save;
    this.#last = save;
    return save;
  }

  /** Writes dataset and pairs to another path. @throws StorageError; the signal's reason where it is aborted */
  async saveAs(path: string, signal?: AbortSignal): Promise<void> {
    const { onDisk, unsaved, turns } = this.#parts;
    const disk = signal === undefined ? this.#parts.disk : abortable(this.#parts.disk, signal);
    if ((await realpath(path).catch(() => path)) === this.#parts.path) return this.save({});
    await onDisk.store.whenIndexed();
    const { rows } = await turns.run(() => Promise.resolve(unsaved.snapshot(null)));
    let prepared: Prepared | null = null;
    try {
      this.#refuseGone([...rows.keys()]);
      prepared = await preparePairs(path, await unsaved.pairs.lines(), disk);
      await onDisk.store.writeTo(path, texts(rows), disk);
      await prepared?.commit();
      await prepared?.handle.close();
    } catch (error) {
      await prepared?.discard();
      if (signal?.aborted === true) throw error;
      throw storageError(error, "write", path);
    }
  }

  /** @throws StorageError where edited rows are no longer in the file, so that there is no place to write them to */
  #refuseGone(rows: readonly number[]): void {
    const { onDisk, path } = this.#parts;
    const gone = rows.filter((row) => row >= onDisk.store.rows);
    if (gone.length === 0) return;
    throw new StorageError(
      "changed-on-disk",
      `Rows ${rowList(gone)} are no longer in ${path}. Copy what you need of their edits, then take what the file has to go on without them.`,
    );
  }

  /** Writes some of the rows to another path. @throws StorageError; the signal's reason where it is aborted */
  async copyRows(path: string, options: CopyOptions): Promise<void> {
    const { onDisk, unsaved, turns, disk } = this.#parts;
    for (const target of [path, options.leftOut ?? null]) {
      if (target !== null && (await realpath(target).catch(() => target)) === this.#parts.path)
        throw new StorageError("refused", `${target} is the dataset itself. Write the copy to another file.`);
    }
    await onDisk.store.whenIndexed();
    const { rows } = await turns.run(() => Promise.resolve(unsaved.snapshot(null)));
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

  /** @param over rows in conflict that may be written over */
  async #save(options: SaveOptions, over: ReadonlySet<number>): Promise<void> {
    const { onDisk, turns, path } = this.#parts;
    await onDisk.store.whenIndexed();
    this.#running = true;
    try {
      const saving = await this.#waitForOthers();
      try {
        for (let attempt = 0; attempt < attempts; attempt++) {
          const work = await turns.run(() => this.#begin(options, over));
          if (work === null || (await this.#write(work, options))) return;
        }
      } finally {
        await saving?.release();
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

  /** One process saves at a time. Returns what to let go of; null where nothing is shared. */
  async #waitForOthers(): Promise<Lock | null> {
    const { kept, path } = this.#parts;
    if (kept === null) return null;
    const holder = await kept.saving.take(savingMs).catch(() => null);
    if (holder === null) return kept.saving;
    throw new StorageError(
      "locked",
      `${path} is being saved by another program (process ${holder.pid} on ${holder.host}). Your edits are kept; save again when it is done.`,
    );
  }

  /** What to write, or null where there is nothing. */
  async #begin(
    { overwrite = false, own = false }: SaveOptions,
    over: ReadonlySet<number>,
  ): Promise<Work | null> {
    const { onDisk, unsaved, path, by, catchUp } = this.#parts;
    // A file that was deleted is written again though nothing in it was edited.
    if (!unsaved.dirty && !(overwrite && onDisk.deleted)) return null;
    await catchUp.take([]);
    await catchUp.rebase(await this.#strayed(unsaved.overlay.snapshot()));
    const snapshot = unsaved.snapshot(own ? by : null);
    if (own && snapshot.rows.size + snapshot.pairs.size === 0) {
      // Edits that changed nothing are saved as they are, though others keep the dataset dirty.
      await this.#saved(snapshot);
      return null;
    }
    if (onDisk.deleted && !overwrite) throw new StorageError("missing", onDisk.warning ?? path);
    const conflicts = [...unsaved.conflicts].filter((row) => snapshot.rows.has(row));
    if (overwrite) this.#refuseGone(conflicts);
    if (conflicts.some((row) => !over.has(row))) {
      throw new StorageError("changed-on-disk", conflictWarning(path, conflicts) ?? path);
    }
    return { snapshot, reading: onDisk.reading };
  }

  /**
   * Rows whose text in the file is another than their edits lie over, and that nothing else tells of: a file may be
   * written twice within one tick of the clock, which is seconds on some disks.
   */
  async #strayed(rows: ReadonlyMap<number, EditedRow>): Promise<string[]> {
    const { onDisk, unsaved } = this.#parts;
    const strayed: string[] = [];
    for (const [row, { base }] of rows) {
      if (!unsaved.conflicts.has(row) && (await onDisk.textOf(row)) !== base) strayed.push(String(row));
    }
    return strayed;
  }

  /** Writes beside the targets, then puts all in place. False where it must start over. */
  async #write({ snapshot, reading }: Work, { overwrite = false }: SaveOptions): Promise<boolean> {
    const { unsaved, onDisk, disk, turns } = this.#parts;
    const store = onDisk.store;
    let pairs: Prepared | null = null;
    let rows: PendingSave | null = null;
    const discard = async (): Promise<void> => {
      await pairs?.discard();
      await rows?.discard();
    };
    try {
      const pairsRead = unsaved.pairs.reading;
      if (snapshot.pairs.size > 0)
        pairs = await unsaved.pairs.prepare(snapshot.pairs, unsaved.pairs.path, disk);
      if (snapshot.rows.size > 0 || onDisk.deleted)
        rows = await store.prepareSave(texts(snapshot.rows), disk);
      const done = await turns.run(async () => {
        // A turn may have taken in what was appended, or opened what is there anew.
        if (store !== onDisk.store || !unsaved.stillHolds(snapshot)) return false;
        if (reading !== onDisk.reading && rows?.follow === undefined) return false;
        return this.#commit(snapshot, pairs, rows, async () => {
          if (pairs !== null && ((await unsaved.pairs.refresh()) || pairsRead !== unsaved.pairs.reading))
            return false;
          const change = await store.compare([...snapshot.rows.keys()]);
          const grown = change === "appended" && rows?.follow !== undefined;
          if (change !== "same" && !grown && !(change === "deleted" && overwrite)) return false;
          if (change !== "deleted") await rows?.follow?.();
          return (await this.#strayed(snapshot.rows)).length === 0;
        });
      });
      if (!done) await discard();
      return done;
    } catch (error) {
      await discard();
      throw error;
    }
  }

  /**
   * Pairs first: a pair whose row isn't marked yet does no harm, a marked row without its pair loses it.
   * @param isAsItWas looks at the files last of all: what another program writes between that and the renames is lost
   * @returns false where they are not as they were, and nothing was put in place
   */
  async #commit(
    snapshot: Snapshot,
    pairs: Prepared | null,
    rows: PendingSave | null,
    isAsItWas: () => Promise<boolean>,
  ): Promise<boolean> {
    const { kept, turns, unsaved, onDisk, events } = this.#parts;
    const { seq, targets } = snapshot;
    const [from, fingerprint] = [onDisk.store.fingerprint, rows?.fingerprint ?? null];
    await turns.record({ kind: "commit", seq, targets, from, fingerprint });
    await kept?.journal.flushed();
    try {
      if (!(await isAsItWas())) {
        await turns.record({ kind: "aborted", seq });
        return false;
      }
      if (pairs !== null) {
        await pairs.commit();
        await pairs.handle.close();
        await unsaved.pairs.saved(snapshot.pairs);
      }
      if (rows !== null) await onDisk.goOnWith(await rows.commit());
    } catch (error) {
      await turns.record({ kind: "aborted", seq });
      throw error;
    }
    await this.#saved(snapshot);
    events.emit({ kind: "rows", rows: [...snapshot.rows.keys()] }, { kind: "info" });
    return true;
  }

  /** The snapshot is in the files: its operations go, here and for all. */
  async #saved(snapshot: Snapshot): Promise<void> {
    const { unsaved, turns } = this.#parts;
    const { seq, targets } = snapshot;
    if (targets?.length === 0) return;
    unsaved.saved(snapshot);
    await turns.record({ kind: "saved", seq, targets });
  }
}

function texts(rows: ReadonlyMap<number, EditedRow>): Map<number, string> {
  return new Map(Array.from(rows, ([row, { now }]) => [row, now]));
}

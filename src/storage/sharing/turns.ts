import type { CatchUp } from "../journal/catchUp.ts";
import { opId } from "../journal/editLog.ts";
import { failureReason } from "../failures.ts";
import type { JournalEntry } from "../journal/journal.ts";
import type { Leftovers } from "./leftovers.ts";
import type { Lock } from "./lock.ts";
import type { Presence } from "./presence.ts";
import { Serial } from "./serial.ts";
import type { SharedJournal } from "../journal/sharedJournal.ts";
import { processes } from "./processes.ts";
import { StorageError } from "../types.ts";
import type { Unsaved } from "../journal/unsaved.ts";

/** What sessions of several processes share. */
export interface Kept {
  readonly journal: SharedJournal;
  readonly lock: Lock;
  /** Held while a save is written. */
  readonly saving: Lock;
  readonly presence: Presence;
  readonly leftovers: Leftovers;
}

/** What turns work on. */
export interface TurnParts {
  readonly path: string;
  /** Null where nothing is shared: turns only wait for each other then. */
  readonly kept: Kept | null;
  readonly unsaved: Unsaved;
  readonly catchUp: CatchUp;
  readonly log: (message: string) => void;
  /** Tells what a person must know; null tells that it is over. */
  readonly warn: (message: string | null) => void;
}

/** How long another process may hold the lock before a person is told, milliseconds. */
export const lockMs = 10_000;
/** A journal this long is begun anew once nothing is unsaved, bytes. */
const longJournal = 1 << 20;

/**
 * Runs what edits, saves or looks, one turn after the other over all processes: under the lock, and with all that
 * others did taken in first.
 */
export class Turns {
  readonly #parts: TurnParts;
  readonly #serial = new Serial();
  /** True where entries could not be written. */
  #unsafe = false;

  constructor(parts: TurnParts) {
    this.#parts = parts;
  }

  /** @throws StorageError `locked` where another process does not let go */
  run<T>(work: () => Promise<T>): Promise<T> {
    return this.#serial.run(async () => {
      const { kept } = this.#parts;
      if (kept === null) return work();
      await this.#begin(kept);
      try {
        return await work();
      } finally {
        await this.#end(kept);
      }
    });
  }

  /** Waits its turn in this process alone, for what others don't see. */
  alone<T>(work: () => Promise<T>): Promise<T> {
    return this.#serial.run(work);
  }

  /** Writes entries into the journal. Where that can't be, a person is told: edits are taken all the same. */
  async record(...entries: readonly JournalEntry[]): Promise<void> {
    const { kept, warn } = this.#parts;
    try {
      await kept?.journal.append(...entries);
      if (this.#unsafe) warn(null);
      this.#unsafe = false;
    } catch (error) {
      this.unsafe(error);
    }
  }

  /** Tells that edits are not safe from a kill. */
  unsafe(error: unknown): void {
    this.#unsafe = true;
    this.#parts.warn(
      `Unsaved edits would be lost if this program ended now, since they can't be kept on disk: ${failureReason(error)}`,
    );
  }

  /** @throws StorageError where another machine has unsaved edits: what it writes is not seen here soon enough */
  async refuseWhereAnotherMachineEdits(): Promise<void> {
    const { kept, unsaved, path } = this.#parts;
    if (kept === null) return;
    const far = (await kept.presence.others()).filter((one) => processes.isOfAnotherMachine(one));
    const editing = far.find(({ id }) => unsaved.ops.some((op) => op.by === id));
    if (editing !== undefined) throw lockedBy(path, editing, kept.presence.fileOf(editing.id));
  }

  async #begin({ lock, journal, leftovers }: Kept): Promise<void> {
    const { path, catchUp, log } = this.#parts;
    try {
      const holder = await lock.take(lockMs);
      if (holder !== null) throw lockedBy(path, holder, lock.path);
      const { entries, fresh } = await journal.news();
      if (entries.length > 0) await catchUp.take(entries);
      if (entries.length > 0 && leftovers.ops.length > 0) await leftovers.look();
      if (fresh) await this.#keepAgain(entries);
    } catch (error) {
      await lock.release();
      // Where nothing can be shared, nor kept, work goes on alone; who edits is told when the edit can't be recorded.
      if (error instanceof StorageError) throw error;
      log(`${path}: nothing is shared with other programs: ${failureReason(error)}`);
    }
  }

  /** The file was deleted under us: what is unsaved goes into the new one, unless another process did it. */
  async #keepAgain(entries: readonly JournalEntry[]): Promise<void> {
    const there = new Set(entries.map((entry) => (entry.kind === "op" ? opId(entry.op) : "")));
    const { ops, leftOut } = this.#parts.unsaved;
    const missing = [...ops, ...leftOut].filter((op) => !there.has(opId(op)));
    if (missing.length > 0) await this.record(...missing.map((op) => ({ kind: "op", op }) as const));
  }

  async #end({ journal, lock }: Kept): Promise<void> {
    const { unsaved } = this.#parts;
    try {
      if (!unsaved.dirty && unsaved.active) {
        await this.record({ kind: "saved", seq: unsaved.seq, targets: unsaved.all });
        unsaved.forget(unsaved.seq, null);
      }
      if (journal.behind) await this.record();
      const over = !unsaved.dirty && unsaved.leftOut.length === 0;
      if (over && journal.size > longJournal) await journal.remove();
    } finally {
      await lock.release();
    }
  }
}

function lockedBy(path: string, { pid, host }: { pid: number; host: string }, file: string): StorageError {
  return new StorageError(
    "locked",
    `${path} is being edited by another program (process ${pid} on ${host}). Save or close it there first; if that program is gone, delete ${file}.`,
  );
}

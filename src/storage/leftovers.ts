import { readdir, unlink } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import type { Op } from "./editLog.ts";
import { failureReason } from "./failures.ts";
import type { Fingerprint } from "./fingerprint.ts";
import { readJournal, unsavedOps, writeJournal } from "./journal.ts";
import { datasetName } from "./names.ts";
import { temporaryOwner } from "./replaceFile.ts";

/** Where a dataset's state lies between processes. */
export interface StatePaths {
  /** The dataset. */
  readonly dataset: string;
  /** Journal of the process that edits it now. */
  readonly journal: string;
  /** What earlier processes left. */
  readonly left: string;
}

/**
 * Unsaved edits in the journals of processes that ended without saving or dropping them. They are put aside, so that
 * the new session has a journal of its own, and wait there until a person takes or forgets them.
 */
export class Leftovers {
  readonly #paths: StatePaths;
  readonly #log: (message: string) => void;
  #ops: readonly Op[] = [];

  constructor(paths: StatePaths, log: (message: string) => void) {
    this.#paths = paths;
    this.#log = log;
  }

  get ops(): readonly Op[] {
    return this.#ops;
  }

  /**
   * Puts a journal aside that no living process has. Returns whether it held unsaved edits.
   * @param now the dataset as it is: edits that a save had put into it are not left over
   */
  async collect(now: Fingerprint | null): Promise<boolean> {
    const { dataset, journal, left } = this.#paths;
    try {
      const earlier = unsavedOps((await readJournal(left)) ?? [], null);
      const entries = await readJournal(journal);
      this.#ops = earlier;
      if (entries === null) return earlier.length > 0;
      const ops = unsavedOps(entries, now);
      this.#ops = numbered([...earlier, ...ops]);
      if (ops.length > 0) {
        const kept = this.#ops.map((op) => ({ kind: "op", op }) as const);
        await writeJournal(left, [{ kind: "file", path: dataset }, ...kept]);
      }
      await unlink(journal);
      await this.#removeOrphans();
      return ops.length > 0;
    } catch (error) {
      this.#log(`Unsaved edits of an earlier session can't be read from ${journal}: ${failureReason(error)}`);
      return false;
    }
  }

  /** What earlier sessions left and put aside, while another process edits. */
  async look(): Promise<void> {
    const entries = await readJournal(this.#paths.left).catch(() => null);
    this.#ops = unsavedOps(entries ?? [], null);
  }

  async forget(): Promise<void> {
    this.#ops = [];
    await unlink(this.#paths.left).catch(() => undefined);
  }

  /** Deletes temporary files of saves whose process ended: of the dataset, of its files beside it, and of its state. */
  async #removeOrphans(): Promise<void> {
    const { dataset, journal } = this.#paths;
    const beside = [".pairs.jsonl", ".labels.jsonl"].map((ending) => datasetName(dataset) + ending);
    await removeOrphans(dirname(dataset), (name) => name === basename(dataset) || beside.includes(name));
    await removeOrphans(dirname(journal), (name) => name.startsWith(stateName(journal)));
  }
}

/** Sessions count their operations and edits from 1: put together they must not share numbers. */
function numbered(ops: readonly Op[]): Op[] {
  let last: Op | null = null;
  let shift = 0;
  let highest = 0;
  return ops.map((op, k) => {
    if (last !== null && op.seq <= last.seq) shift = highest;
    last = op;
    const id = op.edit.id + shift;
    highest = Math.max(highest, id);
    return { ...op, seq: k + 1, edit: { ...op.edit, id } };
  });
}

/** What the names of a dataset's state files start with. */
function stateName(journal: string): string {
  return basename(journal).slice(0, -extname(journal).length);
}

async function removeOrphans(folder: string, isOurs: (name: string) => boolean): Promise<void> {
  for (const name of await readdir(folder)) {
    const owner = temporaryOwner(name);
    if (owner === null || !isOurs(owner.target) || isRunning(owner.pid)) continue;
    await unlink(join(folder, name)).catch(() => undefined);
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

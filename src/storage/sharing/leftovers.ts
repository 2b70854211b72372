import { unlink } from "node:fs/promises";
import { opId, type Op } from "../journal/editLog.ts";
import { failureReason } from "../failures.ts";
import type { Fingerprint } from "../files/fingerprint.ts";
import { readJournal, unsavedOps, writeJournal } from "../journal/journal.ts";
import type { StatePaths } from "./statePaths.ts";

/**
 * Unsaved edits in a journal that no living process has. They are put aside, and wait there until a person takes or
 * forgets them.
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
   * Puts a journal aside that no living process has.
   * @param now the dataset as it is: edits that a save had put into it are not left over
   */
  async collect(now: Fingerprint | null): Promise<void> {
    const { dataset, journal, left } = this.#paths;
    try {
      this.#ops = await this.#read();
      const entries = await readJournal(journal);
      if (entries === null) return;
      const ops = unsavedOps(entries, now);
      this.#ops = [...this.#ops, ...ops];
      if (ops.length > 0) await writeJournal(left, dataset, this.#ops);
      await unlink(journal);
    } catch (error) {
      this.#log(`Unsaved edits of an earlier session can't be read from ${journal}: ${failureReason(error)}`);
    }
  }

  /** What is put aside now: another process may have taken or forgotten it, or put more there. */
  async look(): Promise<void> {
    this.#ops = await this.#read().catch(() => this.#ops);
  }

  /** Puts more aside, which can't be put back now. @throws NodeJS.ErrnoException */
  async keep(ops: readonly Op[]): Promise<void> {
    this.#ops = await this.#read();
    const there = new Set(this.#ops.map(opId));
    const more = ops.filter((op) => !there.has(opId(op)));
    if (more.length === 0) return;
    this.#ops = [...this.#ops, ...more];
    await writeJournal(this.#paths.left, this.#paths.dataset, this.#ops);
  }

  /** The file that they are in. */
  get path(): string {
    return this.#paths.left;
  }

  /** Forgets some of them: they were taken, or are not wanted. @throws NodeJS.ErrnoException */
  async forget(ops: readonly Op[]): Promise<void> {
    this.#ops = await this.#read();
    const ids = new Set(ops.map(opId));
    const rest = this.#ops.filter((op) => !ids.has(opId(op)));
    if (rest.length === this.#ops.length) return;
    this.#ops = rest;
    const { left, dataset } = this.#paths;
    if (rest.length > 0) await writeJournal(left, dataset, rest);
    else await unlink(left).catch(() => undefined);
  }

  async #read(): Promise<Op[]> {
    return unsavedOps((await readJournal(this.#paths.left)) ?? [], null);
  }
}

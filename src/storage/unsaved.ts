import { netEdits, type Op } from "./editLog.ts";
import type { Journal } from "./journal.ts";
import type { PairFile } from "./pairs.ts";
import { Overlay, type EditedRow } from "./overlay.ts";
import { failureReason } from "./failures.ts";
import type { Edit } from "./types.ts";

/** Unsaved state at a moment, for a save that goes on while rows are edited. */
export interface Snapshot {
  readonly rows: ReadonlyMap<number, EditedRow>;
  readonly pairs: ReadonlyMap<string, string | null>;
  /** Last operation in it. */
  readonly seq: number;
  /** Which reading of the file it lies over. */
  readonly revision: number;
}

/** What is edited and not saved: the log, the rows and pairs it leaves, and the journal that keeps it through a kill. */
export class Unsaved {
  readonly overlay = new Overlay();
  readonly pairs: PairFile;
  readonly #journal: Journal | null;
  readonly #log: (message: string) => void;
  #ops: Op[] = [];
  #seq = 0;
  #revision = 0;

  constructor(pairs: PairFile, journal: Journal | null, log: (message: string) => void) {
    this.pairs = pairs;
    this.#journal = journal;
    this.#log = log;
  }

  get dirty(): boolean {
    return this.overlay.size > 0 || this.pairs.unsaved.size > 0;
  }

  get ops(): readonly Op[] {
    return this.#ops;
  }

  /** Edits done and not saved, oldest first. */
  get edits(): Edit[] {
    return netEdits(this.#ops);
  }

  /** True where the row's text, or a pair of it, is not what is saved. */
  isEdited(row: number): boolean {
    if (this.overlay.get(row) !== undefined) return true;
    if (this.pairs.unsaved.size === 0) return false;
    return [...this.pairs.unsaved.keys()].some((key) => key.startsWith(`${row + 1},`));
  }

  nextSeq(): number {
    return ++this.#seq;
  }

  /** Takes operations into the log and the journal. @throws NodeJS.ErrnoException where the journal can't be written; they are in the log then */
  async record(ops: readonly Op[]): Promise<void> {
    this.#ops.push(...ops);
    await this.#journal?.append(...ops.map((op) => ({ kind: "op", op }) as const));
  }

  snapshot(): Snapshot {
    return {
      rows: this.overlay.snapshot(),
      pairs: new Map(this.pairs.unsaved),
      seq: this.#seq,
      revision: this.#revision,
    };
  }

  /** True where nothing was dropped since the snapshot, so that it may be written. */
  stillHolds(snapshot: Snapshot): boolean {
    return snapshot.revision === this.#revision;
  }

  /** The snapshot is in the file now. */
  async saved(snapshot: Snapshot): Promise<void> {
    this.overlay.saved(snapshot.rows);
    await this.keepOps((op) => op.seq > snapshot.seq);
  }

  /** Drops the edits of these rows' texts. Returns the edits dropped. */
  async dropRows(rows: ReadonlySet<number>): Promise<Edit[]> {
    this.#revision++;
    const dropped = (op: Op): boolean => op.effect.on === "row" && rows.has(op.edit.row);
    const lost = netEdits(this.#ops.filter(dropped));
    for (const row of rows) this.overlay.delete(row);
    await this.keepOps((op) => !dropped(op));
    return lost;
  }

  /** Drops everything. */
  async dropAll(): Promise<void> {
    this.#revision++;
    this.overlay.clear();
    this.pairs.revert();
    await this.keepOps(() => false);
  }

  /** Keeps some operations in the log and the journal. */
  async keepOps(keep: (op: Op) => boolean): Promise<void> {
    this.#ops = this.#ops.filter(keep);
    try {
      await this.#journal?.reset(this.#ops);
    } catch (error) {
      this.#log(`The journal of unsaved edits can't be written: ${failureReason(error)}`);
    }
  }
}

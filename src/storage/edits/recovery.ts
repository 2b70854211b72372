import { noLongerFit } from "../journal/catchUp.ts";
import { netEdits, opId, type Op } from "../journal/editLog.ts";
import type { Events } from "../events.ts";
import { storageError } from "../failures.ts";
import { readJournal, unsavedOps, writeJournal } from "../journal/journal.ts";
import { rowList } from "../names.ts";
import type { Disk } from "../files/replaceFile.ts";
import type { Leftovers } from "../sharing/leftovers.ts";
import { StorageError, type Edit } from "../types.ts";
import type { Unsaved } from "../journal/unsaved.ts";
import type { Edits } from "./edits.ts";

/** What recovering works on. */
export interface RecoveryParts {
  readonly path: string;
  /** Null where nothing is kept between processes. */
  readonly leftovers: Leftovers | null;
  readonly unsaved: Unsaved;
  readonly edits: Edits;
  readonly disk: Disk;
  readonly events: Events;
  readonly log: (message: string) => void;
}

/**
 * Unsaved edits of sessions that ended, from their journal or a backup. What can't be put back is not thrown away: it
 * stays recoverable until a person discards it. Calls that change something must not overlap.
 */
export class Recovery {
  readonly #parts: RecoveryParts;
  /** What a person must know of edits that wait, or null. */
  warning: string | null = null;

  constructor(parts: RecoveryParts) {
    this.#parts = parts;
  }

  /** Null where there are none. */
  get recoverable(): readonly Edit[] | null {
    const edits = netEdits(this.#parts.leftovers?.ops ?? []);
    return edits.length === 0 ? null : edits;
  }

  /** Takes what was left over as unsaved edits. Returns those that wait. */
  async recover(): Promise<readonly Edit[]> {
    const { leftovers } = this.#parts;
    // Another process may have taken them.
    await leftovers?.look();
    return this.replay(leftovers?.ops ?? []);
  }

  /** Takes operations that are unsaved elsewhere as unsaved edits. Returns those that wait. */
  async replay(ops: readonly Op[]): Promise<readonly Edit[]> {
    const { leftovers, edits } = this.#parts;
    const left = await edits.replay(ops);
    const waiting = netEdits(left);
    const kept = new Set(waiting.length === 0 ? [] : left.map(opId));
    await leftovers?.forget(ops.filter((op) => !kept.has(opId(op))));
    if (waiting.length > 0) await leftovers?.keep(left);
    this.#tell(waiting.length === 0 ? null : this.#whyWaiting(waiting));
    return waiting;
  }

  /** @param ops what the person saw of what is left over: another process may have put more there since */
  async discard(ops: readonly Op[]): Promise<void> {
    await this.#parts.leftovers?.forget(ops);
    this.#tell(null);
  }

  /** @throws StorageError */
  async backup(path: string): Promise<void> {
    const { unsaved, disk } = this.#parts;
    await writeJournal(path, this.#parts.path, unsaved.ops, disk).catch((error: unknown) => {
      throw storageError(error, "write", path);
    });
  }

  /** What a backup holds. @throws StorageError */
  async opsOf(backup: string): Promise<Op[]> {
    const entries = await readJournal(backup).catch((error: unknown) => {
      throw storageError(error, "read", backup);
    });
    if (entries === null) throw new StorageError("missing", `The backup ${backup} is not there any more.`);
    return unsavedOps(entries, null);
  }

  #whyWaiting(edits: readonly Edit[]): string {
    const { leftovers, unsaved } = this.#parts;
    if (leftovers === null) return noLongerFit(edits);
    const rows = new Set(edits.map(({ row }) => row));
    const busy = [...rows].filter((row) => unsaved.overlay.get(row) !== undefined);
    const changed = [...rows].filter((row) => !busy.includes(row));
    const [what, stays] = edits.length === 1 ? ["One edit", "stays"] : [`${edits.length} edits`, "stay"];
    const why = [
      busy.length > 0 &&
        `Row${plural(busy)} ${rowList(busy)}: there are other unsaved edits; save or undo those, then recover again to choose.`,
      changed.length > 0 &&
        `Row${plural(changed)} ${rowList(changed)}: the text that they were made for is not in the file.`,
    ];
    return `${what} of a window that ended early can't be put back now and ${stays} recoverable, in ${leftovers.path}. ${why.filter(Boolean).join(" ")}`;
  }

  #tell(warning: string | null): void {
    const { events, log } = this.#parts;
    this.warning = warning;
    if (warning !== null) log(warning);
    events.emit({ kind: "info" });
  }
}

function plural(rows: readonly number[]): string {
  return rows.length === 1 ? "" : "s";
}

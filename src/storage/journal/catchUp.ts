import { netEdits, rowOf, targetOf, type Op } from "./editLog.ts";
import type { Events } from "../events.ts";
import { asFingerprint, sameContent, sameFile } from "../files/fingerprint.ts";
import type { Commit, JournalEntry } from "./journal.ts";
import { rowList } from "../names.ts";
import type { Found, OnDisk } from "./onDisk.ts";
import type { Rewritten } from "../store.ts";
import type { Edit, SessionEvent } from "../types.ts";
import type { Unsaved } from "./unsaved.ts";

/** What is caught up. */
export interface CatchUpParts {
  readonly path: string;
  readonly onDisk: OnDisk;
  readonly unsaved: Unsaved;
  readonly events: Events;
  readonly log: (message: string) => void;
  readonly warn: (message: string) => void;
}

/** What was taken in at once. */
interface Taken {
  /** Rows and pairs whose chains changed. */
  readonly targets: Set<string>;
  readonly commits: Commit[];
  /** What a commit made of the file that is open here, where that is all that happened to it. */
  rewritten: Rewritten | null;
  /** True where other sessions edited, dropped or saved. */
  elsewhere: boolean;
}

function nothingTaken(): Taken {
  return { targets: new Set(), commits: [], rewritten: null, elsewhere: false };
}

/**
 * Takes in what others did to the dataset: edits, saves and drops of other sessions out of the journal, and changes of
 * the file by other programs. Calls must not overlap.
 */
export class CatchUp {
  readonly #parts: CatchUpParts;
  /** Kept until all of it lies over what is on disk: that may be unreadable for a while. */
  #taken = nothingTaken();

  constructor(parts: CatchUpParts) {
    this.#parts = parts;
  }

  /** True where rows are still to be compared with what is on disk, which could not be read. */
  get unfinished(): boolean {
    return this.#taken.targets.size > 0;
  }

  /** @throws StorageError where the dataset or its pairs can't be read; what was not taken in is with the next call */
  async take(entries: readonly JournalEntry[]): Promise<void> {
    const { unsaved, onDisk } = this.#parts;
    const taken = this.#taken;
    taken.rewritten = null;
    for (const entry of entries) await this.#takeEntry(entry, taken);
    const found = await onDisk.look(unsaved.overlay.rows(), taken.rewritten);
    const fileChanged = found.how === "changed" || found.how === "appended";
    if (fileChanged) for (const target of unsaved.targets) taken.targets.add(target);
    // The file is only once another one than before: pairs that can't be read must not hide what changed in it.
    const [pairs] = await Promise.allSettled([unsaved.pairs.refresh()]);
    const pairsChanged = pairs.status === "fulfilled" && pairs.value;
    if (pairsChanged) for (const key of unsaved.pairs.unsaved.keys()) taken.targets.add(key);
    try {
      await this.rebase(taken.targets);
      this.#taken = nothingTaken();
    } finally {
      this.#tell(taken, found, pairsChanged);
    }
    if (pairs.status === "rejected") throw pairs.reason;
  }

  /** Puts chains over what is on disk. Returns edits that fit nowhere any more, which are left out. */
  async rebase(targets: Iterable<string>): Promise<readonly Edit[]> {
    const { unsaved, onDisk, warn } = this.#parts;
    const unfit: Op[] = [];
    for (const target of targets) {
      const row = rowOf(target);
      const text = row === null ? await unsaved.pairs.onDisk(target) : await onDisk.textOf(row);
      unfit.push(...(await unsaved.rebase(target, text)));
    }
    const lost = netEdits(unfit);
    if (lost.length > 0) warn(noLongerFit(lost));
    return lost;
  }

  async #takeEntry(entry: JournalEntry, taken: Taken): Promise<void> {
    const { unsaved } = this.#parts;
    switch (entry.kind) {
      case "op":
        if (unsaved.holds(entry.op)) return;
        unsaved.add(entry.op);
        taken.targets.add(targetOf(entry.op));
        break;
      case "drop":
        for (const target of unsaved.drop(new Set(entry.ops))) taken.targets.add(target);
        break;
      case "commit":
        taken.rewritten = taken.commits.length === 0 ? await this.#rewrittenBy(entry) : null;
        taken.commits.push(entry);
        return;
      case "saved":
        for (const target of unsaved.forgetSavedElsewhere(entry.seq, entry.targets))
          taken.targets.add(target);
        break;
      case "aborted": {
        const at = taken.commits.findLastIndex(({ seq }) => seq === entry.seq);
        if (at >= 0) taken.commits.splice(at, 1);
        taken.rewritten = null;
        return;
      }
      case "file":
        return;
    }
    taken.elsewhere = true;
  }

  async #rewrittenBy(commit: Commit): Promise<Rewritten | null> {
    const { unsaved, onDisk } = this.#parts;
    const [from, fingerprint] = [asFingerprint(commit.from), asFingerprint(commit.fingerprint)];
    const now = onDisk.store.fingerprint;
    if (from === null || fingerprint === null || now === null || !sameContent(from, now)) return null;
    // Where they can't be read now, the file is read anew as a whole.
    const rows = await unsaved.textsAt(commit, (row) => onDisk.textOf(row)).catch(() => null);
    return rows === null ? null : { rows, fingerprint };
  }

  #tell(taken: Taken, { how, reread }: Found, pairsChanged: boolean): void {
    const { unsaved, events, path, log } = this.#parts;
    const editedRows = [...unsaved.conflicts];
    const rows = new Set([...taken.targets].map(rowOfTarget));
    const told: SessionEvent[] = [];
    if (how === "deleted") told.push({ kind: "changed-on-disk", how, editedRows: unsaved.overlay.rows() });
    else if (how === "appended") {
      log(`${path}: rows were appended by another program.`);
      told.push({ kind: "changed-on-disk", how, editedRows, ...(reread === null ? {} : { torn: reread }) });
      if (reread !== null) rows.add(reread);
    } else if (how === "changed" && !this.#isOurs(taken.commits)) {
      told.push({ kind: "changed-on-disk", how, editedRows }, { kind: "all" });
    }
    if (pairsChanged) told.push({ kind: "all" });
    else if (rows.size > 0 || how === "appended") told.push({ kind: "rows", rows: [...rows] });
    if (taken.elsewhere) told.push({ kind: "elsewhere", dirty: unsaved.dirty });
    if (told.length > 0 || how === "back") events.emit(...told, { kind: "info" });
  }

  /** Whether the dataset is what another session saved. */
  #isOurs(commits: readonly Commit[]): boolean {
    const now = this.#parts.onDisk.store.fingerprint;
    return commits.some(({ fingerprint }) => {
      const made = asFingerprint(fingerprint);
      return now === null || made === null ? now === made : sameFile(made, now);
    });
  }
}

/** What a person must know of edits that were left out. */
export function noLongerFit(edits: readonly Edit[]): string {
  const rows = edits.map((edit) => edit.row);
  if (edits.length === 1)
    return `An unsaved edit no longer fits its row, which changed on disk since, and was left out: row ${rowList(rows)}.`;
  return `${edits.length} unsaved edits no longer fit their rows, which changed on disk since, and were left out: rows ${rowList(rows)}.`;
}

/** The row that a row's text or a pair belongs to. */
function rowOfTarget(target: string): number {
  return rowOf(target) ?? Number.parseInt(target, 10) - 1;
}

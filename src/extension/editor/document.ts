import * as vscode from "vscode";
import type { Change } from "../../core/change.ts";
import type { Row } from "../../core/model.ts";
import type { DatasetView } from "../../pipeline/view/types.ts";
import type { DatasetSession, Edit } from "../../storage/types.ts";
import type { OpenView } from "../datasets/views.ts";

/** Whose version of a row counts: the person's edits, or what another program wrote to the file. */
export type ConflictChoice = "mine" | "theirs";

/** A change, or what tells it by what the row reads as when its turn has come; null changes nothing. */
export type ChangeOf = Change | ((row: Row | null) => Change | null);

/** One dataset as VS Code's editor model: edits go on VS Code's undo stack, bytes go through the session. */
export class TraceDocument implements vscode.CustomDocument {
  readonly uri: vscode.Uri;
  readonly session: DatasetSession;
  /** Which of its rows are shown. */
  readonly view: DatasetView;
  readonly #release: () => Promise<void>;
  readonly #edited = new vscode.EventEmitter<vscode.CustomDocumentEditEvent<TraceDocument>>();
  readonly onEdited = this.#edited.event;
  readonly #undone = new vscode.EventEmitter<Edit>();
  /** An edit was undone or redone: show where. */
  readonly onUndone = this.#undone.event;
  readonly #refused = new vscode.EventEmitter<unknown>();
  /** An edit could not be undone or redone, such as one of a row that another program changed since. */
  readonly onRefused = this.#refused.event;
  readonly #disposed = new vscode.EventEmitter<void>();
  readonly onDisposed = this.#disposed.event;
  /** Edits are made one after the other, so that VS Code's undo stack has them in the session's order. */
  #queue: Promise<unknown> = Promise.resolve();
  /** The last edit that "Save As" wrote elsewhere. */
  #copiedUpTo: number | null = null;
  #overwrite = false;
  #confirming = false;

  constructor(uri: vscode.Uri, { session, view, release }: OpenView) {
    this.uri = uri;
    this.session = session;
    this.view = view;
    this.#release = release;
  }

  /** Makes one undoable edit. @throws StorageError where the format refuses it */
  apply(row: number, change: ChangeOf): Promise<void> {
    return this.#inTurn(async () => {
      const made = typeof change === "function" ? change((await this.session.row(row)).row) : change;
      if (made !== null) this.#announce(await this.session.apply(row, made));
    });
  }

  /** Takes the edits that a killed window left in its journal. Returns those that wait, and stay recoverable. */
  recover(): Promise<readonly Edit[]> {
    return this.#inTurn(async () => {
      const before = new Set(this.session.edits.map((edit) => edit.id));
      const lost = await this.session.recover();
      for (const edit of this.session.edits)
        if (!before.has(edit.id) && edit.elsewhere !== true) this.#announce(edit);
      return lost;
    });
  }

  /**
   * Undoes all unsaved edits of a row as one edit, which can be undone itself. Returns how many there were.
   * @throws StorageError where the row isn't as they left it; nothing is undone then
   */
  undoRow(row: number): Promise<number> {
    return this.#inTurn(async () => {
      const edits = this.session.edits.filter((edit) => edit.row === row);
      const [last] = edits.slice(-1);
      if (last === undefined) return 0;
      const all = edits.toReversed();
      await this.#each(all, "undo");
      this.#announceAs(last, `Undo Changes of Row ${row + 1}`, {
        undo: () => this.#each(edits, "redo"),
        redo: () => this.#each(all, "undo"),
      });
      return edits.length;
    });
  }

  /**
   * Ends the conflict of a row. Taking what the file has can be undone, and gives the edits back; those of a row that
   * is gone from the file are lost by it.
   * @throws StorageError where the row is in no conflict, or is gone and its edits are to be kept
   */
  resolve(row: number, choice: ConflictChoice): Promise<void> {
    return this.#inTurn(async () => {
      const gone = (await this.session.conflict(row))?.theirs === null;
      const edit = await this.session.resolve(row, gone ? choice : "mine");
      if (edit !== null) await this.#settle([edit], choice);
    });
  }

  /** Ends all conflicts as one edit. Edits of rows that are gone from the file are dropped by `theirs`, and left in conflict by `mine`. */
  resolveAll(choice: ConflictChoice): Promise<void> {
    return this.#inTurn(async () => {
      const edits = await this.session.resolveAll("mine");
      if (edits.length > 0) await this.#settle(edits, choice);
      if (choice === "theirs" && this.session.conflicts.length > 0) await this.session.resolveAll("theirs");
    });
  }

  /** Makes the next save write over what another program wrote, or anew where the file was deleted. */
  overwrite(): void {
    this.#overwrite = true;
  }

  /** Runs what makes VS Code save a file that others have saved; edits made meanwhile are not saved by it. */
  async confirmingSaved(save: () => PromiseLike<unknown>): Promise<void> {
    this.#confirming = true;
    try {
      await save();
    } finally {
      this.#confirming = false;
    }
  }

  /** Resolves when the edits begun so far are made. */
  async settled(): Promise<void> {
    await this.#queue;
  }

  /** @throws StorageError; all edits are kept then */
  async save(): Promise<void> {
    if (this.#confirming) return;
    const overwrite = this.#overwrite;
    this.#overwrite = false;
    // With what was asked for before.
    await this.settled();
    await this.session.save({ overwrite });
  }

  /** @throws StorageError; the signal's reason where it is aborted */
  async saveAs(target: vscode.Uri, signal?: AbortSignal): Promise<void> {
    if (target.scheme !== "file")
      throw new Error(`Datasets are saved to disk; ${target.toString(true)} is not there.`);
    await this.session.saveAs(target.fsPath, signal);
    this.#copiedUpTo = this.session.edits.at(-1)?.id ?? null;
  }

  dispose(): void {
    void this.#close();
  }

  async #close(): Promise<void> {
    this.#disposed.fire();
    await this.#queue.catch(() => undefined);
    // After "Save As" VS Code closes the old file as saved: its edits went into the copy and must not wait in the journal.
    if (this.#copiedUpTo !== null && this.session.edits.at(-1)?.id === this.#copiedUpTo)
      await this.session.revert();
    await this.#release();
    for (const emitter of [this.#edited, this.#undone, this.#refused, this.#disposed]) emitter.dispose();
  }

  #announce(edit: Edit): void {
    this.#announceAs(edit, edit.title, {
      undo: () => this.session.undo(edit),
      redo: () => this.session.redo(edit),
    });
  }

  /** Puts on VS Code's undo stack what was done at the place of an edit. */
  #announceAs(edit: Edit, label: string, ways: Record<"undo" | "redo", () => Promise<void>>): void {
    let refused: keyof typeof ways | null = null;
    const again = (way: keyof typeof ways) => () =>
      this.#inTurn(async () => {
        const there = refused !== null && refused !== way;
        refused = null;
        // The way here was refused: nothing is to be taken back.
        if (there) return;
        try {
          await ways[way]();
          this.#undone.fire(edit);
        } catch (error) {
          refused = way;
          // Thrown, it would make VS Code forget every edit of this document that can still be undone.
          this.#refused.fire(error);
        }
      });
    this.#edited.fire({ document: this, label, undo: again("undo"), redo: again("redo") });
  }

  /** Takes edits that put the person's rows over the file's: keeps them, or undoes them in favour of the file's. */
  async #settle(edits: readonly Edit[], choice: ConflictChoice): Promise<void> {
    const [first] = edits;
    if (first === undefined) return;
    const rows = edits.length === 1 ? `Row ${first.row + 1}` : `${edits.length} Rows`;
    const back = edits.toReversed();
    const [keep, take] = [() => this.#each(edits, "redo"), () => this.#each(back, "undo")];
    if (choice === "mine") this.#announceAs(first, `Keep My Edits of ${rows}`, { undo: take, redo: keep });
    else {
      await take();
      this.#announceAs(first, `Take ${rows} from Disk`, { undo: keep, redo: take });
    }
  }

  /** Undoes or redoes edits in the given order: all of them or none. */
  async #each(edits: readonly Edit[], op: "undo" | "redo"): Promise<void> {
    const back = op === "undo" ? "redo" : "undo";
    for (const [at, edit] of edits.entries()) {
      try {
        await this.session[op](edit);
      } catch (error) {
        for (const done of edits.slice(0, at).toReversed()) await this.session[back](done);
        throw error;
      }
    }
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(work, work);
    this.#queue = done.catch(() => undefined);
    return done;
  }
}

import { keptOf, keptTexts, withBase } from "./baseText.ts";
import {
  netEdits,
  notIn,
  opId,
  pairAfter,
  rowOf,
  stranded,
  targetOf,
  textAfterAll,
  type Effect,
  type Op,
} from "./editLog.ts";
import { History } from "./history.ts";
import { Overlay, type EditedRow } from "./overlay.ts";
import type { PairFile } from "../pairs.ts";
import type { Edit } from "../types.ts";

/** Unsaved state at a moment, for a save that goes on while rows are edited. */
export interface Snapshot {
  readonly rows: ReadonlyMap<number, EditedRow>;
  readonly pairs: ReadonlyMap<string, string | null>;
  /** What it takes in; null where that is all. */
  readonly targets: readonly string[] | null;
  /** Last operation in it. */
  readonly seq: number;
  /** Which reading of the file it lies over. */
  readonly revision: number;
}

/** An edit that was made, whether it is saved or not. */
interface Made {
  readonly edit: Edit;
  readonly effect: Effect;
  /** The session that made it. */
  readonly by: string;
  undone: boolean;
}

/**
 * What is edited and not saved: for each row and pair the chain of operations on it, whoever made them, and the text
 * that it leaves. All sessions of a dataset that read the same journal hold the same.
 */
export class Unsaved {
  readonly overlay = new Overlay();
  readonly history = new History();
  readonly pairs: PairFile;
  readonly #by: string;
  /** Edited rows whose text on disk is none of their chain's: another program changed them. */
  readonly conflicts = new Set<number>();
  readonly #chains = new Map<string, Op[]>();
  readonly #made = new Map<number, Made>();
  readonly #leftOut = new Map<string, Op>();
  #seq = 0;
  #revision = 0;

  /** @param by name of this session */
  constructor(pairs: PairFile, by: string) {
    this.pairs = pairs;
    this.#by = by;
  }

  get dirty(): boolean {
    return this.overlay.size > 0 || this.pairs.unsaved.size > 0;
  }

  /** True where operations are held, though they may leave everything as it is saved. */
  get active(): boolean {
    return this.#chains.size > 0;
  }

  /** Operations that fit nowhere, so that no row is shown with them. They stay in the journal: a save doesn't hold them. */
  get leftOut(): readonly Op[] {
    return [...this.#leftOut.values()];
  }

  /** What a save of everything that is held takes in; null where that is all that there is. */
  get all(): readonly string[] | null {
    return this.#leftOut.size === 0 ? null : this.targets;
  }

  /** Operations not saved, in the order they were made. */
  get ops(): Op[] {
    return [...this.#chains.values()].flat().sort((a, b) => a.seq - b.seq);
  }

  /** Edits done and not saved, oldest first. */
  get edits(): Edit[] {
    return netEdits(this.ops, this.#by);
  }

  /** Rows and pairs with operations. */
  get targets(): string[] {
    return [...this.#chains.keys()];
  }

  chain(target: string): readonly Op[] {
    return this.#chains.get(target) ?? [];
  }

  made(id: number): Made | null {
    return this.#made.get(id) ?? null;
  }

  /** True where this session has done edits of the row after one, which go first when that is undone. */
  hasLaterOwn({ id, row }: Edit): boolean {
    const made = [...this.#made.values()];
    const at = made.findIndex(({ edit }) => edit.id === id);
    return made.slice(at + 1).some((one) => one.edit.row === row && !one.undone && one.by === this.#by);
  }

  /** True where the row's text, or a pair of it, is not what is saved. */
  isEdited(row: number): boolean {
    if (this.overlay.get(row) !== undefined) return true;
    if (this.pairs.unsaved.size === 0) return false;
    return [...this.pairs.unsaved.keys()].some((key) => key.startsWith(`${row + 1},`));
  }

  /** The last operation of all. */
  get seq(): number {
    return this.#seq;
  }

  /** Takes an operation to the end of its chain; texts follow by `put` or `rebase`. */
  add(op: Op): void {
    this.#seq = Math.max(this.#seq, op.seq);
    const { edit, effect } = op;
    const by = this.#made.get(edit.id)?.by ?? op.by;
    this.#made.set(edit.id, { edit, effect, by, undone: op.op === "undo" });
    this.history.add(op);
    const chain = this.#chains.get(targetOf(op));
    if (chain === undefined) this.#chains.set(targetOf(op), [op]);
    else chain.push(op);
  }

  /** The text of a row after an edit. @param text what it had before */
  put(row: number, text: string, now: string): void {
    this.overlay.set(row, this.overlay.get(row)?.base ?? text, now);
    if (this.overlay.get(row) === undefined) this.conflicts.delete(row);
  }

  /** True where the operation is held. */
  holds(op: Op): boolean {
    return this.chain(targetOf(op)).some((one) => opId(one) === opId(op));
  }

  /** Drops operations unsaved: it is as if they were undone. Returns their targets, which are to be rebased. */
  drop(ids: ReadonlySet<string>): string[] {
    this.#revision++;
    for (const id of ids) this.#leftOut.delete(id);
    for (const op of this.ops.filter((one) => ids.has(opId(one))).reverse()) {
      const made = this.#made.get(op.edit.id);
      if (made !== undefined) made.undone = op.op !== "undo";
    }
    this.history.drop((op) => ids.has(opId(op)));
    return this.#keep((op) => !ids.has(opId(op)));
  }

  /** Operations that may be dropped without one that stands on them: the ends of chains that none of these made. */
  droppable(living: ReadonlySet<string>): Op[] {
    return [...this.#chains.values()].flatMap((chain) =>
      chain.slice(chain.findLastIndex((op) => living.has(op.by)) + 1),
    );
  }

  /** Operations up to one are in the dataset, or leave nothing to save. Returns their targets, which are to be rebased. */
  forget(seq: number, targets: readonly string[] | null): string[] {
    return this.#keep((op) => op.seq > seq || targets?.includes(targetOf(op)) === false);
  }

  /** What another session saved is forgotten, but for edits that its save did not hold, which are in conflict with it. */
  forgetSavedElsewhere(seq: number, targets: readonly string[] | null): string[] {
    const left = new Set(this.targets.flatMap((target) => this.#stranded(target)));
    for (const [id, op] of this.#leftOut) {
      if (op.seq <= seq && targets?.includes(targetOf(op)) !== false) this.#leftOut.delete(id);
    }
    return this.#keep((op) => op.seq > seq || targets?.includes(targetOf(op)) === false || left.has(op));
  }

  /** @param by takes in only what this session alone has edited; null takes in everything */
  snapshot(by: string | null): Snapshot {
    const targets =
      by === null
        ? this.all
        : this.targets.filter((target) => this.chain(target).every((op) => op.by === by));
    const taken = (target: string): boolean => targets?.includes(target) !== false;
    return {
      rows: new Map([...this.overlay.snapshot()].filter(([row]) => taken(String(row)))),
      pairs: new Map([...this.pairs.unsaved].filter(([key]) => taken(key))),
      ...{ targets, seq: this.#seq, revision: this.#revision },
    };
  }

  /** True where nothing was dropped since the snapshot, so that it may be written. */
  stillHolds(snapshot: Snapshot): boolean {
    return snapshot.revision === this.#revision;
  }

  /** The snapshot is in the file now. */
  saved({ rows, seq, targets }: Snapshot): void {
    this.overlay.saved(rows);
    for (const row of rows.keys()) this.conflicts.delete(row);
    this.forget(seq, targets);
  }

  /**
   * Texts that a save up to an operation gives the rows it takes in; null where that can't be told.
   * @param textOf text of a row in the file that the save was made from
   */
  async textsAt(
    { seq, targets }: Pick<Snapshot, "seq" | "targets">,
    textOf: (row: number) => Promise<string | null>,
  ): Promise<Map<number, string> | null> {
    const texts = new Map<number, string>();
    for (const target of targets ?? this.targets) {
      const row = rowOf(target);
      const chain = this.chain(target).filter((op) => op.seq <= seq);
      if (row === null || chain.length === 0) continue;
      const { text, unfit } = textAfterAll(await textOf(row), chain);
      if (text === null || unfit.length > 0) return null;
      texts.set(row, text);
    }
    return texts;
  }

  /**
   * Puts the chain of a target over its text on disk, which may be the work of a part of the chain.
   * Returns operations that fit nowhere and are left out.
   */
  async rebase(target: string, onDisk: string | null): Promise<readonly Op[]> {
    const unfit = await this.#rebase(target, onDisk);
    if (netEdits(unfit).length > 0) for (const op of unfit) this.#leftOut.set(opId(op), op);
    return unfit;
  }

  async #rebase(target: string, onDisk: string | null): Promise<readonly Op[]> {
    const row = rowOf(target);
    const chain = this.chain(target);
    const rest = this.#stranded(target).length > 0 ? null : notIn(chain, onDisk);
    if (rest === null) return row === null ? this.#overTheirs(target) : this.#inConflict(row, chain);
    const { text, unfit } = textAfterAll(onDisk, rest);
    const [first, ...later] = rest.filter((op) => !unfit.includes(op));
    this.#set(target, first === undefined ? [] : [withBase(first, onDisk), ...later]);
    if (row === null) await this.pairs.set(target, text);
    else {
      this.conflicts.delete(row);
      this.overlay.set(row, onDisk ?? "", text ?? "");
    }
    return unfit;
  }

  /** Pairs have no conflicts: what is unsaved lies over what the file has. */
  async #overTheirs(target: string): Promise<readonly Op[]> {
    await this.pairs.set(target, pairAfter(this.chain(target)));
    return [];
  }

  /** Edits of a row on which those of another session don't stand; none where it isn't known what they changed. */
  #stranded(target: string): readonly Op[] {
    const row = rowOf(target);
    return row === null || this.overlay.get(row) === undefined ? [] : stranded(this.chain(target));
  }

  /** The edits stay as they are until the person chooses. Returns those that are left out. */
  #inConflict(row: number, chain: readonly Op[]): readonly Op[] {
    const edited = this.overlay.get(row);
    if (edited === undefined) return this.#newInConflict(row, chain);
    const rest = notIn(chain, edited.base);
    const now = rest === null ? null : textAfterAll(edited.base, rest).text;
    if (now !== null) this.overlay.set(row, edited.base, now);
    this.conflicts.add(row);
    return [];
  }

  /** Edits that come from elsewhere stay too, unless they changed nothing, or it isn't known what. */
  #newInConflict(row: number, chain: readonly Op[]): readonly Op[] {
    const kept = keptTexts(chain);
    if (kept === null || kept.base === kept.now) {
      this.#set(String(row), []);
      return chain;
    }
    this.#set(String(row), kept.ops);
    this.overlay.set(row, kept.base, kept.now);
    this.conflicts.add(row);
    return chain.slice(0, -kept.ops.length);
  }

  #keep(keep: (op: Op) => boolean): string[] {
    const changed: string[] = [];
    for (const [target, chain] of this.#chains) {
      const kept = keptOf(chain, keep);
      if (kept.length === chain.length) continue;
      changed.push(target);
      this.#set(target, kept);
    }
    return changed;
  }

  #set(target: string, chain: readonly Op[]): void {
    if (chain.length === 0) this.#chains.delete(target);
    else this.#chains.set(target, [...chain]);
  }
}

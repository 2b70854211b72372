import { randomInt } from "node:crypto";
import type { Change } from "../../core/change.ts";
import type { JsonObject } from "../../core/json.ts";
import type { ReadOptions } from "../../formats/format.ts";
import { withBase } from "../journal/baseText.ts";
import {
  byTarget,
  rowEffect,
  rowOf,
  targetOf,
  textAfter,
  titleOf,
  type Effect,
  type Op,
} from "../journal/editLog.ts";
import type { Events } from "../events.ts";
import { failureReason } from "../failures.ts";
import type { JournalEntry } from "../journal/journal.ts";
import { datasetName } from "../names.ts";
import type { OnDisk } from "../journal/onDisk.ts";
import { changedPairLine, pairKey } from "../pairs.ts";
import { planForPair, planForRow, type Doing, type Plan } from "./replaying.ts";
import type { RowCodec } from "../rowCodec.ts";
import { decodeRow } from "../containers/rowText.ts";
import type { RowViews } from "../rowViews.ts";
import { StorageError, type Edit } from "../types.ts";
import { effectUnder } from "./underOthers.ts";
import type { Unsaved } from "../journal/unsaved.ts";

/** What editing works on. */
export interface EditParts {
  readonly path: string;
  /** The session's name among those of the dataset. */
  readonly by: string;
  readonly codec: RowCodec;
  readonly onDisk: OnDisk;
  readonly unsaved: Unsaved;
  readonly views: RowViews;
  readonly events: Events;
  /** How rows are read now. */
  readonly options: () => ReadOptions;
  /** Writes entries into the journal. */
  readonly record: (...entries: readonly JournalEntry[]) => Promise<void>;
}

/** Half a character: it has no UTF-8 of its own, so that writing it would change it. */
const loneSurrogate = /\p{Surrogate}/u;

/** Does, undoes and redoes edits. Calls must not overlap. */
export class Edits {
  readonly #parts: EditParts;

  constructor(parts: EditParts) {
    this.#parts = parts;
  }

  /** @throws StorageError with the format's reason where it refuses */
  async apply(row: number, change: Change): Promise<Edit> {
    return this.#do(row, change, await this.#effect(row, change), []);
  }

  /**
   * Puts a text in place of what the row has now, as one edit; null where it is that.
   * @param entries for the journal, to be written with it
   * @throws StorageError
   */
  async replace(
    row: number,
    text: string,
    title: string,
    entries: readonly JournalEntry[],
  ): Promise<Edit | null> {
    const raw = await this.#text(row);
    if (raw === text) {
      await this.#parts.record(...entries);
      return null;
    }
    const effect = rowEffect(raw, [{ offset: 0, length: raw.length, text }]);
    const value = JSON.parse(text) as JsonObject;
    const change = { kind: "values", title, trace: 0, step: null, edits: [{ path: [], value }] } as const;
    return this.#do(row, change, effect, entries);
  }

  /** Why a row's text can't be replaced, or null. */
  async unwritable(row: number): Promise<string | null> {
    return this.#text(row).then(
      () => null,
      (error: unknown) => failureReason(error),
    );
  }

  /** @throws StorageError where the row isn't as the edit left it (undo) or found it (redo) */
  async again(edit: Edit, op: "undo" | "redo"): Promise<void> {
    const made = this.#parts.unsaved.made(edit.id);
    if (made === null) throw new StorageError("refused", `"${edit.title}" is not an edit of this session.`);
    // Another session may have done it.
    if (made.undone === (op === "undo")) return;
    await this.#perform(op, made.edit, (await this.#underOthers(edit, op)) ?? made.effect, []);
  }

  /** What the edit is undone by under later edits of other windows; null where there are none that it can be under. */
  async #underOthers(edit: Edit, op: "undo" | "redo"): Promise<Effect | null> {
    const { unsaved, codec, options } = this.#parts;
    const done = unsaved.history.since(String(edit.row), edit.id);
    if (done === null || done.later.length === 0 || unsaved.hasLaterOwn(edit)) return null;
    const now = await this.#text(edit.row);
    return effectUnder(op, done.last, done.later, now, codec, options());
  }

  /**
   * Does operations of sessions that ended as edits of this one. Those of a row that another program changed since are
   * in conflict with it, as they would be in that session. Returns those that have to wait: they don't fit the row, and
   * it isn't known what they changed, or it has other edits here.
   */
  async replay(ops: readonly Op[]): Promise<Op[]> {
    const { unsaved } = this.#parts;
    const fresh = ops.filter((op) => !unsaved.holds(op));
    const doing: Doing[] = [];
    const waiting: Op[] = [];
    for (const [target, chain] of byTarget(fresh)) {
      const plan = await this.#planFor(target, chain);
      doing.push(...plan.doing);
      waiting.push(...plan.waiting);
    }
    doing.sort((a, b) => fresh.indexOf(a.of) - fresh.indexOf(b.of));
    for (const { op, base } of doing) await this.#perform(op.op, op.edit, op.effect, [], base);
    return waiting;
  }

  async #planFor(target: string, chain: readonly Op[]): Promise<Plan> {
    const { unsaved } = this.#parts;
    const row = rowOf(target);
    if (row === null) return planForPair(chain, await unsaved.pairs.get(target));
    const text = await this.#text(row).catch(() => null);
    return planForRow(chain, text, unsaved.overlay.get(row) !== undefined);
  }

  async #do(row: number, change: Change, effect: Effect, entries: readonly JournalEntry[]): Promise<Edit> {
    // A number that no session gives to another edit.
    const id = randomInt(2 ** 48 - 1);
    const edit: Edit = { id, row, change, title: titleOf(change), at: this.#parts.options().now() };
    await this.#perform("apply", edit, effect, entries);
    return edit;
  }

  /** @param base the row's text without its edits, where these are in conflict with what the file has */
  async #perform(
    kind: Op["op"],
    edit: Edit,
    effect: Effect,
    entries: readonly JournalEntry[],
    base: string | null = null,
  ): Promise<void> {
    const { unsaved, events, by, record } = this.#parts;
    const wasDirty = unsaved.dirty;
    const op = await this.#inMemory({ seq: unsaved.seq + 1, by, op: kind, edit, effect }, base);
    unsaved.add(op);
    await record(...entries, { kind: "op", op });
    events.emit({ kind: "rows", rows: [edit.row] });
    if (wasDirty !== unsaved.dirty) events.emit({ kind: "info" });
  }

  /** Returns the operation with what the journal is to keep of its row. */
  async #inMemory(op: Op, base: string | null): Promise<Op> {
    const { unsaved } = this.#parts;
    const { row, title } = op.edit;
    const target = targetOf(op);
    const isRow = op.effect.on === "row";
    const edited = isRow ? unsaved.overlay.get(row) : undefined;
    const now = isRow
      ? base === null
        ? await this.#text(row)
        : (edited?.now ?? base)
      : await unsaved.pairs.get(target);
    const after = textAfter(now, op);
    if (after === undefined) {
      const last = unsaved.chain(target).at(-1);
      const elsewhere =
        last !== undefined && last.by !== this.#parts.by
          ? " in another program; undo that there, or edit the row anew"
          : "";
      throw new StorageError(
        "refused",
        `"${title}" can't be ${op.op === "undo" ? "undone" : "done"}: row ${row + 1} has changed since${elsewhere}.`,
      );
    }
    if (isRow) unsaved.put(row, now ?? "", after ?? "");
    else await unsaved.pairs.set(target, after);
    if (base !== null && unsaved.overlay.get(row) !== undefined) unsaved.conflicts.add(row);
    return edited === undefined ? withBase(op, now) : op;
  }

  /** The row's text now. @throws StorageError where it can't be edited */
  async #text(row: number): Promise<string> {
    const stored = await this.#parts.onDisk.readOne(row);
    const { text, exact } = decodeRow(stored.bytes);
    const reason = this.#parts.views.readOnly(row, stored, exact);
    if (reason !== null) throw new StorageError("refused", reason);
    return this.#parts.unsaved.overlay.get(row)?.now ?? text;
  }

  async #effect(row: number, change: Change): Promise<Effect> {
    const raw = await this.#text(row);
    const writing = this.#parts.codec.write(raw, change, this.#parts.options());
    if (writing.kind === "refused") throw refusal(row, change, writing.reason);
    if (writing.kind === "sidecar") return this.#pairEffect(row, raw, change);
    if (writing.edits.some((edit) => loneSurrogate.test(edit.text))) {
      throw refusal(row, change, "the text holds half a character (a lone surrogate).");
    }
    return rowEffect(raw, writing.edits);
  }

  async #pairEffect(row: number, raw: string, change: Change): Promise<Effect> {
    const { codec, unsaved, path, options } = this.#parts;
    const reading = codec.read(raw, options());
    if ((change.kind !== "win" && change.kind !== "lose") || reading.row === null) {
      throw refusal(row, change, "the row has no place for it.");
    }
    if (reading.row.traces[change.trace]?.steps[change.step] === undefined) {
      throw refusal(row, change, `there is no step ${change.step + 1} in trace ${change.trace + 1}.`);
    }
    const key = pairKey({ row, trace: change.trace, step: change.step }, reading.row.problem);
    const before = await unsaved.pairs.get(key);
    return {
      on: "pair",
      key,
      before,
      after: changedPairLine(reading.row, row, change, before, datasetName(path)),
    };
  }
}

function refusal(row: number, change: Change, reason: string): StorageError {
  return new StorageError("refused", `${titleOf(change)} in row ${row + 1}: ${reason}`);
}

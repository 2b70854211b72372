import type { Change } from "../core/change.ts";
import type { JsonObject } from "../core/json.ts";
import type { ReadOptions } from "../formats/format.ts";
import { checksum } from "./checksum.ts";
import { endsAt, rowAfter, rowEffect, startsFrom, titleOf, type Effect, type Op } from "./editLog.ts";
import type { Events } from "./events.ts";
import { failureReason } from "./failures.ts";
import { datasetName } from "./names.ts";
import type { OnDisk } from "./onDisk.ts";
import { changedPairLine, pairKey } from "./pairs.ts";
import type { RowCodec } from "./rowCodec.ts";
import { decodeRow } from "./rowText.ts";
import type { RowViews } from "./rowViews.ts";
import { StorageError, type Edit } from "./types.ts";
import type { Unsaved } from "./unsaved.ts";

/** What editing works on. */
export interface EditParts {
  readonly path: string;
  readonly codec: RowCodec;
  readonly onDisk: OnDisk;
  readonly unsaved: Unsaved;
  readonly views: RowViews;
  readonly events: Events;
  /** How rows are read now. */
  readonly options: () => ReadOptions;
  /** Told where edits are not safe from a kill. */
  readonly warn: (message: string) => void;
}

/** Half a character: it has no UTF-8 of its own, so that writing it would change it. */
const loneSurrogate = /\p{Surrogate}/u;

/** Does, undoes and redoes edits. Calls must not overlap. */
export class Edits {
  readonly #parts: EditParts;
  readonly #done = new Map<number, { readonly edit: Edit; readonly effect: Effect }>();
  #nextId = 1;

  constructor(parts: EditParts) {
    this.#parts = parts;
  }

  /** @throws StorageError with the format's reason where it refuses */
  async apply(row: number, change: Change): Promise<Edit> {
    return this.#do(row, change, await this.#effect(row, change));
  }

  async #do(row: number, change: Change, effect: Effect): Promise<Edit> {
    const at = this.#parts.options().now();
    const edit: Edit = { id: this.#nextId++, row, change, title: titleOf(change), at };
    await this.#perform({ seq: this.#parts.unsaved.nextSeq(), op: "apply", edit, effect });
    return edit;
  }

  /** Puts a text in place of what the row has now, as one edit; null where it is that. @throws StorageError */
  async replace(row: number, text: string, title: string): Promise<Edit | null> {
    const raw = await this.#text(row);
    if (raw === text) return null;
    const effect = rowEffect(raw, [{ offset: 0, length: raw.length, text }]);
    const value = JSON.parse(text) as JsonObject;
    const change = { kind: "values", title, trace: 0, step: null, edits: [{ path: [], value }] } as const;
    return this.#do(row, change, effect);
  }

  /** @throws StorageError where the row isn't as the edit left it (undo) or found it (redo) */
  async again(edit: Edit, op: "undo" | "redo"): Promise<void> {
    const done = this.#done.get(edit.id);
    if (done?.edit.row !== edit.row || done.edit.at !== edit.at) {
      throw new StorageError("refused", `"${edit.title}" is not an edit of this session.`);
    }
    await this.#perform({ seq: this.#parts.unsaved.nextSeq(), op, edit, effect: done.effect });
  }

  /** Does another process's operations as edits of this one. Returns those that don't fit their rows any more. */
  async replay(ops: readonly Op[]): Promise<Edit[]> {
    const ids = new Map<number, number>();
    const done: Op[] = [];
    const lost: Edit[] = [];
    for (const old of await this.#notYetSaved(ops)) {
      const id = ids.get(old.edit.id) ?? this.#nextId++;
      ids.set(old.edit.id, id);
      const op: Op = { ...old, seq: this.#parts.unsaved.nextSeq(), edit: { ...old.edit, id } };
      try {
        await this.#inMemory(op);
        done.push(op);
      } catch (error) {
        if (!(error instanceof StorageError)) throw error;
        lost.push(op.edit);
      }
    }
    await this.#record(done);
    return lost;
  }

  /** A kill in the middle of a save may leave operations in the journal that are in the file already. */
  async #notYetSaved(ops: readonly Op[]): Promise<Op[]> {
    const done = new Set<Op>();
    for (const row of new Set(ops.map((op) => op.edit.row))) {
      const own = ops.filter((op) => op.edit.row === row && op.effect.on === "row");
      const now = checksum(await this.#text(row).catch(() => ""));
      const last =
        own[0] === undefined || startsFrom(own[0]) === now
          ? -1
          : own.findLastIndex((op) => endsAt(op) === now);
      for (const op of own.slice(0, last + 1)) done.add(op);
    }
    return ops.filter((op) => !done.has(op));
  }

  async #perform(op: Op): Promise<void> {
    const { unsaved, events } = this.#parts;
    const wasDirty = unsaved.dirty;
    await this.#inMemory(op);
    await this.#record([op]);
    if (!unsaved.dirty) await unsaved.keepOps(() => false);
    if (wasDirty !== unsaved.dirty) events.emit({ kind: "info" });
  }

  /** An edit that can't be journalled is still taken: losing it at once would be worse. */
  async #record(ops: readonly Op[]): Promise<void> {
    for (const { edit, effect } of ops) this.#done.set(edit.id, { edit, effect });
    try {
      await this.#parts.unsaved.record(ops);
    } catch (error) {
      this.#parts.warn(
        `Unsaved edits would be lost if this program ended now, since they can't be kept on disk: ${failureReason(error)}`,
      );
    }
    this.#parts.events.emit({ kind: "rows", rows: [...new Set(ops.map((op) => op.edit.row))] });
  }

  async #inMemory(op: Op): Promise<void> {
    const { unsaved } = this.#parts;
    const { effect, edit } = op;
    if (effect.on === "pair") {
      await unsaved.pairs.set(effect.key, op.op === "undo" ? effect.before : effect.after);
      return;
    }
    const raw = await this.#text(edit.row);
    const after = rowAfter(raw, op);
    if (after === null) {
      const what = op.op === "undo" ? "undone" : "done";
      throw new StorageError(
        "refused",
        `"${edit.title}" can't be ${what}: row ${edit.row + 1} has changed since.`,
      );
    }
    unsaved.overlay.set(edit.row, unsaved.overlay.get(edit.row)?.base ?? raw, after);
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
    const key = pairKey({ row, trace: change.trace, step: change.step });
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

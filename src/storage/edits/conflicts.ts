import { basename } from "node:path";
import type { CatchUp } from "../journal/catchUp.ts";
import { opId } from "../journal/editLog.ts";
import type { Edits } from "./edits.ts";
import type { JournalEntry } from "../journal/journal.ts";
import { rowList } from "../names.ts";
import type { OnDisk } from "../journal/onDisk.ts";
import { onOneLine } from "../containers/jsonText.ts";
import { StorageError, type Choice, type Conflict, type Edit } from "../types.ts";
import type { Unsaved } from "../journal/unsaved.ts";

/** What conflicts are between. */
export interface ConflictParts {
  readonly onDisk: OnDisk;
  readonly unsaved: Unsaved;
  readonly edits: Edits;
  readonly catchUp: CatchUp;
  /** Writes entries into the journal. */
  readonly record: (...entries: readonly JournalEntry[]) => Promise<void>;
}

/** What a person must know of rows in conflict; null where there are none. */
export function conflictWarning(path: string, conflicts: readonly number[]): string | null {
  if (conflicts.length === 0) return null;
  const rows = rowList(conflicts);
  const [changed, have, each] =
    conflicts.length === 1 ? [`row ${rows}`, "has", ""] : [`rows ${rows}`, "have", " for each"];
  return `Another program changed ${changed} of ${basename(path)}, which ${have} unsaved edits. Choose${each} whether to keep yours or take what the file has.`;
}

/** Rows with unsaved edits that another program changed on disk. Calls that end one must not overlap. */
export class Conflicts {
  readonly #parts: ConflictParts;

  constructor(parts: ConflictParts) {
    this.#parts = parts;
  }

  /** Rows, in order. */
  get rows(): number[] {
    return [...this.#parts.unsaved.conflicts].sort((a, b) => a - b);
  }

  /** What a choice is made between; null where the row is in no conflict. @throws StorageError */
  async of(row: number): Promise<Conflict | null> {
    const { onDisk, unsaved } = this.#parts;
    const edited = unsaved.conflicts.has(row) ? unsaved.overlay.get(row) : undefined;
    if (edited === undefined) return null;
    return { row, base: edited.base, mine: edited.now, theirs: await onDisk.textOf(row) };
  }

  /** @throws StorageError where there is nothing to choose, or the text is no row */
  async resolve(row: number, choice: Choice): Promise<Edit | null> {
    const { unsaved, edits, catchUp, record } = this.#parts;
    const conflict = await this.of(row);
    if (conflict === null) throw new StorageError("refused", `Row ${row + 1} is in no conflict any more.`);
    const text = choice === "theirs" ? null : await this.#chosen(conflict, choice);
    const ops = unsaved.chain(String(row)).map(opId);
    await catchUp.rebase(unsaved.drop(new Set(ops)));
    const drop = { kind: "drop", ops } as const;
    if (text === null) {
      await record(drop);
      return null;
    }
    const title = choice === "mine" ? "Keep edits over the change on disk" : "Merge with the change on disk";
    return edits.replace(row, text, title, [drop]);
  }

  /** Rows whose conflict can be ended so. */
  async resolvable(choice: "mine" | "theirs"): Promise<number[]> {
    if (choice === "theirs") return this.rows;
    const found: number[] = [];
    for (const row of this.rows) if ((await this.#whyNot(row)) === null) found.push(row);
    return found;
  }

  /** What to put over the file's text. @throws StorageError before anything is changed */
  async #chosen({ row, mine }: Conflict, choice: Exclude<Choice, "theirs">): Promise<string> {
    const reason = await this.#whyNot(row);
    if (reason !== null) throw new StorageError("refused", reason);
    if (choice === "mine") return mine;
    const problem = problemOf(choice.text);
    if (problem !== null) throw new StorageError("refused", `Row ${row + 1}: the merged text ${problem}`);
    return this.#parts.onDisk.store.container === "jsonl"
      ? onOneLine(choice.text.trim())
      : choice.text.trim();
  }

  /** Why nothing can be put over a row of the file, or null. */
  async #whyNot(row: number): Promise<string | null> {
    const { onDisk, edits } = this.#parts;
    if (row >= onDisk.store.rows)
      return `Row ${row + 1} is no longer in the file: its edits can only be dropped. Copy what you need of them first.`;
    const reason = await edits.unwritable(row);
    if (reason === null) return null;
    return `Row ${row + 1}: your edits can't be put over what the file has now. ${reason} They are kept: save them as another file, or take what the file has.`;
  }
}

/** Why a text can't be a row, or null. */
function problemOf(text: string): string | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return null;
    return 'must be a JSON object, such as {"problem": …}.';
  } catch (error) {
    return `is not JSON (${error instanceof Error ? error.message : String(error)}).`;
  }
}

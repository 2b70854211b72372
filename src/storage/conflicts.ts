import type { Edits } from "./edits.ts";
import type { OnDisk } from "./onDisk.ts";
import { onOneLine } from "./jsonText.ts";
import { StorageError, type Choice, type Conflict, type Edit } from "./types.ts";
import type { Unsaved } from "./unsaved.ts";

/** What conflicts are between. */
export interface ConflictParts {
  readonly onDisk: OnDisk;
  readonly unsaved: Unsaved;
  readonly edits: Edits;
}

/** Rows with unsaved edits that another program changed on disk. Calls that end one must not overlap. */
export class Conflicts {
  readonly #parts: ConflictParts;

  constructor(parts: ConflictParts) {
    this.#parts = parts;
  }

  /** Rows, in order. */
  get rows(): number[] {
    return [...this.#parts.onDisk.conflicts].sort((a, b) => a - b);
  }

  /** What a choice is made between; null where the row is in no conflict. @throws StorageError */
  async of(row: number): Promise<Conflict | null> {
    const { onDisk, unsaved } = this.#parts;
    const edited = onDisk.conflicts.has(row) ? unsaved.overlay.get(row) : undefined;
    if (edited === undefined) return null;
    return { row, base: edited.base, mine: edited.now, theirs: await onDisk.textOf(row) };
  }

  /** @throws StorageError where there is nothing to choose, or the text is no row */
  async resolve(row: number, choice: Choice): Promise<Edit | null> {
    const { onDisk, unsaved, edits } = this.#parts;
    const conflict = await this.of(row);
    if (conflict === null) throw new StorageError("refused", `Row ${row + 1} is in no conflict any more.`);
    const text = this.#chosen(conflict, choice);
    await unsaved.dropRows(new Set([row]));
    onDisk.settle(row);
    if (text === null) return null;
    const title = choice === "mine" ? "Keep edits over the change on disk" : "Merge with the change on disk";
    return edits.replace(row, text, title);
  }

  /** What to put over the file's text; null where that is taken. */
  #chosen({ row, mine, theirs }: Conflict, choice: Choice): string | null {
    if (choice === "theirs") return null;
    if (theirs === null) {
      throw new StorageError(
        "refused",
        `Row ${row + 1} is no longer in the file: its edits can only be dropped. To keep them, save as another file.`,
      );
    }
    if (choice === "mine") return mine;
    const problem = problemOf(choice.text);
    if (problem !== null) throw new StorageError("refused", `Row ${row + 1}: the merged text ${problem}`);
    return this.#parts.onDisk.store.container === "jsonl"
      ? onOneLine(choice.text.trim())
      : choice.text.trim();
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

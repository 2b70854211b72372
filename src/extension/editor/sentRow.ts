import { patchOf, type Patch } from "../../protocol/patch.ts";
import type { RowState } from "../../protocol/traceEditor.ts";

/**
 * Which row the view has: the last one that was sent to it. Of a row with thousands of steps only what changed is sent
 * then; the whole takes the window's thread tens of milliseconds.
 */
export class SentRow {
  #sent: RowState | null = null;
  /** Answers that are under way, of which it isn't known whether they come before or after what is sent meanwhile. */
  #answers = 0;
  #mixed = false;

  /** Makes an answer that holds a row. */
  async answer<T>(make: () => Promise<T>, rowOf: (answer: T) => RowState | null): Promise<T> {
    this.#sent = null;
    this.#answers += 1;
    let row: RowState | null = null;
    try {
      const answer = await make();
      row = rowOf(answer);
      return answer;
    } finally {
      // Once it is posted.
      setTimeout(() => this.#answered(row), 0);
    }
  }

  /** What changed of the row that the view has; null where the whole row must be sent. It is taken as sent now. */
  change(row: RowState): Patch | null {
    const patch = this.#sent?.index === row.index ? patchOf(this.#sent, row) : null;
    if (this.#answers > 0) this.#mixed = true;
    else this.#sent = row;
    return patch;
  }

  #answered(row: RowState | null): void {
    this.#answers -= 1;
    this.#sent = this.#answers > 0 || this.#mixed ? null : row;
    if (this.#answers === 0) this.#mixed = false;
  }
}

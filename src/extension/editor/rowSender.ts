/**
 * Sends rows that changed, one after the other: of a row that changes again while it is read, what is sent last is what it
 * is now. Reads that overlap could end in the wrong order.
 */
export class RowSender {
  readonly #send: (row: number) => Promise<void>;
  readonly #due = new Set<number>();
  #sending = false;

  /** @param send reads a row and posts it; tells of its failures itself */
  constructor(send: (row: number) => Promise<void>) {
    this.#send = send;
  }

  /** There is something new in a row. */
  changed(row: number): void {
    this.#due.add(row);
    if (!this.#sending) void this.#sendAll();
  }

  async #sendAll(): Promise<void> {
    this.#sending = true;
    for (const row of this.#due) {
      // Before it is read: a change from now on is sent too.
      this.#due.delete(row);
      await this.#send(row);
    }
    this.#sending = false;
  }
}

/** Events pushed from callbacks, read with `for await`. Ends by `end` or `fail`; what was pushed before is read first. */
export class EventQueue<T> implements AsyncIterable<T> {
  readonly #waiting: T[] = [];
  #state:
    | { readonly kind: "open" }
    | { readonly kind: "ended" }
    | { readonly kind: "failed"; readonly error: unknown } = { kind: "open" };
  #wake: () => void = () => undefined;

  /** Adds an event; ignored after the end. */
  push(event: T): void {
    if (this.#state.kind !== "open") return;
    this.#waiting.push(event);
    this.#wake();
  }

  /** No more events. */
  end(): void {
    this.#close({ kind: "ended" });
  }

  /** The reader's loop throws this error once it has read all events. */
  fail(error: unknown): void {
    this.#close({ kind: "failed", error });
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    for (;;) {
      const next = this.#waiting.shift();
      if (next !== undefined) {
        yield next;
        continue;
      }
      if (this.#state.kind === "failed") throw this.#state.error;
      if (this.#state.kind === "ended") return;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  #close(state: { readonly kind: "ended" } | { readonly kind: "failed"; readonly error: unknown }): void {
    if (this.#state.kind !== "open") return;
    this.#state = state;
    this.#wake();
  }
}

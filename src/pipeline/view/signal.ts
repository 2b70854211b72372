/** A promise that can be waited for again and again: each `tell` wakes those who wait now. */
export class Signal {
  #wake: () => void = () => undefined;
  #next = this.#fresh();

  tell(): void {
    const wake = this.#wake;
    this.#next = this.#fresh();
    wake();
  }

  /** Resolves with the next `tell`. @throws the signal's reason where aborted */
  async wait(signal?: AbortSignal): Promise<void> {
    if (signal === undefined) return this.#next;
    signal.throwIfAborted();
    let abort = (): void => undefined;
    const aborted = new Promise<void>((resolve) => (abort = resolve));
    signal.addEventListener("abort", abort, { once: true });
    await Promise.race([this.#next, aborted]);
    signal.removeEventListener("abort", abort);
    signal.throwIfAborted();
  }

  #fresh(): Promise<void> {
    return new Promise((resolve) => (this.#wake = resolve));
  }
}

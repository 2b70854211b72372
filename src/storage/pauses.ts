/** How long the thread works without letting others in, milliseconds: the editor host answers keys meanwhile. */
const busyMs = 8;

/** Lets other work of the thread in, and ends what was cancelled. */
export class Pauses {
  readonly #signal: AbortSignal;
  #since = performance.now();

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  /** Whether it is time for one. */
  get due(): boolean {
    return performance.now() - this.#since >= busyMs;
  }

  /** @throws the signal's reason where aborted */
  async take(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.#signal.throwIfAborted();
    this.#since = performance.now();
  }
}

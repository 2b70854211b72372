/** How long work goes on without letting others in, milliseconds: the editor host answers keys meanwhile. */
const usualMs = 8;

/** How `Pauses` are made. */
export interface PauseOptions {
  /** Whose work is cancelled. */
  readonly signal?: AbortSignal;
  /** Longest work without a pause, milliseconds; 8 where not given. */
  readonly busyMs?: number;
}

/** Lets other work of the thread in between the pieces of a long one, and ends what was cancelled. */
export class Pauses {
  readonly #signal: AbortSignal | undefined;
  readonly #busyMs: number;
  #since = performance.now();

  constructor({ signal, busyMs = usualMs }: PauseOptions = {}) {
    this.#signal = signal;
    this.#busyMs = busyMs;
  }

  /** Whether it is time for one. */
  get due(): boolean {
    return performance.now() - this.#since >= this.#busyMs;
  }

  /** Called between two pieces of work: pauses where it is time. @throws the signal's reason where aborted */
  async turn(): Promise<void> {
    if (this.due) await this.take();
  }

  /** Pauses. @throws the signal's reason where aborted */
  async take(): Promise<void> {
    await othersTurn();
    this.#signal?.throwIfAborted();
    this.#since = performance.now();
  }
}

/** Resolves when the thread has done the work that waits for it. */
function othersTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

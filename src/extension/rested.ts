/** Tells the last of quick changes, once it has been quiet. */
export class Rested<T> {
  readonly #quietMs: number;
  readonly #tell: (last: T) => void;
  #timer: NodeJS.Timeout | null = null;

  constructor(quietMs: number, tell: (last: T) => void) {
    this.#quietMs = quietMs;
    this.#tell = tell;
  }

  change(value: T): void {
    this.stop();
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#tell(value);
    }, this.#quietMs);
  }

  /** Leaves out what was not told yet. */
  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}

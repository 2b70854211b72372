/** Tells of changes: the first at once, those of the next while together at its end, urgent ones always at once. */
export class Paced {
  readonly #tell: () => void;
  readonly #everyMs: number;
  readonly #urgent: () => unknown;
  #timer: NodeJS.Timeout | null = null;
  #changed = false;
  #told: unknown;

  /** @param urgent something of which no change waits, such as whether work still runs */
  constructor(everyMs: number, tell: () => void, urgent: () => unknown) {
    this.#everyMs = everyMs;
    this.#tell = tell;
    this.#urgent = urgent;
  }

  /** There is a change. */
  change(): void {
    this.#changed = true;
    if (this.#timer === null || this.#urgent() !== this.#told) this.#now();
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #now(): void {
    this.stop();
    this.#timer = setTimeout(() => {
      this.#timer = null;
      if (this.#changed) this.#now();
    }, this.#everyMs);
    this.#changed = false;
    this.#told = this.#urgent();
    this.#tell();
  }
}

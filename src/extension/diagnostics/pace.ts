/** Longest stretch of work without a pause, milliseconds. */
const longestStretch = 10;

/** Lets other work in between the pieces of a long one, so that it never blocks the editor. */
export class Pace {
  readonly #now: () => number;
  readonly #rest: () => Promise<void>;
  #since: number;

  /** @param now milliseconds; @param rest resolves when others had their turn */
  constructor(now = () => performance.now(), rest = breathe) {
    this.#now = now;
    this.#rest = rest;
    this.#since = now();
  }

  /** Called between two pieces of work: pauses where there has been none for a while. */
  async turn(): Promise<void> {
    if (this.#now() - this.#since < longestStretch) return;
    await this.#rest();
    this.#since = this.#now();
  }
}

function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

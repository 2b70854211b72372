/** Runs something later; returns what calls it off. The caller's clock. */
export type Later = (work: () => void, ms: number) => () => void;

/** Later by the process's own timer. */
export const later: Later = (work, ms) => {
  const timer = setTimeout(work, ms);
  return () => clearTimeout(timer);
};

/**
 * Gathers values by key and hands over the latest of each, at most once an interval: tokens come far faster than
 * anyone can see.
 */
export class Batch<V> {
  readonly #ms: number;
  readonly #later: Later;
  readonly #flush: (values: readonly V[]) => void;
  readonly #waiting = new Map<number, V>();
  #calledOff: (() => void) | null = null;

  constructor(ms: number, later: Later, flush: (values: readonly V[]) => void) {
    this.#ms = ms;
    this.#later = later;
    this.#flush = flush;
  }

  add(key: number, value: V): void {
    this.#waiting.set(key, value);
    this.#calledOff ??= this.#later(() => this.flush(), this.#ms);
  }

  /** Hands over at once what waits. */
  flush(): void {
    this.#calledOff?.();
    this.#calledOff = null;
    if (this.#waiting.size === 0) return;
    const values = [...this.#waiting.values()];
    this.#waiting.clear();
    this.#flush(values);
  }
}

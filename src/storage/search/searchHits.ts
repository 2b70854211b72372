import type { Pauses } from "../pauses.ts";
import type { SearchHit } from "../types.ts";

/** Hits taken before the clock is looked at. */
const untimed = 16;

/**
 * Hits one by one, of which some come at a time, with pauses. A class, since giving each through an async generator
 * takes twice as long as finding it.
 */
export class SearchHits implements AsyncIterableIterator<SearchHit> {
  readonly #lots: AsyncGenerator<readonly SearchHit[]>;
  readonly #pauses: Pauses;
  #lot: readonly SearchHit[] = [];
  #next = 0;

  constructor(lots: AsyncGenerator<readonly SearchHit[]>, pauses: Pauses) {
    this.#lots = lots;
    this.#pauses = pauses;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<SearchHit, undefined>> {
    const value = this.#lot[this.#next];
    if (value === undefined || this.#next % untimed === 0) return this.#nextInTime();
    this.#next++;
    return Promise.resolve({ value, done: false });
  }

  async return(): Promise<IteratorResult<SearchHit, undefined>> {
    this.#lot = [];
    this.#next = 0;
    await this.#lots.return(undefined);
    return { value: undefined, done: true };
  }

  async #nextInTime(): Promise<IteratorResult<SearchHit, undefined>> {
    try {
      if (this.#pauses.due) await this.#pauses.take();
    } catch (error) {
      await this.return();
      throw error;
    }
    for (;;) {
      const value = this.#lot[this.#next++];
      if (value !== undefined) return { value, done: false };
      const more = await this.#lots.next();
      if (more.done === true) return this.return();
      this.#lot = more.value;
      this.#next = 0;
    }
  }
}

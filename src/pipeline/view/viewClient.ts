import type { SearchHit } from "../../storage/types.ts";
import type { DatasetView, Facet, Query, ViewState } from "./types.ts";

/** One client's handle on a shared view: closing it twice lets go once, and ends its own listening only. */
export class ViewClient implements DatasetView {
  readonly #view: DatasetView;
  readonly #release: () => Promise<void>;
  readonly #stops = new Set<() => void>();
  #closed: Promise<void> | null = null;

  constructor(view: DatasetView, release: () => Promise<void>) {
    this.#view = view;
    this.#release = release;
  }

  get state(): ViewState {
    return this.#view.state;
  }

  set(query: Query): void {
    this.#view.set(query);
  }

  cancel(): void {
    this.#view.cancel();
  }

  at(from: number, to: number): readonly number[] {
    return this.#view.at(from, to);
  }

  placeOf(row: number): number | null {
    return this.#view.placeOf(row);
  }

  next(row: number, direction: 1 | -1): Promise<number | null> {
    return this.#view.next(row, direction);
  }

  hit(row: number): SearchHit | null {
    return this.#view.hit(row);
  }

  facets(signal?: AbortSignal): Promise<readonly Facet[]> {
    return this.#view.facets(signal);
  }

  facetsSoFar(): Promise<readonly Facet[]> {
    return this.#view.facetsSoFar();
  }

  onChange(listener: () => void): () => void {
    const stop = this.#view.onChange(listener);
    this.#stops.add(stop);
    return () => {
      this.#stops.delete(stop);
      stop();
    };
  }

  close(): Promise<void> {
    return (this.#closed ??= this.#letGo());
  }

  async #letGo(): Promise<void> {
    for (const stop of this.#stops) stop();
    await this.#release();
  }
}

import type { Value } from "./value.ts";

/** A named value of a trace. */
export interface Binding {
  readonly value: Value;
  /** It was defined ("let A = 3 + 4", "where A = 3 + 4") by a calculation, not yet by a result. */
  readonly defined: boolean;
}

/** What earlier steps of a trace told. Never changed in place. */
export interface Context {
  readonly names: ReadonlyMap<string, Binding>;
  /** Exact values behind decimals that were accepted as rounded, by their digits. */
  readonly rounded: ReadonlyMap<string, Value>;
}

/** What is known by name, shared with the steps before until this one changes it. */
export class Shared<V> {
  #map: ReadonlyMap<string, V>;
  #own: Map<string, V> | null = null;

  constructor(map: ReadonlyMap<string, V>) {
    this.#map = map;
  }

  /** What is known now. */
  get map(): ReadonlyMap<string, V> {
    return this.#map;
  }

  set(name: string, value: V): void {
    this.#change().set(name, value);
  }

  delete(name: string): void {
    if (this.#map.has(name)) this.#change().delete(name);
  }

  clear(): void {
    if (this.#map.size > 0) this.#change().clear();
  }

  #change(): Map<string, V> {
    this.#own ??= new Map(this.#map);
    this.#map = this.#own;
    return this.#own;
  }
}

/** What is known before the first step. */
export const EMPTY_CONTEXT: Context = { names: new Map(), rounded: new Map() };

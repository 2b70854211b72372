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

/** What is known before the first step. */
export const EMPTY_CONTEXT: Context = { names: new Map(), rounded: new Map() };

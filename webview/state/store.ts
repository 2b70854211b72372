import type { Action } from "./reduce.ts";
import { reduce } from "./reduce.ts";
import type { State } from "./state.ts";

/** The state, and who is told when it changes. */
export interface Store {
  get(): State;
  dispatch(action: Action): void;
  /** Returns what stops telling. */
  subscribe(listener: () => void): () => void;
}

/** A store that starts with a given state. */
export function createStore(start: State): Store {
  let state = start;
  const listeners = new Set<() => void>();
  return {
    get: () => state,
    dispatch: (action) => {
      const next = reduce(state, action);
      if (next === state) return;
      state = next;
      for (const listener of [...listeners]) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

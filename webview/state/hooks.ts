import { createContext } from "preact";
import { useContext, useLayoutEffect, useMemo, useState } from "preact/hooks";
import type { FoundRow } from "../../src/protocol/traceEditor.ts";
import { searchPattern, type RowSearch } from "../text/search.ts";
import type { Context } from "./context.ts";
import type { State } from "./state.ts";

/** The state and the other side, for every component. */
export const AppContext = createContext<Context | null>(null);

/** The state and the other side. @throws Error outside of the provider. */
export function useApp(): Context {
  const app = useContext(AppContext);
  if (app === null) throw new Error("A component of the trace editor is outside of its AppContext.");
  return app;
}

/** A part of the state; the component renders anew only when that part is another. */
export function useSelect<T>(select: (state: State) => T): T {
  const { store } = useApp();
  const now = select(store.get());
  const [, setSeen] = useState<{ value: T }>({ value: now });
  useLayoutEffect(() => {
    let seen = now;
    const look = () => {
      const value = select(store.get());
      if (Object.is(value, seen)) return;
      seen = value;
      setSeen({ value });
    };
    // What changed between rendering and now.
    look();
    return store.subscribe(look);
  });
  return now;
}

/** What the view looks for in the row's texts; null where it takes rows by their meaning alone. */
export function useRowSearch(): RowSearch | null {
  const query = useSelect((state) => state.view?.query ?? null);
  const found = useSelect(foundHere);
  const pattern = useMemo(() => (query === null ? null : searchPattern(query)), [query]);
  const texts = found?.texts ?? null;
  return useMemo(() => {
    if (pattern === null || query === null) return null;
    // Which texts lie in the field is known once the host has said so.
    if (query.field !== null && texts === null) return null;
    return { pattern, texts: query.field === null ? null : texts };
  }, [pattern, query, texts]);
}

/** Where the row shown is among those found; null until the host has said so. */
export function foundHere({ found, place }: State): FoundRow | null {
  return found?.row === place.row ? found : null;
}

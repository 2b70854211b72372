import { createContext } from "preact";
import { useContext, useLayoutEffect, useMemo, useState } from "preact/hooks";
import { searchPattern } from "../text/search.ts";
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

/** What the view looks for in texts; null where it takes rows by their meaning alone. */
export function useSearchPattern(): RegExp | null {
  const query = useSelect((state) => state.view?.query ?? null);
  return useMemo(() => (query === null ? null : searchPattern(query)), [query]);
}

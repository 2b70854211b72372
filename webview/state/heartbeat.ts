import type { Context } from "./context.ts";

/** Between two questions whether the host is there, milliseconds. */
const every = 3000;

/** How long (milliseconds) it may take to answer: it may be reading a row of many megabytes. */
const patience = 8000;

/**
 * Asks the host again and again whether it is there, and tells the state where it doesn't answer: after it was killed
 * no call ever ends. A late answer takes it back. Returns what stops asking.
 */
export function watchHost({ host, store }: Context): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;
  const ask = async (): Promise<void> => {
    timer = setTimeout(() => store.dispatch({ kind: "silent", silent: true }), patience);
    // One that fails was answered too.
    await host.alive().catch(() => undefined);
    clearTimeout(timer);
    if (stopped) return;
    store.dispatch({ kind: "silent", silent: false });
    timer = setTimeout(() => void ask(), every);
  };
  void ask();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}

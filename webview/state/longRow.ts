import { attempt, type Context } from "./context.ts";

/** How much of a long row's texts is shown at first, UTF-16 units; "Show More" shows four times as much each time. */
const firstPart = 1_000_000;

/** How much the next press shows. */
export function nextPart(shown: number | null): number {
  return shown === null ? firstPart : 4 * Math.max(firstPart, shown);
}

/** Shows a long row all the same, or more of it. Going to another row, or "Cancel", calls it off. */
export async function openLong(context: Context, index: number, limit: number): Promise<void> {
  const { store, host } = context;
  store.dispatch({ kind: "opening", row: index });
  const row = await attempt(context, async () => {
    try {
      return await host.openLong(index, limit);
    } catch (error) {
      // Called off: nobody waits for it.
      if (store.get().opening !== index) return undefined;
      throw error;
    }
  });
  if (store.get().opening !== index) return;
  store.dispatch({ kind: "opening", row: null });
  if (row !== undefined) store.dispatch({ kind: "row", row });
}

/** Leaves a long row closed that is being opened. */
export async function cancelOpenLong(context: Context): Promise<void> {
  context.store.dispatch({ kind: "opening", row: null });
  await attempt(context, () => context.host.cancelOpenLong());
}

import type { Channel } from "../../src/protocol/rpc.ts";
import type { Context } from "./context.ts";

/** Between two beats, milliseconds. */
const every = 3000;

/** How many beats without a word from the host are patience: on a busy machine it may read a huge row for so long. */
const patience = 10;

/**
 * Asks the host again and again whether it is there, and tells the state where nothing at all comes from it for many
 * beats: after it was killed no call ever ends. Whatever it says later takes that back. Returns what stops asking.
 */
export function watchHost({ host, store }: Context, { onMessage }: Pick<Channel, "onMessage">): () => void {
  let missed = 0;
  let asking = false;
  const heard = (): void => {
    missed = 0;
    store.dispatch({ kind: "silent", silent: false });
  };
  const ask = async (): Promise<void> => {
    asking = true;
    // One that fails was answered too.
    await host.alive().catch(() => undefined);
    asking = false;
  };
  const beat = (): void => {
    // Counted, not timed: a window that slept has not waited.
    if (asking) missed += 1;
    else void ask();
    if (missed >= patience) store.dispatch({ kind: "silent", silent: true });
  };
  const stopHearing = onMessage(heard);
  const timer = setInterval(beat, every);
  return () => {
    clearInterval(timer);
    stopHearing();
  };
}

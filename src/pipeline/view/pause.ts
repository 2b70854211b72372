/** How long a thread is kept from its other work, milliseconds. */
const busyMs = 8;

/** A function to be called often by long work: lets other work in once the thread has been busy for a while. */
export function breathe(): () => Promise<void> | void {
  let since = performance.now();
  return () => {
    if (performance.now() - since < busyMs) return undefined;
    return new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      since = performance.now();
    });
  };
}

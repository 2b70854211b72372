import type { HostApi } from "../../src/protocol/traceEditor.ts";
import type { Store } from "./store.ts";

/** What every action of the person works with: the other side, and the state. */
export interface Context {
  readonly host: HostApi;
  readonly store: Store;
}

/** A failure in words; the host's errors carry the sentence meant for the person. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Runs a call to the host; what fails is shown where the person is looking. Returns undefined then. */
export async function attempt<T>(context: Context, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    context.store.dispatch({ kind: "notice", notice: { kind: "error", message: messageOf(error) } });
    return undefined;
  }
}

/** Says something that isn't an error, for good or while a candidate (by its index) is being sampled. */
export function inform(context: Context, message: string, sampling?: number): void {
  const more = sampling === undefined ? {} : { sampling };
  context.store.dispatch({ kind: "notice", notice: { kind: "info", message, ...more } });
}

/** Lets screen readers say something. */
export function announce(context: Context, message: string): void {
  context.store.dispatch({ kind: "announce", message });
}

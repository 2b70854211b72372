import type { SessionEvent } from "./types.ts";

/** Tells the clients of a session what happened; one that fails does not keep it from the others. */
export class Events {
  readonly #listeners = new Set<(event: SessionEvent) => void>();
  readonly #log: (message: string) => void;

  constructor(log: (message: string) => void) {
    this.#log = log;
  }

  /** Returns what stops listening. */
  on(listener: (event: SessionEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  emit(...events: readonly SessionEvent[]): void {
    for (const event of events) {
      for (const listener of [...this.#listeners]) this.#tell(listener, event);
    }
  }

  clear(): void {
    this.#listeners.clear();
  }

  #tell(listener: (event: SessionEvent) => void, event: SessionEvent): void {
    try {
      listener(event);
    } catch (error) {
      this.#log(`A listener failed: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { SearchAnswer, SearchAsk } from "./search.worker.ts";
import type { Found } from "./searchStretch.ts";

/** Threads that search: more than a few would only wait for memory. */
export const threads = Math.min(4, Math.max(2, availableParallelism() - 1));
/** How long threads without work are kept for the next search, milliseconds. */
const idleMs = 30_000;

interface Waiting {
  readonly resolve: (found: Found) => void;
  readonly reject: (error: Error) => void;
}

/** A thread and the questions that it hasn't answered. */
class SearchThread {
  readonly #worker = new Worker(new URL("./search.worker.ts", import.meta.url));
  readonly #waiting = new Map<number, Waiting>();
  readonly #onEnd: () => void;
  #idle: NodeJS.Timeout | undefined;

  constructor(onEnd: () => void) {
    this.#onEnd = onEnd;
    this.#worker.unref();
    this.#worker.on("message", (answer: SearchAnswer) => this.#take(answer));
    this.#worker.on("error", (error) => this.#end(error));
    this.#worker.on("exit", () => this.#end(new Error("The search thread ended.")));
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  ask(ask: SearchAsk): Promise<Found> {
    clearTimeout(this.#idle);
    this.#worker.ref();
    this.#worker.postMessage(ask);
    return new Promise((resolve, reject) => this.#waiting.set(ask.id, { resolve, reject }));
  }

  #take(answer: SearchAnswer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if ("found" in answer) waiting?.resolve(answer.found);
    else waiting?.reject(new Error(answer.failed));
    if (this.#waiting.size > 0) return;
    this.#worker.unref();
    this.#idle = setTimeout(() => this.#leave(), idleMs).unref();
  }

  /** It takes a while to end: what is asked meanwhile is for another thread. */
  #leave(): void {
    this.#onEnd();
    void this.#worker.terminate();
  }

  #end(error: Error): void {
    clearTimeout(this.#idle);
    this.#onEnd();
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

const running = new Set<SearchThread>();
let lastId = 0;

/** Has a stretch searched by the thread that has least to do. */
export function searchInThread(ask: Omit<SearchAsk, "id">): Promise<Found> {
  let free = [...running].sort((a, b) => a.waiting - b.waiting)[0];
  if (free === undefined || (free.waiting > 0 && running.size < threads)) {
    const fresh = new SearchThread(() => running.delete(fresh));
    running.add(fresh);
    free = fresh;
  }
  return free.ask({ ...ask, id: ++lastId });
}

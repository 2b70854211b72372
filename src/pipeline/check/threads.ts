import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { CheckAnswer, CheckRequest } from "./check.worker.ts";
import type { ProblemKeys } from "./evaluation.ts";
import type { JobOptions, Looker } from "./jobs.ts";
import type { RowLook } from "./look.ts";
import { rowsIn, type Piece } from "./pieces.ts";

/** More threads are not much faster, since one thread puts together what they find, and each takes some 45 MB. */
const mostThreads = 3;

/** Threads to check with: one a processor, but for those that must stay free; at least one. */
export function threadsToUse(free: number): number {
  return Math.max(1, Math.min(mostThreads, availableParallelism() - free));
}

/** A thread of the check that ended before it had answered. */
export class ThreadEndedError extends Error {
  constructor(rows: string, reason: string) {
    super(
      `A thread of the check ended while it looked at ${rows} (${reason}). Nothing was changed; check again. Where it ends there again, these rows are too much for it: leave them out, or run single rules (stepdpo check --rule).`,
    );
    this.name = "ThreadEndedError";
  }
}

type Asked = Extract<CheckRequest, { id: number }>;

interface Waiting {
  readonly resolve: (answer: CheckAnswer) => void;
  readonly reject: (error: Error) => void;
  readonly rows: string;
}

interface Thread {
  readonly worker: Worker;
  /** What was sent and not answered yet, by its id. */
  readonly waiting: Map<number, Waiting>;
  readonly jobs: Set<number>;
}

/** Threads that look at rows: started when there is work for them, and ended when there is none for a while. */
export class CheckThreads implements Looker {
  readonly #most: number;
  readonly #idleMs: number | null;
  readonly #program: URL;
  readonly #jobs = new Map<number, JobOptions>();
  #threads: Thread[] = [];
  #lastId = 0;
  #idle: NodeJS.Timeout | null = null;
  #closed = false;

  /**
   * @param most threads at a time
   * @param idleMs time without work after which threads are ended, milliseconds; null keeps them until `close`
   * @param program what a thread runs; another one in tests alone
   */
  constructor(most: number, idleMs: number | null, program = new URL("./check.worker.ts", import.meta.url)) {
    this.#most = most;
    this.#idleMs = idleMs;
    this.#program = program;
  }

  /** Each thread has a piece to work on and one to go on with. */
  get ahead(): number {
    return 2 * this.#most;
  }

  /** Threads there are now. */
  get running(): number {
    return this.#threads.length;
  }

  begin(options: JobOptions): number {
    const job = ++this.#lastId;
    this.#jobs.set(job, options);
    return job;
  }

  end(job: number): void {
    this.#jobs.delete(job);
    for (const thread of this.#threads) if (thread.jobs.delete(job)) this.#send(thread, { kind: "end", job });
  }

  async look(job: number, piece: Piece): Promise<readonly RowLook[]> {
    const answer = await this.#ask({ kind: "rows", id: ++this.#lastId, job, piece });
    return answer.kind === "rows" ? answer.looks : [];
  }

  async problems(piece: Piece): Promise<readonly ProblemKeys[]> {
    const answer = await this.#ask({ kind: "problems", id: ++this.#lastId, piece });
    return answer.kind === "problems" ? answer.keys : [];
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#stop();
  }

  async #ask(request: Asked): Promise<CheckAnswer> {
    if (this.#closed) throw new Error("The check was closed.");
    if (this.#idle !== null) clearTimeout(this.#idle);
    const thread = this.#free();
    if (request.kind === "rows") this.#tell(thread, request.job);
    try {
      const answer = await new Promise<CheckAnswer>((resolve, reject) => {
        thread.waiting.set(request.id, { resolve, reject, rows: rowsOf(request.piece) });
        this.#send(thread, request);
      });
      if (answer.kind === "failed") throw new Error(answer.message);
      return answer;
    } finally {
      this.#rest();
    }
  }

  /** The thread with the least to do; a new one where all are busy and there may be more. */
  #free(): Thread {
    const [least] = this.#threads.toSorted((a, b) => a.waiting.size - b.waiting.size);
    return least === undefined || (least.waiting.size > 0 && this.#threads.length < this.#most)
      ? this.#start()
      : least;
  }

  #start(): Thread {
    const worker = new Worker(this.#program, {
      // Little of what rows leave behind lives long: collected early, it takes half the memory and no more time.
      resourceLimits: { maxYoungGenerationSizeMb: 16 },
    });
    const thread: Thread = { worker, waiting: new Map(), jobs: new Set() };
    worker.on("message", (answer: CheckAnswer) => {
      thread.waiting.get(answer.id)?.resolve(answer);
      thread.waiting.delete(answer.id);
    });
    worker.on("error", (error) =>
      this.#ended(thread, error instanceof Error ? error.message : String(error)),
    );
    worker.on("exit", (code) => this.#ended(thread, `it exited with code ${code}`));
    this.#threads.push(thread);
    return thread;
  }

  /** A thread that ends works on what came first; what waits behind it fails with it. */
  #ended(thread: Thread, reason: string): void {
    this.#threads = this.#threads.filter((one) => one !== thread);
    const waiting = [...thread.waiting.values()];
    thread.waiting.clear();
    for (const { reject, rows } of waiting) reject(new ThreadEndedError(waiting[0]?.rows ?? rows, reason));
  }

  #tell(thread: Thread, job: number): void {
    const options = this.#jobs.get(job);
    if (thread.jobs.has(job) || options === undefined) return;
    thread.jobs.add(job);
    this.#send(thread, { kind: "job", job, options });
  }

  #send({ worker }: Thread, request: CheckRequest): void {
    worker.postMessage(request);
  }

  #rest(): void {
    if (this.#idleMs === null || this.#threads.some(({ waiting }) => waiting.size > 0)) return;
    if (this.#idle !== null) clearTimeout(this.#idle);
    this.#idle = setTimeout(() => void this.#stop(), this.#idleMs);
    this.#idle.unref();
  }

  async #stop(): Promise<void> {
    if (this.#idle !== null) clearTimeout(this.#idle);
    // They take a while to end: what is asked meanwhile is for another thread.
    const ending = this.#threads;
    this.#threads = [];
    await Promise.all(ending.map(({ worker }) => worker.terminate()));
  }
}

function rowsOf(piece: Piece): string {
  const first = 1 + (piece.kind === "bytes" ? piece.from : (piece.views[0]?.index ?? 0));
  const count = rowsIn(piece);
  return count === 1 ? `row ${first}` : `rows ${first} to ${first + count - 1}`;
}

import { Worker } from "node:worker_threads";
import type { TextRows } from "../../storage/types.ts";
import type { Chunk } from "./chunk.ts";
import type { FactsMessage, FactsTask, RowRange } from "./facts.worker.ts";

/** A range ends before it has more rows or bytes than this, unless one row is longer: it bounds a worker's memory. */
const rangeRows = 512;
const rangeBytes = 4 << 20;
/** Ranges that a worker has at a time: one to work on, one to go on with. */
const ahead = 2;

/**
 * Works out the facts of rows from `from` on in workers, some neighbouring rows at a time, about in the order of the file.
 * @throws Error where the file can't be read; the signal's reason where aborted
 */
export async function fillByWorkers(
  texts: TextRows,
  from: number,
  workers: number,
  signal: AbortSignal,
  take: (chunk: Chunk) => void,
): Promise<void> {
  signal.throwIfAborted();
  const ranges = rangesOf(texts, from);
  const { fd, splitter, mapping, longest } = texts;
  const task: FactsTask = { fd, options: { splitter, mapping }, longest, rows: rangeRows };
  const running = Array.from({ length: workers }, () => start(task));
  try {
    const done = running.map((worker) => work(worker, ranges, take));
    await Promise.race([Promise.all(done), aborted(signal)]);
  } finally {
    await Promise.all(running.map((worker) => worker.terminate()));
  }
}

function start(task: FactsTask): Worker {
  return new Worker(new URL("./facts.worker.ts", import.meta.url), {
    workerData: task,
    // Little of what rows leave behind lives long: collected early, it takes half the memory and no more time.
    resourceLimits: { maxYoungGenerationSizeMb: 16 },
  });
}

/** Gives ranges to a worker until there are no more. */
function work(worker: Worker, ranges: Iterator<RowRange>, take: (chunk: Chunk) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    let asked = 0;
    const ask = (): void => {
      const next = ranges.next();
      if (next.done === true) {
        if (asked === 0) resolve();
        return;
      }
      asked++;
      worker.postMessage(next.value, [next.value.starts.buffer, next.value.lengths.buffer] as ArrayBuffer[]);
    };
    worker.on("message", (message: FactsMessage) => {
      if (message.kind === "failed") {
        reject(new Error(message.message));
        return;
      }
      asked--;
      ask();
      take(message.chunk);
    });
    worker.on("error", reject);
    worker.on("exit", () => reject(new Error("The worker that reads the rows has ended.")));
    for (let k = 0; k < ahead; k++) ask();
  });
}

function* rangesOf({ starts, lengths }: TextRows, first: number): Generator<RowRange, void> {
  for (let from = first; from < starts.length;) {
    const start = starts[from] ?? 0;
    let to = from + 1;
    while (
      to < starts.length &&
      to - from < rangeRows &&
      (starts[to] ?? 0) + (lengths[to] ?? 0) - start <= rangeBytes
    )
      to++;
    yield { from, starts: starts.slice(from, to), lengths: lengths.slice(from, to) };
    from = to;
  }
}

/** Rejects with the signal's reason. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
  });
}

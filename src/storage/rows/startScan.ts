import { Worker } from "node:worker_threads";
import { pieces } from "./pieces.ts";
import type { IndexMessage } from "./index.worker.ts";
import { BatchWriter, type RowBatch } from "./rowIndex.ts";
import { scanFile, scannerFor, type ScanTask } from "./scanFile.ts";
import type { ScanEnd } from "./scanner.ts";

/** Up to this many bytes are scanned at once: it takes less time than anything that doesn't block. */
const inlineBytes = 1 << 20;

/** A scan under way. */
export interface Scan {
  /** Rejects where the file can't be read, or the scan was cancelled. */
  readonly done: Promise<ScanEnd>;
  cancel(): void;
}

/**
 * Scans without blocking the caller's thread for longer than a few milliseconds. Lines are found at a quarter of a
 * millisecond a megabyte, so they need no thread of their own, which takes longer to start; the other containers are
 * read byte by byte, in a worker.
 */
export function startScan(task: ScanTask, onBatch: (batch: RowBatch) => void): Scan {
  if (task.size - task.from.offset <= inlineBytes) {
    const done = new Promise<ScanEnd>((resolve) => resolve(scanFile(task, onBatch)));
    return { done, cancel: () => undefined };
  }
  return task.container === "jsonl" ? scanAhead(task, onBatch) : scanInWorker(task, onBatch);
}

function scanAhead(task: ScanTask, onBatch: (batch: RowBatch) => void): Scan {
  let cancelled = false;
  const run = async (): Promise<ScanEnd> => {
    const scanner = scannerFor(task);
    const rows = new BatchWriter();
    for await (const piece of pieces(task)) {
      if (cancelled) throw new Error("The scan was cancelled.");
      scanner.push(piece, rows);
      if (rows.count > 0) onBatch(rows.take());
    }
    const end = scanner.end(rows);
    if (rows.count > 0) onBatch(rows.take());
    return end;
  };
  return { done: run(), cancel: () => void (cancelled = true) };
}

function scanInWorker(task: ScanTask, onBatch: (batch: RowBatch) => void): Scan {
  const worker = new Worker(new URL("./index.worker.ts", import.meta.url), { workerData: task });
  const done = new Promise<ScanEnd>((resolve, reject) => {
    worker.on("message", (message: IndexMessage) => {
      if (message.kind === "batch") onBatch(message.batch);
      else if (message.kind === "end") resolve(message.end);
      else reject(new Error(message.message));
    });
    worker.on("error", reject);
    worker.on("exit", () => reject(new Error("The scan was cancelled.")));
  });
  return { done, cancel: () => void worker.terminate() };
}

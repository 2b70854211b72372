import { Worker } from "node:worker_threads";
import type { IndexMessage } from "./index.worker.ts";
import type { RowBatch } from "./rowIndex.ts";
import { scanFile, type ScanTask } from "./scanFile.ts";
import type { ScanEnd } from "./scanner.ts";

/** Up to this many bytes are scanned at once: it takes less time than a worker needs to start. */
const inlineBytes = 2 << 20;

/** A scan under way. */
export interface Scan {
  /** Rejects where the file can't be read, or the scan was cancelled. */
  readonly done: Promise<ScanEnd>;
  cancel(): void;
}

/** Scans without blocking the caller's thread for longer than a few milliseconds. */
export function startScan(task: ScanTask, onBatch: (batch: RowBatch) => void): Scan {
  if (task.size - task.from.offset <= inlineBytes) {
    const done = new Promise<ScanEnd>((resolve) => resolve(scanFile(task, onBatch)));
    return { done, cancel: () => undefined };
  }
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

/** Scans a dataset off the main thread: answers with batches of row offsets, then how it ended. */
import { parentPort, workerData } from "node:worker_threads";
import type { RowBatch } from "./rowIndex.ts";
import { scanFile, type ScanTask } from "./scanFile.ts";
import type { ScanEnd } from "./scanner.ts";

/** What the worker says. */
export type IndexMessage =
  | { readonly kind: "batch"; readonly batch: RowBatch }
  | { readonly kind: "end"; readonly end: ScanEnd }
  | { readonly kind: "failed"; readonly message: string };

function post(message: IndexMessage, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer);
}

try {
  const end = scanFile(workerData as ScanTask, (batch) =>
    post({ kind: "batch", batch }, [
      batch.starts.buffer as ArrayBuffer,
      batch.lengths.buffer as ArrayBuffer,
      batch.lines.buffer as ArrayBuffer,
    ]),
  );
  post({ kind: "end", end });
} catch (error) {
  post({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
}

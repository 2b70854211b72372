/** Unpacks a dataset that can't be read at random places into JSONL, off the main thread. */
import { parentPort, workerData } from "node:worker_threads";
import { unpackFile, type UnpackTask } from "./unpackFile.ts";

/** What the worker says. */
export type UnpackMessage =
  /** Bytes written so far. */
  | { readonly kind: "progress"; readonly bytes: number }
  | { readonly kind: "end"; readonly warning: string | null }
  | { readonly kind: "failed"; readonly message: string };

function post(message: UnpackMessage): void {
  parentPort?.postMessage(message);
}

unpackFile(workerData as UnpackTask, (bytes) => post({ kind: "progress", bytes })).then(
  (warning) => post({ kind: "end", warning }),
  (error: unknown) =>
    post({ kind: "failed", message: error instanceof Error ? error.message : String(error) }),
);

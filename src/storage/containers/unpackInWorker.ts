import { Worker } from "node:worker_threads";
import type { UnpackMessage } from "./unpack.worker.ts";
import type { UnpackTask } from "./unpackFile.ts";

/** An unpacking under way. */
export interface Unpacking {
  /** Resolves with what a person must know, or null; rejects where nothing could be unpacked. */
  readonly done: Promise<string | null>;
  cancel(): Promise<void>;
}

/** Unpacks off the caller's thread. `onProgress` is told of bytes written so far. */
export function startUnpacking(task: UnpackTask, onProgress: (bytes: number) => void): Unpacking {
  const worker = new Worker(new URL("./unpack.worker.ts", import.meta.url), {
    workerData: task,
    // What is unpacked is garbage as soon as it is written: by default a hundred megabytes of it gather.
    resourceLimits: { maxYoungGenerationSizeMb: 16 },
  });
  const done = new Promise<string | null>((resolve, reject) => {
    worker.on("message", (message: UnpackMessage) => {
      if (message.kind === "progress") onProgress(message.bytes);
      else if (message.kind === "end") resolve(message.warning);
      else reject(new Error(message.message));
    });
    worker.on("error", reject);
    worker.on("exit", () => reject(new Error("Unpacking was cancelled.")));
  });
  done.catch(() => undefined);
  return {
    done,
    cancel: async () => {
      await worker.terminate();
    },
  };
}

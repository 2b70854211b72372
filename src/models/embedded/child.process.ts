/**
 * The process that runs llama.cpp for the embedded model, so that neither a crash nor a long computation of native code
 * touches its parent. Its libuv pool should have one thread (`UV_THREADPOOL_SIZE=1`): every thread that has once run
 * llama.cpp keeps a pool of spinning compute threads, and with four of them sampling is half as fast.
 */
import { ModelError } from "../types.ts";
import type { ChildEvent, ChildRequest, FromChild, ToChild } from "./messages.ts";
import { Runtime } from "./runtime.ts";
import { sampleBatch } from "./sampleBatch.ts";

const runtime = new Runtime();
const running = new Map<number, AbortController>();
/** Calls run one after the other: two at once would only slow each other down. */
let last: Promise<void> = Promise.resolve();

process.on("message", (message: ToChild) => {
  if (message.kind === "abort") {
    running.get(message.call)?.abort();
    return;
  }
  const abort = new AbortController();
  running.set(message.call, abort);
  last = last.then(() => answer(message, abort.signal));
});

// The parent is gone: end at once, without waiting for native threads.
process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));

async function answer(request: ChildRequest, signal: AbortSignal): Promise<void> {
  const tell = (event: ChildEvent) => process.send?.({ call: request.call, event } satisfies FromChild);
  try {
    if (!signal.aborted) await work(request, tell, signal);
    tell({ kind: "end" });
  } catch (error) {
    const kind = error instanceof ModelError ? error.kind : "server";
    tell({ kind: "error", error: kind, message: error instanceof Error ? error.message : String(error) });
  } finally {
    running.delete(request.call);
  }
}

async function work(
  request: ChildRequest,
  tell: (event: ChildEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  const model = await runtime.model(request.load, (message) => tell({ kind: "progress", message }));
  if (request.kind === "info") tell({ kind: "info", info: runtime.info(model) });
  else await runtime.withFreeThreads(model, () => sampleBatch(runtime, model, request, tell, signal));
}

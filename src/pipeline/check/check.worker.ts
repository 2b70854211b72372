/** Looks at rows off the host's thread: is told of jobs, then sent pieces of them, and answers each. */
import { parentPort } from "node:worker_threads";
import type { ProblemKeys } from "./evaluation.ts";
import { Jobs, type JobOptions } from "./jobs.ts";
import type { RowLook } from "./look.ts";
import type { Piece } from "./pieces.ts";

/** What the worker is sent. `problems` asks for the keys of problems, in place of what the rules say of rows. */
export type CheckRequest =
  | { readonly kind: "job"; readonly job: number; readonly options: JobOptions }
  | { readonly kind: "end"; readonly job: number }
  | { readonly kind: "rows"; readonly id: number; readonly job: number; readonly piece: Piece }
  | { readonly kind: "problems"; readonly id: number; readonly piece: Piece };

/** What it answers to a piece. */
export type CheckAnswer =
  | { readonly id: number; readonly kind: "rows"; readonly looks: readonly RowLook[] }
  | { readonly id: number; readonly kind: "problems"; readonly keys: readonly ProblemKeys[] }
  | { readonly id: number; readonly kind: "failed"; readonly message: string };

const jobs = new Jobs();

function answerTo(request: Extract<CheckRequest, { id: number }>): CheckAnswer {
  const { id, piece } = request;
  try {
    return request.kind === "rows"
      ? { id, kind: "rows", looks: jobs.look(request.job, piece) }
      : { id, kind: "problems", keys: jobs.problems(piece) };
  } catch (error) {
    return { id, kind: "failed", message: error instanceof Error ? error.message : String(error) };
  }
}

parentPort?.on("message", (request: CheckRequest) => {
  if (request.kind === "job") jobs.begin(request.job, request.options);
  else if (request.kind === "end") jobs.end(request.job);
  else parentPort?.postMessage(answerTo(request));
});

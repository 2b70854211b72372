import type { Candidate } from "../core/candidate.ts";
import type { Row, Trace } from "../core/model.ts";
import { stepBody } from "../core/prefix.ts";
import type { ContinuationRequest, Model } from "../models/types.ts";
import { goldAnswer } from "./facts.ts";
import type { RectifySettings } from "./types.ts";

/** Where a rectified step is from. */
export interface Origin {
  /** Path of the dataset. */
  readonly input: string;
  /** Indices (from 0) in it. */
  readonly row: number;
  readonly trace: number;
}

/** What a row of a rectification is made of. */
export interface RectifiedRowInput {
  readonly task: {
    readonly row: Pick<Row, "problem" | "gold">;
    readonly trace: Trace;
    readonly step: number;
    readonly settings: RectifySettings;
    readonly model: Pick<Model, "ref">;
  };
  readonly request: ContinuationRequest;
  readonly prompt: string;
  readonly candidate: Candidate;
  readonly origin: Origin;
}

/**
 * A candidate as a row of the run folder: the reference pipeline's rectified fields (its `gt_output` holds the rejected
 * step there), and under `provenance` where it comes from. `provenance.key` tells rows of one run apart.
 */
export function rectifiedRow({
  task,
  request,
  prompt,
  candidate,
  origin,
}: RectifiedRowInput): Record<string, unknown> {
  const { settings, model, step, trace } = task;
  const answer = candidate.answer?.answer ?? null;
  return {
    prompt,
    completion: candidate.text,
    extract_answer: answer === null ? [] : [answer],
    prompt_answer: goldAnswer(task.row.gold),
    result: candidate.verdict?.equal ?? null,
    gt_output: stepBody(trace, step),
    provenance: {
      key: `${origin.row}:${origin.trace}:${step}:${candidate.index}`,
      ...origin,
      step,
      sample: candidate.index,
      problem: task.row.problem,
      prefix: request.prefix,
      form: settings.form,
      state: candidate.state,
      first_step: candidate.firstStep,
      finish_reason: candidate.finishReason,
      true_continuation: candidate.trueContinuation,
      tokens: candidate.tokens,
      model: model.ref.name,
      error: candidate.error,
    },
  };
}

import type { Candidate } from "../core/candidate.ts";
import type { Trace } from "../core/model.ts";
import { nativePrefix, stepBody, stepForm, traceForm } from "../core/prefix.ts";
import type { Splitter } from "../core/split.ts";
import {
  ModelError,
  type AnswerForm,
  type ContinuationRequest,
  type Model,
  type SampleEvent,
} from "../models/types.ts";
import { judge, type Judged } from "./candidate.ts";
import { goldAnswer, type Question } from "./facts.ts";
import { rectifiedRow, type Origin } from "./rectifiedRow.ts";
import type { RunFolder } from "./runFolder.ts";
import type { RectifyEvent, RectifySettings, RectifySummary } from "./types.ts";

/** One step to rectify, and with what. */
export interface RectifyTask {
  readonly row: Question;
  readonly trace: Trace;
  /** Index (from 0) of the losing step. */
  readonly step: number;
  readonly settings: RectifySettings;
  readonly model: Model;
  /** How the dataset's traces are cut into steps. */
  readonly splitter: Splitter;
  /** Where candidates are kept as they come, and where the step is from; null keeps none. */
  readonly run: { readonly folder: RunFolder; readonly origin: Origin } | null;
  /** Milliseconds, from any start. */
  readonly now: () => number;
}

/** Milliseconds between two updates of a candidate that is still streaming. */
const updateMs = 100;

/** What a model is asked in order to rectify a step. @throws RangeError where the trace has no such step */
export function rectifyRequest(
  task: Pick<RectifyTask, "row" | "trace" | "step" | "settings" | "splitter">,
): ContinuationRequest {
  const { row, trace, step, settings, splitter } = task;
  const native = settings.form === "native";
  return {
    problem: row.problem,
    prefix: native ? nativePrefix(trace, step) : stepForm(trace, step),
    form: native ? answerForm(traceForm(trace, splitter)) : "step",
    sampling: settings.sampling,
    stop: [],
  };
}

function answerForm(splitter: string): AnswerForm {
  return splitter === "step" || splitter === "numbered" || splitter === "paragraphs" ? splitter : "lines";
}

/**
 * Rectifies a step: samples continuations of the correct prefix before it, judges each as it ends, and stops the model when
 * there are enough wins. Ends with exactly one `end` event, also where the model fails or the signal aborts.
 * @throws RangeError where the trace has no such step
 */
export async function* rectifyStep(
  task: RectifyTask,
  signal: AbortSignal,
): AsyncGenerator<RectifyEvent, void, undefined> {
  const { model, settings, run } = task;
  const start = task.now();
  const request = rectifyRequest(task);
  const enough = new AbortController();
  const sampling = new Sampling(judgedOf(task, request.prefix), settings.sampling.n, task.now);
  let failure: ModelError | null = null;
  try {
    const prompt = run === null ? "" : await model.renderPrompt(request);
    for await (const event of model.sample(request, AbortSignal.any([signal, enough.signal]))) {
      if (event.kind === "progress") yield event;
      else {
        const candidate = sampling.take(event);
        if (candidate === null) continue;
        if (run !== null && candidate.state !== "streaming") {
          await run.folder.append(rectifiedRow({ task, request, prompt, candidate, origin: run.origin }));
        }
        yield { kind: "candidate", candidate };
      }
      if (settings.stopAfterWins !== null && sampling.wins.length >= settings.stopAfterWins) enough.abort();
    }
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    failure = error;
  }
  const reason = endOf(failure ?? sampling.onlyFailure, signal.aborted, enough.signal.aborted);
  yield {
    kind: "end",
    summary: {
      ...sampling.counts(),
      ms: task.now() - start,
      reason,
      run: run?.folder.path ?? null,
      error: reason === "failed" ? ((failure ?? sampling.onlyFailure)?.message ?? null) : null,
    },
  };
}

function judgedOf({ row, trace, step, settings, splitter }: RectifyTask, prefix: string): Judged {
  return {
    problem: row.problem,
    ...(row.meta === undefined ? {} : { meta: row.meta }),
    gold: { ...row.gold, answer: goldAnswer(row.gold) },
    trace,
    step,
    prefix,
    // A prefix rewritten into "Step k:" is cut there, whatever the trace was cut by.
    splitter: settings.form === "native" ? splitter : "step",
    lose: stepBody(trace, step),
  };
}

function endOf(failure: Error | null, cancelled: boolean, enough: boolean): RectifySummary["reason"] {
  if (cancelled) return "cancelled";
  if (enough) return "enough wins";
  return failure === null ? "all sampled" : "failed";
}

/** The candidates of one run of sampling. */
class Sampling {
  /** Candidates that can be s_win, in the order in which they ended. */
  readonly wins: Candidate[] = [];
  readonly #judged: Judged;
  readonly #now: () => number;
  readonly #candidates: Candidate[];
  readonly #shown: number[];
  readonly #errors: Error[] = [];

  constructor(judged: Judged, n: number, now: () => number) {
    this.#judged = judged;
    this.#now = now;
    this.#candidates = Array.from({ length: n }, (_, index) => fresh(index));
    this.#shown = this.#candidates.map(() => -Infinity);
  }

  /** The error of a run in which every sample failed. */
  get onlyFailure(): Error | null {
    return this.#errors.length === this.#candidates.length ? (this.#errors[0] ?? null) : null;
  }

  /** The candidate as an event leaves it; null where it isn't time to show it again. */
  take(event: Exclude<SampleEvent, { kind: "progress" }>): Candidate | null {
    const before = this.#candidates[event.sample];
    if (before === undefined) return null;
    const after = this.#next(before, event);
    this.#candidates[event.sample] = after;
    if (after.state === "win") this.wins.push(after);
    if (after.state !== "streaming") return after;
    if (this.#now() - (this.#shown[event.sample] ?? 0) < updateMs) return null;
    this.#shown[event.sample] = this.#now();
    return after;
  }

  counts(): Pick<RectifySummary, "sampled" | "wins" | "wrong" | "unknown" | "failed" | "tokens"> {
    const of = (...states: Candidate["state"][]) =>
      this.#candidates.filter(({ state }) => states.includes(state)).length;
    return {
      sampled: this.#candidates.length - of("streaming", "failed"),
      wins: this.wins.length,
      wrong: of("wrong"),
      unknown: of("unknown"),
      failed: this.#errors.length,
      tokens: this.#candidates.reduce((sum, { tokens }) => sum + tokens, 0),
    };
  }

  #next(before: Candidate, event: Exclude<SampleEvent, { kind: "progress" }>): Candidate {
    if (event.kind === "text") return { ...before, text: before.text + event.delta };
    if (event.kind === "failed") {
      this.#errors.push(event.error);
      return { ...before, state: "failed", finishReason: "error", error: event.error.message };
    }
    const { sample: index, text, tokens, finishReason, trueContinuation } = event;
    if (finishReason === "cancelled") {
      return {
        ...before,
        text,
        tokens,
        trueContinuation,
        finishReason,
        state: "failed",
        error: "Stopped before its end.",
      };
    }
    return judge({ index, text, tokens, finishReason, trueContinuation }, this.#judged, this.wins);
  }
}

function fresh(index: number): Candidate {
  return {
    index,
    text: "",
    firstStep: "",
    answer: null,
    verdict: null,
    arithmetic: [],
    state: "streaming",
    duplicateOf: null,
    trueContinuation: true,
    finishReason: null,
    tokens: 0,
    error: null,
  };
}

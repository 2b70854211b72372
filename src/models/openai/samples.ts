import type { EventQueue } from "../eventQueue.ts";
import { ModelError, type ContinuationRequest, type SampleEvent } from "../types.ts";
import { ChoiceText } from "./choiceText.ts";
import type { Mode, ModeInput } from "./mode.ts";
import type { Server } from "./server.ts";

/** What one run of sampling works with. */
export interface Run {
  readonly server: Server;
  readonly mode: Mode;
  readonly input: ModeInput;
  readonly request: ContinuationRequest;
  readonly stop: readonly string[];
  readonly events: EventQueue<SampleEvent>;
  readonly signal: AbortSignal;
}

/**
 * Samples several continuations in one request.
 * @param samples their numbers; choice 0 becomes the first
 * @returns those that got no answer, because the server answers with fewer choices than asked for
 * @throws ModelError where nothing came at all
 */
export async function sampleTogether(run: Run, samples: readonly number[]): Promise<readonly number[]> {
  const { server, mode, input, events, signal } = run;
  const repeats = mode.repeats(input);
  const choices = samples.map(() => new ChoiceText(repeats));
  const open = new Set(samples);
  const finish = (sample: number, choice: ChoiceText, reason: "stop" | "length" | "cancelled") => {
    open.delete(sample);
    tellText(events, sample, choice.flush());
    const { text, pieces: tokens } = choice;
    events.push({
      kind: "done",
      sample,
      text,
      finishReason: reason,
      tokens,
      trueContinuation: mode.trueContinuation,
    });
  };
  const cancel = () =>
    samples.forEach(
      (sample, index) =>
        open.has(sample) && finish(sample, choices[index] ?? new ChoiceText(""), "cancelled"),
    );
  signal.addEventListener("abort", cancel, { once: true });
  if (signal.aborted) cancel();
  try {
    const progress = (message: string) => events.push({ kind: "progress", message });
    for await (const piece of server.stream(mode.path, bodyOf(run, samples), progress, signal)) {
      const sample = samples[piece.index];
      const choice = choices[piece.index];
      if (sample === undefined || choice === undefined || !open.has(sample)) continue;
      choice.think(piece.thinking);
      tellText(events, sample, choice.push(piece.text));
      if (piece.finishReason !== null)
        finish(sample, choice, piece.finishReason === "length" ? "length" : "stop");
    }
    return unfinished(samples, choices, open, events);
  } catch (error) {
    const failure =
      error instanceof ModelError ? error : new ModelError("server", String(error), { cause: error });
    if (open.size === samples.length && choices.every((choice) => choice.pieces === 0)) throw failure;
    for (const sample of open) events.push({ kind: "failed", sample, error: brokeOff(failure) });
    return [];
  } finally {
    signal.removeEventListener("abort", cancel);
  }
}

function tellText(events: EventQueue<SampleEvent>, sample: number, delta: string): void {
  if (delta !== "") events.push({ kind: "text", sample, delta });
}

/** The stream ended: choices begun and not finished are half answers; those never begun are left to ask for. */
function unfinished(
  samples: readonly number[],
  choices: readonly ChoiceText[],
  open: ReadonlySet<number>,
  events: EventQueue<SampleEvent>,
): readonly number[] {
  const left = samples.filter((sample) => open.has(sample));
  const begun = left.filter((sample) => (choices[samples.indexOf(sample)]?.pieces ?? 0) > 0);
  const half = new ModelError(
    "output",
    "The server ended its answer in the middle, without saying that it is finished.",
  );
  for (const sample of begun) events.push({ kind: "failed", sample, error: half });
  const never = left.filter((sample) => !begun.includes(sample));
  if (never.length === samples.length && never.length > 0) {
    throw new ModelError("output", "The server ended its answer before it began.");
  }
  return never;
}

function brokeOff(error: ModelError): ModelError {
  if (error.kind !== "unreachable") return error;
  return new ModelError("output", "The connection broke off in the middle of the answer.", { cause: error });
}

function bodyOf({ mode, input, request, stop }: Run, samples: readonly number[]): Record<string, unknown> {
  const { sampling } = request;
  const first = samples[0] ?? 0;
  return {
    ...mode.body(input),
    ...(samples.length > 1 && { n: samples.length }),
    temperature: sampling.temperature,
    top_p: sampling.topP,
    max_tokens: sampling.maxTokens,
    ...(sampling.seed !== null && { seed: sampling.seed + first }),
    ...(stop.length > 0 && { stop: stop.slice(0, maxStops) }),
  };
}

/** OpenAI takes four stop strings at most, and others follow it. */
const maxStops = 4;

import type { LlamaContextSequence, LlamaModel, Token } from "node-llama-cpp";
import { StopStrings } from "../stopStrings.ts";
import type { ChildEvent, ToChild } from "./messages.ts";
import { batchSize, maxSequences, type Runtime } from "./runtime.ts";

type SampleRequest = Extract<ToChild, { kind: "sample" }>;
type Tell = (event: ChildEvent) => void;

/**
 * Samples `n` continuations of one prompt. The prompt is read once; every sequence gets a copy of that state, and all
 * are decoded together. A sequence that ends takes the next sample.
 */
export async function sampleBatch(
  runtime: Runtime,
  model: LlamaModel,
  request: SampleRequest,
  tell: Tell,
  signal: AbortSignal,
): Promise<void> {
  const prompt = runtime.tokens(model, request.prompt, request.markup);
  // One token more than fits: at its end a full context would shift, and lose the prompt's beginning.
  const size = prompt.length + request.maxTokens + 2;
  const sequences = await runtime.sequences(model, Math.min(request.n, maxSequences), size);
  const [first, ...others] = sequences;
  if (first === undefined) return;
  const read = prompt.slice(0, -1);
  await readPrompt(first, read, tell, signal);
  for (const other of others) {
    if (signal.aborted) return;
    await copyState(first, other, read);
  }
  let next = 0;
  const work = async (sequence: LlamaContextSequence) => {
    while (next < request.n && !signal.aborted) {
      await sampleOne(model, sequence, prompt, request, next++, tell, signal);
    }
  };
  await Promise.all(sequences.map(work));
}

/** Evaluates the prompt in pieces, so that an abort needn't wait for all of it. */
async function readPrompt(
  sequence: LlamaContextSequence,
  prompt: Token[],
  tell: Tell,
  signal: AbortSignal,
): Promise<void> {
  await sequence.adaptStateToTokens(prompt, false);
  for (let at = sequence.nextTokenIndex; at < prompt.length && !signal.aborted; at += batchSize) {
    if (prompt.length > 2 * batchSize) {
      tell({ kind: "progress", message: `Reading the prompt (${at} of ${prompt.length} tokens) …` });
    }
    await sequence.evaluateWithoutGeneratingNewTokens(prompt.slice(at, at + batchSize));
  }
}

/** The runtime's own copying of a sequence's state, which its typings leave out. */
interface CopiesState {
  _copyStateFromOtherSequence(other: LlamaContextSequence, upToTokenIndex: number): Promise<boolean>;
}

function copiesState(sequence: object): sequence is CopiesState {
  return "_copyStateFromOtherSequence" in sequence;
}

/** Gives a sequence the state of another (a millisecond, where reading the prompt again takes hundreds). */
async function copyState(
  from: LlamaContextSequence,
  to: LlamaContextSequence,
  prompt: Token[],
): Promise<void> {
  if (copiesState(to) && (await to._copyStateFromOtherSequence(from, prompt.length))) return;
  await to.clearHistory();
  await to.evaluateWithoutGeneratingNewTokens(prompt);
}

async function sampleOne(
  model: LlamaModel,
  sequence: LlamaContextSequence,
  prompt: Token[],
  request: SampleRequest,
  sample: number,
  tell: Tell,
  signal: AbortSignal,
): Promise<void> {
  await sequence.adaptStateToTokens(prompt.slice(0, -1), false);
  const text = new TokenText(model, prompt);
  const stop = new StopStrings(request.stop);
  let tokens = 0;
  let finishReason: "stop" | "length" = "stop";
  const show = (delta: string) => {
    if (delta !== "") tell({ kind: "text", sample, delta, tokens });
  };
  for await (const token of sequence.evaluate(prompt.slice(-1), samplingOf(request, sample))) {
    if (signal.aborted) return;
    tokens += 1;
    show(stop.push(text.push(token)));
    if (stop.stopped) break;
    if (tokens >= request.maxTokens) {
      finishReason = "length";
      break;
    }
  }
  show(stop.push(text.flush()));
  show(stop.flush());
  tell({ kind: "done", sample, finishReason, tokens });
}

function samplingOf(request: SampleRequest, sample: number) {
  return {
    temperature: request.temperature,
    topP: request.topP,
    // Left out, the runtime keeps 40 tokens; 0 sorts the whole vocabulary at each token (four times slower). Only null
    // means no limit, and its typings don't know that.
    topK: null as unknown as number,
    seed: (request.seed + sample) % 2 ** 32,
  };
}

/** Text of tokens as they come: bytes of a character may be spread over several tokens, and are held back until whole. */
class TokenText {
  readonly #model: LlamaModel;
  #before: Token[];
  #pending: Token[] = [];

  constructor(model: LlamaModel, before: readonly Token[]) {
    this.#model = model;
    this.#before = before.slice(-8);
  }

  push(token: Token): string {
    this.#pending.push(token);
    const text = this.#model.detokenize(this.#pending, false, this.#before);
    return text.endsWith("\uFFFD") && this.#pending.length < 8 ? "" : this.#take(text);
  }

  flush(): string {
    return this.#pending.length === 0
      ? ""
      : this.#take(this.#model.detokenize(this.#pending, false, this.#before));
  }

  #take(text: string): string {
    this.#before = [...this.#before, ...this.#pending].slice(-8);
    this.#pending = [];
    return text;
  }
}

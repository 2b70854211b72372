import { EventQueue } from "../eventQueue.ts";
import { pickTemplate, type ChatTemplate } from "../templates/index.ts";
import { testRequest } from "../testRequest.ts";
import {
  ModelError,
  type ContinuationRequest,
  type Model,
  type ModelRef,
  type ModelTest,
  type SampleEvent,
} from "../types.ts";
import type { Mode, ModeInput } from "./mode.ts";
import { modes } from "./modes.ts";
import { probe, type Probed } from "./probe.ts";
import { sampleTogether, type Run } from "./samples.ts";
import { Server, type ServerOptions } from "./server.ts";

/** Settings of a served model. */
export interface ServedOptions extends ServerOptions {
  /** Requests under way at once, where each sample takes its own. */
  readonly concurrency: number;
}

/** A model on an OpenAI-compatible server. */
export class ServedModel implements Model {
  readonly ref: ModelRef;
  readonly #options: ServedOptions;
  readonly #server: Server;
  #probed: Promise<Probed> | null = null;
  #chat: Promise<ChatTemplate | null> | null = null;
  /** Whether one request may ask for several samples; null until that was tried. */
  #takesN: boolean | null = null;

  constructor(ref: ModelRef, baseUrl: string, options: ServedOptions) {
    this.ref = ref;
    this.#options = options;
    this.#server = new Server(baseUrl, ref.model, options);
  }

  /** See {@link Model.sample}. */
  async *sample(
    request: ContinuationRequest,
    signal: AbortSignal,
  ): AsyncGenerator<SampleEvent, void, undefined> {
    const events = new EventQueue<SampleEvent>();
    // Ends also where the reader leaves its loop early.
    const left = new AbortController();
    const either = AbortSignal.any([signal, left.signal]);
    this.#sampleAll(request, events, either).then(
      () => events.end(),
      (error: unknown) => (either.aborted ? events.end() : events.fail(error)),
    );
    try {
      yield* events;
    } finally {
      left.abort();
    }
  }

  /** See {@link Model.renderPrompt}: what is sent, as raw text or as a request's turns. */
  async renderPrompt(request: ContinuationRequest): Promise<string> {
    const input = await this.#input(request, new AbortController().signal);
    const mode =
      modes[
        this.ref.continuation ??
          (await this.#probed)?.mode ??
          (input.prompt === null ? "chat-continue-flags" : "completions")
      ];
    const body = this.#bodyOf(mode, input);
    return mode.id === "completions" && input.prompt !== null ? input.prompt : JSON.stringify(body, null, 2);
  }

  /** See {@link Model.test}: also finds the continuation mode, whatever the reference says. */
  async test(signal: AbortSignal): Promise<ModelTest> {
    this.#probed = null;
    const { mode, text, tokens, ms } = await this.#probe(signal);
    const takesN = await this.#tryN(signal);
    return { continuation: mode, text, tokens, ms, takesN };
  }

  /** See {@link Model.close}: nothing is held. */
  close(): Promise<void> {
    return Promise.resolve();
  }

  async #sampleAll(
    request: ContinuationRequest,
    events: EventQueue<SampleEvent>,
    signal: AbortSignal,
  ): Promise<void> {
    const all = Array.from({ length: request.sampling.n }, (_, index) => index);
    if (this.ref.continuation === null && this.#probed === null) {
      events.push({ kind: "progress", message: "Finding out how the server continues an answer …" });
    }
    const mode = modes[this.ref.continuation ?? (await this.#probe(signal)).mode];
    const input = await this.#input(request, signal);
    this.#bodyOf(mode, input);
    const stop = [...new Set([...request.stop, ...this.#template.stops(request)])];
    const run: Run = { server: this.#server, mode, input, request, stop, events, signal };
    const left = await this.#together(run, all);
    await eachAtOnce(left, this.#options.concurrency, async (sample) => {
      await this.#alone(run, sample, left.length === all.length && all.length === 1);
    });
  }

  /** Samples in one request where the server takes that; returns what is left to ask for one by one. */
  async #together(run: Run, samples: readonly number[]): Promise<readonly number[]> {
    if (samples.length < 2 || this.#takesN === false) return samples;
    try {
      const left = await sampleTogether(run, samples);
      this.#takesN = left.length === 0;
      return left;
    } catch (error) {
      if (!(error instanceof ModelError) || error.kind !== "input" || this.#takesN === true) throw error;
      // Refused, perhaps for its `n`: one by one says whether it was that.
      this.#takesN = false;
      return samples;
    }
  }

  /** One sample in its own request; its failure is its own, unless it is the only one. */
  async #alone(run: Run, sample: number, only: boolean): Promise<void> {
    try {
      await sampleTogether(run, [sample]);
    } catch (error) {
      if (only || !(error instanceof ModelError)) throw error;
      run.events.push({ kind: "failed", sample, error });
    }
  }

  /** What the mode sends. @throws ModelError input where it can't say what to continue */
  #bodyOf(mode: Mode, input: ModeInput): Record<string, unknown> {
    const body = mode.body(input);
    if (body !== null) return body;
    throw new ModelError(
      "input",
      `Model "${this.ref.name}" is set to raw completions, but its server tells no chat template to render the prompt with. Test the model again to find another way, or give it a template in the settings.`,
    );
  }

  get #template() {
    return pickTemplate(this.ref.template ?? "step-chat");
  }

  async #input(request: ContinuationRequest, signal: AbortSignal): Promise<ModeInput> {
    const template = this.#template;
    const chat = template.needsChatTemplate ? await (this.#chat ??= this.#server.chatTemplate(signal)) : null;
    const prompt = template.needsChatTemplate && chat === null ? null : template.render(request, chat).prompt;
    return { prompt, messages: template.messages(request) };
  }

  #probe(signal: AbortSignal): Promise<Probed> {
    this.#probed ??= this.#input(testRequest, signal)
      .then((input) => probe(this.#server, input, signal))
      .catch((error: unknown) => {
        this.#probed = null;
        throw error;
      });
    return this.#probed;
  }

  async #tryN(signal: AbortSignal): Promise<boolean> {
    const sampling = { ...testRequest.sampling, n: 2, maxTokens: 1, temperature: 1 };
    this.#takesN = null;
    for await (const event of this.sample({ ...testRequest, sampling }, signal)) {
      if (event.kind === "failed") throw event.error;
    }
    // Written by the sampling above, which the compiler doesn't see.
    return (this.#takesN as boolean | null) === true;
  }
}

/** Runs `work` on all items, so many at once. */
async function eachAtOnce<T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(atOnce, items.length)) }, worker));
}

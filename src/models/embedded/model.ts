import { EventQueue } from "../eventQueue.ts";
import { pickTemplate, type PromptTemplate, type Rendered } from "../templates/index.ts";
import {
  ModelError,
  type ContinuationRequest,
  type Model,
  type ModelRef,
  type ModelTest,
  type SampleEvent,
} from "../types.ts";
import { testRequest } from "../testRequest.ts";
import { Connection, errorOf, type ConnectionOptions } from "./connection.ts";
import { requireGguf } from "./file.ts";
import type { ChildEvent, LoadOptions, ModelInfo } from "./messages.ts";

/** What the embedded model needs besides its name. */
export interface EmbeddedOptions extends ConnectionOptions {
  /** Absolute path of the GGUF file. */
  readonly path: string;
  readonly gpu: boolean;
  readonly threads: number | null;
  /** Template taken where the reference names none; null lets the file decide. */
  readonly defaultTemplate: string | null;
  /** 0 to 1; makes seeds where the settings give none. */
  readonly random: () => number;
}

/** A GGUF model that llama.cpp runs in a child process. */
export class EmbeddedModel implements Model {
  readonly ref: ModelRef;
  readonly #options: EmbeddedOptions;
  readonly #connection: Connection;
  #info: Promise<ModelInfo> | null = null;

  constructor(ref: ModelRef, options: EmbeddedOptions) {
    this.ref = ref;
    this.#options = options;
    this.#connection = new Connection(options);
  }

  /** See {@link Model.sample}. */
  async *sample(
    request: ContinuationRequest,
    signal: AbortSignal,
  ): AsyncGenerator<SampleEvent, void, undefined> {
    await requireGguf(this.#options.path);
    const { template, rendered } = await this.#render(request);
    const run = new SampleRun(request.sampling.n);
    const call = this.#connection.call(this.#asked(request, rendered, template.stops(request)), (event) =>
      run.take(event),
    );
    const cancel = () => {
      call.abort();
      run.cancel();
    };
    signal.addEventListener("abort", cancel, { once: true });
    if (signal.aborted) cancel();
    try {
      yield* run.events;
    } finally {
      // Also where the reader leaves its loop early.
      signal.removeEventListener("abort", cancel);
      call.abort();
    }
  }

  /** See {@link Model.renderPrompt}. */
  async renderPrompt(request: ContinuationRequest): Promise<string> {
    return (await this.#render(request)).rendered.prompt;
  }

  /** See {@link Model.test}. */
  async test(signal: AbortSignal): Promise<ModelTest> {
    const start = performance.now();
    for await (const event of this.sample(testRequest, signal)) {
      if (event.kind === "failed") throw event.error;
      if (event.kind !== "done") continue;
      const { text, tokens } = event;
      return { continuation: "completions", text, tokens, ms: performance.now() - start, takesN: true };
    }
    throw new ModelError("output", "The model gave no answer.");
  }

  /** See {@link Model.close}. */
  close(): Promise<void> {
    this.#connection.close();
    return Promise.resolve();
  }

  #asked({ sampling, stop }: ContinuationRequest, rendered: Rendered, stops: readonly string[]) {
    return {
      kind: "sample" as const,
      load: this.#load(),
      prompt: rendered.prompt,
      markup: rendered.markup,
      n: sampling.n,
      temperature: sampling.temperature,
      topP: sampling.topP,
      maxTokens: sampling.maxTokens,
      seed: sampling.seed ?? Math.floor(this.#options.random() * 2 ** 32),
      stop: [...stop, ...stops],
    };
  }

  async #render(request: ContinuationRequest): Promise<{ template: PromptTemplate; rendered: Rendered }> {
    const named = this.ref.template ?? this.#options.defaultTemplate;
    const chat = named === null || pickTemplate(named).needsChatTemplate ? await this.#infoOf() : null;
    const id = named ?? (chat?.chatTemplate == null ? "worked-examples" : "step-chat");
    const template = pickTemplate(id);
    return { template, rendered: template.render(request, chat) };
  }

  #infoOf(): Promise<ModelInfo> {
    this.#info ??= this.#askInfo().catch((error: unknown) => {
      this.#info = null;
      throw error;
    });
    return this.#info;
  }

  async #askInfo(): Promise<ModelInfo> {
    await requireGguf(this.#options.path);
    return await new Promise((resolve, reject) => {
      this.#connection.call({ kind: "info", load: this.#load() }, (event) => {
        if (event.kind === "info") resolve(event.info);
        else if (event.kind === "error") reject(errorOf(event));
      });
    });
  }

  #load(): LoadOptions {
    const { path, gpu, threads } = this.#options;
    return { path, gpu, threads };
  }
}

/** The child's events of one call as the samples' events. */
class SampleRun {
  readonly events = new EventQueue<SampleEvent>();
  readonly #texts: string[];
  readonly #tokens: number[];
  readonly #open: Set<number>;

  constructor(n: number) {
    this.#texts = Array.from({ length: n }, () => "");
    this.#tokens = this.#texts.map(() => 0);
    this.#open = new Set(this.#texts.keys());
  }

  take(event: ChildEvent): void {
    if (event.kind === "progress") this.events.push(event);
    else if (event.kind === "text") {
      this.#texts[event.sample] = (this.#texts[event.sample] ?? "") + event.delta;
      this.#tokens[event.sample] = event.tokens;
      this.events.push({ kind: "text", sample: event.sample, delta: event.delta });
    } else if (event.kind === "done") this.#done(event.sample, event.finishReason, event.tokens);
    else if (event.kind === "end") this.events.end();
    else if (event.kind === "error") this.#fail(errorOf(event));
  }

  /** Ends what is still running as cancelled. */
  cancel(): void {
    for (const sample of [...this.#open]) this.#done(sample, "cancelled", this.#tokens[sample] ?? 0);
    this.events.end();
  }

  #done(sample: number, finishReason: "stop" | "length" | "cancelled", tokens: number): void {
    this.#open.delete(sample);
    const text = this.#texts[sample] ?? "";
    this.events.push({ kind: "done", sample, text, finishReason, tokens, trueContinuation: true });
  }

  /** Nothing came yet: no sample can be made at all. Else the running ones failed and the others stand. */
  #fail(error: ModelError): void {
    if (this.#open.size === this.#texts.length && this.#texts.every((text) => text === "")) {
      this.events.fail(error);
      return;
    }
    for (const sample of this.#open) this.events.push({ kind: "failed", sample, error });
    this.events.end();
  }
}

import { availableParallelism, cpus } from "node:os";
import { setTimeout } from "node:timers/promises";
import type { Llama, LlamaContext, LlamaContextSequence, LlamaModel, Token } from "node-llama-cpp";
import { ModelError } from "../types.ts";
import { freeCores, readCpu } from "./freeCores.ts";
import type { LoadOptions, ModelInfo } from "./messages.ts";

/** Sequences decoded together. More gain nothing on a CPU: 16 reach the speed at which the prompt is read. */
export const maxSequences = 16;

/** Tokens evaluated at once; an abort waits for one such batch (about 0.4 s of SmolLM2 on two cores). */
export const batchSize = 128;

/** Milliseconds between two looks at how busy the machine is, and between the first two. */
const adaptMs = 400;
const firstLookMs = 60;

/** Sequences of one context, kept from call to call with what they have read. */
export interface Sequences {
  readonly context: LlamaContext;
  readonly list: readonly LlamaContextSequence[];
  /** Tokens that each can hold. */
  readonly size: number;
}

/** llama.cpp in this process: loads it, one model and one context, and keeps them for the next call. */
export class Runtime {
  #llama: Promise<Llama> | null = null;
  #loaded: { readonly key: string; readonly load: LoadOptions; readonly model: LlamaModel } | null = null;
  #kept: Sequences | null = null;

  /**
   * The loaded model, loading it first if another or none is.
   * @throws ModelError missing-runtime, not-a-model
   */
  async model(load: LoadOptions, progress: (message: string) => void): Promise<LlamaModel> {
    const key = JSON.stringify(load);
    if (this.#loaded?.key === key) return this.#loaded.model;
    progress("Loading the model …");
    const llama = await (this.#llama ??= startLlama(load.gpu));
    await this.#unload();
    try {
      this.#loaded = { key, load, model: await llama.loadModel({ modelPath: load.path }) };
      return this.#loaded.model;
    } catch (error) {
      throw new ModelError("not-a-model", `${load.path} can't be loaded as a model: ${messageOf(error)}.`, {
        cause: error,
      });
    }
  }

  /**
   * Does work while the number of threads follows the processors that others leave free.
   * @returns what the work returns
   */
  async withFreeThreads<T>(model: LlamaModel, work: () => Promise<T>): Promise<T> {
    const { llama } = model;
    const fixed = this.#loaded?.load.threads ?? null;
    if (fixed !== null) {
      llama.maxThreads = fixed;
      return await work();
    }
    let before = readCpu();
    const adapt = () => {
      const after = readCpu();
      llama.maxThreads = freeCores(before, after, realCores(llama), cpus().length);
      before = after;
    };
    await setTimeout(firstLookMs);
    adapt();
    const timer = setInterval(adapt, adaptMs);
    try {
      return await work();
    } finally {
      clearInterval(timer);
    }
  }

  /** What the model's file says of itself. */
  info(model: LlamaModel): ModelInfo {
    return {
      chatTemplate: model.fileInfo.metadata.tokenizer.chat_template ?? null,
      bosToken: model.tokens.bosString ?? "",
      eosToken: model.tokens.eosString ?? "",
      trainedContext: model.trainContextSize,
    };
  }

  /** Tokens of a prompt, with the beginning-of-text token exactly once where the model wants one. */
  tokens(model: LlamaModel, prompt: string, markup: boolean): Token[] {
    const tokens = model.tokenize(prompt, markup);
    const { bos, shouldPrependBosToken } = model.tokens;
    return shouldPrependBosToken && bos !== null && tokens[0] !== bos ? [bos, ...tokens] : tokens;
  }

  /**
   * Up to `count` sequences of `size` tokens. Those of the last call come again where they are enough, so that a prompt
   * read before isn't read anew.
   * @throws ModelError input where `size` tokens don't fit into the model
   */
  async sequences(model: LlamaModel, count: number, size: number): Promise<readonly LlamaContextSequence[]> {
    if (size > model.trainContextSize) {
      throw new ModelError(
        "input",
        `Prompt and continuation take ${size} tokens, but the model reads ${model.trainContextSize}. Lower "max tokens" or choose a model with a longer context.`,
      );
    }
    if (this.#kept === null || this.#kept.list.length < count || this.#kept.size < size) {
      await this.#drop();
      // Rounded up, so that the next step of the same trace finds them large enough.
      const rounded = Math.min(Math.ceil(size / 256) * 256, model.trainContextSize);
      this.#kept = await createSequences(model, count, rounded);
    }
    return this.#kept.list.slice(0, count);
  }

  async #drop(): Promise<void> {
    await this.#kept?.context.dispose();
    this.#kept = null;
  }

  async #unload(): Promise<void> {
    await this.#drop();
    await this.#loaded?.model.dispose();
    this.#loaded = null;
  }
}

async function createSequences(model: LlamaModel, count: number, size: number): Promise<Sequences> {
  // The limit that follows the machine's load would also cap what a new context may ever take.
  const limit = model.llama.maxThreads;
  const threads = Math.max(realCores(model.llama), limit);
  model.llama.maxThreads = threads;
  try {
    const context = await model.createContext({
      sequences: count,
      contextSize: size,
      batchSize,
      threads,
      failedCreationRemedy: false,
    });
    return { context, list: Array.from({ length: count }, () => context.getSequence()), size };
  } catch (error) {
    // Not enough memory for so many at once: fewer, one after the other.
    if (count > 1) return await createSequences(model, Math.ceil(count / 2), size);
    throw new ModelError(
      "server",
      `There is no memory for ${size} tokens of the model: ${messageOf(error)}.`,
      {
        cause: error,
      },
    );
  } finally {
    model.llama.maxThreads = limit;
  }
}

async function startLlama(gpu: boolean): Promise<Llama> {
  try {
    const { getLlama, LlamaLogLevel } = await import("node-llama-cpp");
    // Apple's chips have one build, for CPU and GPU alike.
    const apple = process.platform === "darwin" && process.arch === "arm64";
    return await getLlama({
      gpu: gpu || apple ? "auto" : false,
      build: "never",
      skipDownload: true,
      logLevel: LlamaLogLevel.error,
      logger: () => undefined,
    });
  } catch (error) {
    throw new ModelError(
      "missing-runtime",
      `The embedded runtime (node-llama-cpp) has no build for this machine (${process.platform}-${process.arch}): ${messageOf(error)}.`,
      { cause: error },
    );
  }
}

/** Real cores: by default the runtime takes at least four threads, and on two cores a token then takes seconds. */
function realCores(llama: Llama): number {
  return Math.max(1, Math.min(availableParallelism(), llama.cpuMathCores));
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\.\s*$/u, "");
}

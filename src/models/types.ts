import type { SamplingSettings } from "../core/candidate.ts";

/** A model as the settings, the command line and run folders name it. Never holds a key. */
export interface ModelRef {
  /** Name a person gave it; unique. */
  readonly name: string;
  readonly provider: "embedded" | "openai";
  /** Embedded: a GGUF path or a known name. OpenAI-compatible: the server's model id. */
  readonly model: string;
  /** Server address up to and including `/v1`; null for embedded. */
  readonly baseUrl: string | null;
  /** How a prefix is continued, found by probing; null until probed. */
  readonly continuation: ContinuationMode | null;
  /** Prompt template id; null takes the model's default. */
  readonly template: string | null;
}

/**
 * How a server continues a prefix: raw completions with our rendered template; chat with the continue flags
 * (vLLM, SGLang); chat with a trailing assistant message (llama.cpp); `prefix: true` (DeepSeek, Mistral); or not at
 * all: prompted anew, marked "not a true continuation".
 */
export type ContinuationMode =
  "completions" | "chat-continue-flags" | "chat-trailing-assistant" | "chat-prefix-flag" | "reprompt";

/** How an answer's steps are set apart: "Step 1:" markers, a numbered list, blank lines, or lines. */
export type AnswerForm = "step" | "numbered" | "paragraphs" | "lines";

/** What is to be continued. */
export interface ContinuationRequest {
  readonly problem: string;
  /** Text of the answer so far, in its own form, ending at the place to continue (such as "…\nStep 2:"); may be empty. */
  readonly prefix: string;
  /** How the answer is written, for prompts that show it by example; left out, it is told from the prefix. */
  readonly form?: AnswerForm;
  readonly sampling: SamplingSettings;
  /** Strings that end a sample, besides the model's own end. */
  readonly stop: readonly string[];
}

/** What comes while sampling. Every sample ends with exactly one `done` or `failed`. */
export type SampleEvent =
  | { readonly kind: "text"; readonly sample: number; readonly delta: string }
  | {
      readonly kind: "done";
      readonly sample: number;
      /** The whole continuation, without the prefix. */
      readonly text: string;
      readonly finishReason: "stop" | "length" | "cancelled";
      readonly tokens: number;
      /** False where prompted anew. */
      readonly trueContinuation: boolean;
    }
  | { readonly kind: "failed"; readonly sample: number; readonly error: ModelError }
  /** For the progress bar: prompt being read, server waiting to be retried. */
  | { readonly kind: "progress"; readonly message: string };

/** A model that can continue a prefix. */
export interface Model {
  readonly ref: ModelRef;
  /**
   * Samples `n` continuations, interleaved as they come. Abort stops the model at once: running samples end with
   * finishReason `cancelled`, and the iteration ends normally.
   * @throws ModelError where no sample can be made at all.
   */
  sample(request: ContinuationRequest, signal: AbortSignal): AsyncIterable<SampleEvent>;
  /** The exact prompt that would be sent, for show. */
  renderPrompt(request: ContinuationRequest): Promise<string>;
  /** One short continuation, timed; finds the continuation mode of a server. @throws ModelError */
  test(signal: AbortSignal): Promise<ModelTest>;
  /** Frees memory and processes. */
  close(): Promise<void>;
}

/** Result of testing a model. */
export interface ModelTest {
  readonly continuation: ContinuationMode;
  readonly text: string;
  readonly tokens: number;
  readonly ms: number;
  /** Takes several samples in one request. */
  readonly takesN: boolean;
}

/** Why a model could not answer, in words a person can act on. Secrets are taken out where it is made. */
export class ModelError extends Error {
  readonly kind:
    | "input"
    | "not-found"
    | "refused-key"
    | "unreachable"
    | "timeout"
    | "rate-limited"
    | "server"
    | "output"
    | "not-a-model"
    | "missing-runtime";
  constructor(kind: ModelError["kind"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ModelError";
    this.kind = kind;
  }
}

import type { ModelError } from "../types.ts";

/** Which file the child loads, and how. */
export interface LoadOptions {
  /** Absolute path of a GGUF file. */
  readonly path: string;
  /** Use a graphics card where a build of the runtime for it is installed. */
  readonly gpu: boolean;
  /** Threads to compute with; null takes as many as others leave processors. */
  readonly threads: number | null;
}

/** What the child is asked. `call` numbers the calls of one child. */
export type ToChild =
  | { readonly kind: "info"; readonly call: number; readonly load: LoadOptions }
  | {
      readonly kind: "sample";
      readonly call: number;
      readonly load: LoadOptions;
      readonly prompt: string;
      /** Whether text such as `<|im_end|>` in the prompt is markup. */
      readonly markup: boolean;
      readonly n: number;
      readonly temperature: number;
      readonly topP: number;
      readonly maxTokens: number;
      readonly seed: number;
      readonly stop: readonly string[];
    }
  | { readonly kind: "abort"; readonly call: number };

/** A request that the child answers with events and one `end` or `error`. */
export type ChildRequest = Exclude<ToChild, { kind: "abort" }>;

/** What a model file says of itself. */
export interface ModelInfo {
  /** Jinja chat template; null where the file has none. */
  readonly chatTemplate: string | null;
  readonly bosToken: string;
  readonly eosToken: string;
  /** Tokens it was trained to read at once. */
  readonly trainedContext: number;
}

/** What the child says of a call. */
export type ChildEvent =
  | { readonly kind: "progress"; readonly message: string }
  | { readonly kind: "info"; readonly info: ModelInfo }
  | { readonly kind: "text"; readonly sample: number; readonly delta: string; readonly tokens: number }
  | {
      readonly kind: "done";
      readonly sample: number;
      readonly finishReason: "stop" | "length";
      readonly tokens: number;
    }
  | { readonly kind: "end" }
  | { readonly kind: "error"; readonly error: ModelError["kind"]; readonly message: string };

/** An event with the call that it is about. */
export interface FromChild {
  readonly call: number;
  readonly event: ChildEvent;
}

import OpenAI, { APIError } from "openai";
import type { Stream } from "openai/streaming";
import type { ChatTemplate } from "../templates/index.ts";
import { ModelError } from "../types.ts";
import { modelError, type ErrorContext } from "./errors.ts";
import { withRetry, type RetryOptions } from "./retry.ts";
import { readChunk, unstalled, within, type ChoicePiece } from "./stream.ts";

/** How a server is spoken to. */
export interface ServerOptions {
  /** Key for an origin, such as `https://host:8000`; null where it has none. Asked for at each request, never kept. */
  readonly keyFor: (origin: string) => string | null | Promise<string | null>;
  /** Milliseconds without a byte after which a request is given up. */
  readonly stallMs: number;
  readonly retry: RetryOptions;
}

/** Fields that some servers refuse and an answer is possible without. `max_tokens` is replaced by its newer name. */
const optional = ["stream_options", "seed", "max_tokens", "temperature", "top_p"] as const;

/** One OpenAI-compatible server and one model it serves. */
export class Server {
  readonly #baseUrl: string;
  readonly #model: string;
  readonly #options: ServerOptions;
  /** Fields that this server has refused. */
  readonly #refused = new Set<string>();

  constructor(baseUrl: string, model: string, options: ServerOptions) {
    this.#baseUrl = baseUrl;
    this.#model = model;
    this.#options = options;
  }

  /**
   * Sends a request and reads its streamed answer.
   * @throws ModelError
   */
  async *stream(
    path: string,
    body: Readonly<Record<string, unknown>>,
    progress: (message: string) => void,
    signal: AbortSignal,
  ): AsyncGenerator<ChoicePiece, void, undefined> {
    const key = await this.#options.keyFor(new URL(this.#baseUrl).origin);
    const context = { baseUrl: this.#baseUrl, model: this.#model, key };
    const stop = new AbortController();
    const either = AbortSignal.any([signal, stop.signal]);
    try {
      const open = () => this.#open(client(context), path, body, either, () => stop.abort());
      const stream = await withRetry(open, this.#options.retry, progress, signal);
      for await (const chunk of unstalled(stream, this.#options.stallMs, () => stop.abort()))
        yield* readChunk(chunk);
    } catch (error) {
      if (signal.aborted) return;
      throw await this.#explain(modelError(error, context), context);
    } finally {
      stop.abort();
    }
  }

  /** The chat template that the server tells (llama.cpp's `/props`); null where it tells none. */
  async chatTemplate(signal: AbortSignal): Promise<ChatTemplate | null> {
    try {
      const root = this.#baseUrl.replace(/\/v1$/u, "");
      const answer = await fetch(`${root}/props`, {
        signal: AbortSignal.any([signal, AbortSignal.timeout(5000)]),
      });
      const props: unknown = answer.ok ? await answer.json() : null;
      if (typeof props !== "object" || props === null || !("chat_template" in props)) return null;
      const { chat_template: chatTemplate } = props;
      // The server adds the beginning-of-text token itself, so ours stays empty.
      return typeof chatTemplate === "string" && chatTemplate !== ""
        ? { chatTemplate, bosToken: "", eosToken: "" }
        : null;
    } catch {
      return null;
    }
  }

  async #open(
    openai: OpenAI,
    path: string,
    body: Readonly<Record<string, unknown>>,
    signal: AbortSignal,
    stop: () => void,
  ): Promise<Stream<unknown>> {
    try {
      const request = openai.post<Stream<unknown>>(path, {
        body: this.#accepted(body),
        stream: true,
        signal,
      });
      return await within(request, this.#options.stallMs, stop);
    } catch (error) {
      if (!this.#learnRefused(error, body)) throw error;
      return await this.#open(openai, path, body, signal, stop);
    }
  }

  /** The request without what this server has refused before. */
  #accepted(body: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const kept = { model: this.#model, stream: true, stream_options: { include_usage: true }, ...body };
    return Object.fromEntries(
      Object.entries(kept)
        .filter(([field]) => field === "max_tokens" || !this.#refused.has(field))
        .map(([field, value]) =>
          field === "max_tokens" && this.#refused.has(field)
            ? ["max_completion_tokens", value]
            : [field, value],
        ),
    );
  }

  /** Whether the request was refused for a field that it can do without; if so, the next one leaves that out. */
  #learnRefused(error: unknown, body: Readonly<Record<string, unknown>>): boolean {
    if (!(error instanceof APIError) || (error.status !== 400 && error.status !== 422)) return false;
    const named = optional.find(
      (field) =>
        error.message.includes(field) &&
        !this.#refused.has(field) &&
        (field in body || field === "stream_options"),
    );
    if (named === undefined) return false;
    this.#refused.add(named);
    return true;
  }

  /** Where the model isn't there: which ones are. */
  async #explain(error: ModelError, context: ErrorContext): Promise<ModelError> {
    if (error.kind !== "not-found") return error;
    const served = await this.#served(context);
    if (served.length === 0 || served.includes(this.#model)) return error;
    const shown =
      served.slice(0, 10).join(", ") + (served.length > 10 ? ` and ${served.length - 10} more` : "");
    return new ModelError("not-found", `${error.message} It serves: ${shown}.`, { cause: error });
  }

  async #served(context: ErrorContext): Promise<readonly string[]> {
    try {
      const page = await within(client(context).models.list(), 5000, () => undefined);
      return page.data.map((model) => model.id);
    } catch {
      return [];
    }
  }
}

/** A client that sends only what it is given: the package would read keys and organisations from the environment. */
function client({ baseUrl, key }: ErrorContext): OpenAI {
  return new OpenAI({
    baseURL: baseUrl,
    apiKey: key ?? "none",
    adminAPIKey: null,
    organization: null,
    project: null,
    maxRetries: 0,
    logLevel: "off",
    // Longer than any stall timer of ours.
    timeout: 2 ** 31 - 1,
    defaultHeaders: key === null ? { Authorization: null } : {},
  });
}

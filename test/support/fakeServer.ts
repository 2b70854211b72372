/** An OpenAI-compatible server for tests: answers from a list, and misbehaves in the ways that real ones do. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** How the server behaves. */
export type ServerKind =
  /** Raw completions, the continue flags, `n`. */
  | "vllm"
  /** Continues a trailing assistant message and repeats it; no raw completions; tells no chat template. */
  | "llama.cpp"
  /** Continues where the last message says `prefix: true`; else starts anew; one choice. */
  | "deepseek"
  /** Always starts anew; refuses fields it doesn't know, and `max_tokens`. */
  | "openai"
  | "refuses-key"
  | "no-such-model"
  /** 429 with Retry-After once, then as vllm. */
  | "busy-once"
  | "always-busy"
  /** Resets the connection once before it answers, then as vllm. */
  | "resets-once"
  | "hangs"
  | "hangs-in-stream"
  | "half-answer"
  | "resets-in-stream"
  | "error-in-stream"
  | "not-json"
  /** As vllm, one word every 50 ms. */
  | "slow";

/** A running fake server. */
export interface FakeServer {
  readonly baseUrl: string;
  /** Bodies of the requests for an answer, in order. */
  readonly requests: readonly Record<string, unknown>[];
  readonly keys: readonly (string | undefined)[];
  /** Answers that the client broke off. */
  readonly aborted: () => number;
  close(): Promise<void>;
}

/** Text that continues the test prefix of models, and what a model that starts anew says. */
export const continuation = " 21 whole eggs.\nThe answer is 21.";
export const anew = "Let me solve this. Step 1: there are 24 eggs. The answer is 21.";

/** Starts the server on a free port. `answers` are given in turn, by choice and request. */
export async function fakeServer(
  kind: ServerKind,
  answers: readonly string[] = [continuation],
): Promise<FakeServer> {
  const requests: Record<string, unknown>[] = [];
  const keys: (string | undefined)[] = [];
  let aborted = 0;
  let given = 0;
  const server = createServer((request, response) => {
    void (async () => {
      if (request.url === "/v1/models") {
        json(response, 200, { data: [{ id: "served-model" }, { id: "other-model" }] });
        return;
      }
      if (request.url?.includes("completions") !== true) {
        json(response, 404, { error: { message: "no such page" } });
        return;
      }
      const body = await bodyOf(request);
      requests.push(body);
      keys.push(request.headers.authorization);
      response.on("close", () => {
        if (!response.writableFinished) aborted += 1;
      });
      await answer(kind, {
        request,
        response,
        body,
        count: requests.length,
        next: () => answers[given++ % answers.length] ?? "",
      });
    })().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    requests,
    keys,
    aborted: () => aborted,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly body: Record<string, unknown>;
  /** Requests so far. */
  readonly count: number;
  readonly next: () => string;
}

interface Turn {
  readonly role: string;
  readonly content: string;
  readonly prefix?: boolean;
}

async function answer(kind: ServerKind, exchange: Exchange): Promise<void> {
  const { request, response, body, count, next } = exchange;
  const raw = request.url?.endsWith("/chat/completions") !== true;
  const last = ((body["messages"] as Turn[] | undefined) ?? []).at(-1);
  switch (kind) {
    case "refuses-key":
      json(response, 401, {
        error: { message: `Incorrect API key provided: ${request.headers.authorization ?? "none"}` },
      });
      return;
    case "no-such-model":
      json(response, 404, { error: { message: "The model does not exist." } });
      return;
    case "always-busy":
      json(response, 429, { error: { message: "Too many requests" } });
      return;
    case "busy-once":
      if (count > 1) break;
      response.setHeader("retry-after", "0.2");
      json(response, 429, { error: { message: "Too many requests" } });
      return;
    case "resets-once":
      if (count > 1) break;
      request.socket.resetAndDestroy();
      return;
    case "hangs":
      return;
    case "hangs-in-stream":
    case "half-answer":
    case "resets-in-stream":
    case "error-in-stream":
      await misbehave(kind, exchange, raw);
      return;
    case "not-json":
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.end("data: <html>proxy error</html>\n\n");
      return;
    case "llama.cpp":
      if (raw) json(response, 404, { error: { message: "File Not Found" } });
      else if (body["continue_final_message"] === true)
        json(response, 400, { error: { message: "Cannot continue" } });
      else if (last?.role === "assistant") await stream(response, [last.content + next()], raw);
      else await stream(response, [next()], raw);
      return;
    case "deepseek":
      if (raw) json(response, 404, { error: { message: "Not Found" } });
      else await stream(response, [last?.prefix === true ? next() : anew], raw);
      return;
    case "openai":
      if (raw) json(response, 404, { error: { message: "This is a chat model" } });
      else if ("max_tokens" in body)
        json(response, 400, {
          error: { message: "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead." },
        });
      else if ("continue_final_message" in body || last?.prefix === true)
        json(response, 400, { error: { message: "Unrecognized request argument supplied" } });
      else await stream(response, [anew], raw);
      return;
  }
  const continues = raw || last?.role !== "assistant" || body["continue_final_message"] === true;
  const n = typeof body["n"] === "number" ? body["n"] : 1;
  const texts = Array.from({ length: n }, () => (continues ? next() : anew));
  await stream(response, texts, raw, kind === "slow" ? 50 : 0);
}

/** Streams one choice a text, word by word, in turn; with the token counts at the end. */
async function stream(
  response: ServerResponse,
  texts: readonly string[],
  raw: boolean,
  pauseMs = 0,
): Promise<void> {
  response.writeHead(200, { "content-type": "text/event-stream" });
  const words = texts.map((text) => text.match(/\s*\S+|\s+$/gu) ?? []);
  const longest = Math.max(...words.map((list) => list.length));
  for (let at = 0; at <= longest; at += 1) {
    for (const [index, list] of words.entries()) {
      if (at > list.length) continue;
      const finish = at === list.length ? "stop" : null;
      send(response, piece(index, list[at] ?? "", finish, raw));
    }
    if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
    if (response.destroyed) return;
  }
  send(response, { choices: [], usage: { completion_tokens: longest } });
  response.end("data: [DONE]\n\n");
}

async function misbehave(
  kind: ServerKind,
  { request, response, next }: Exchange,
  raw: boolean,
): Promise<void> {
  response.writeHead(200, { "content-type": "text/event-stream" });
  send(response, piece(0, next().slice(0, 8), null, raw));
  await new Promise((resolve) => setTimeout(resolve, 30));
  if (kind === "half-answer") response.end("data: [DONE]\n\n");
  if (kind === "resets-in-stream") request.socket.resetAndDestroy();
  if (kind === "error-in-stream") {
    send(response, { error: { message: "CUDA out of memory" } });
    response.end("data: [DONE]\n\n");
  }
}

function piece(index: number, text: string, finish: string | null, raw: boolean): Record<string, unknown> {
  return { choices: [{ index, ...(raw ? { text } : { delta: { content: text } }), finish_reason: finish }] };
}

function send(response: ServerResponse, value: unknown): void {
  response.write(`data: ${JSON.stringify(value)}\n\n`);
}

function json(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(value));
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return JSON.parse(text) as Record<string, unknown>;
}

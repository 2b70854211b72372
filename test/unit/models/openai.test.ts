import { afterEach, describe, expect, it } from "vitest";
import { openModel, type ModelDeps } from "../../../src/models/index.ts";
import type {
  ContinuationMode,
  ContinuationRequest,
  ModelRef,
  SampleEvent,
} from "../../../src/models/types.ts";
import {
  anew,
  continuation,
  fakeServer,
  type FakeServer,
  type ServerKind,
} from "../../support/fakeServer.ts";

const servers: FakeServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function started(kind: ServerKind, answers?: readonly string[]): Promise<FakeServer> {
  const server = await fakeServer(kind, answers);
  servers.push(server);
  return server;
}

function ref(baseUrl: string, fields: Partial<ModelRef> = {}): ModelRef {
  return {
    name: "m",
    provider: "openai",
    model: "served-model",
    baseUrl,
    continuation: null,
    template: null,
    ...fields,
  };
}

function open(server: Pick<FakeServer, "baseUrl">, fields: Partial<ModelRef> = {}, deps: ModelDeps = {}) {
  return openModel(ref(server.baseUrl, fields), { retryMs: 10, random: () => 0.5, ...deps });
}

function request(n = 1, fields: Partial<ContinuationRequest> = {}): ContinuationRequest {
  return {
    problem: "How many eggs are whole?",
    prefix: "Step 1: There are 24 eggs.\nStep 2:",
    sampling: { n, temperature: 0.8, topP: 0.95, maxTokens: 64, seed: 5 },
    stop: [],
    ...fields,
  };
}

const never = new AbortController().signal;

async function collect(events: AsyncIterable<SampleEvent>): Promise<SampleEvent[]> {
  const all: SampleEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

function texts(events: readonly SampleEvent[]): string[] {
  return events.flatMap((event) => (event.kind === "done" ? [event.text] : []));
}

describe("finding out how a server continues", () => {
  const cases: readonly [ServerKind, string | null, ContinuationMode, boolean][] = [
    ["vllm", null, "chat-continue-flags", true],
    ["vllm", "worked-examples", "completions", true],
    ["llama.cpp", null, "chat-trailing-assistant", false],
    ["deepseek", null, "chat-prefix-flag", false],
    ["openai", null, "reprompt", false],
  ];
  it.each(cases)("%s with template %s: %s", async (kind, template, mode, takesN) => {
    const test = await open(await started(kind), { template }).test(never);
    expect(test).toMatchObject({ continuation: mode, takesN });
    expect(test.text).toBe(mode === "reprompt" ? anew : continuation);
  });

  it("is done once, and not at all where the reference says it", async () => {
    const probed = await started("vllm");
    const model = open(probed);
    await collect(model.sample(request(), never));
    await collect(model.sample(request(), never));
    expect(probed.requests).toHaveLength(3);
    const known = await started("vllm");
    await collect(open(known, { continuation: "chat-continue-flags" }).sample(request(), never));
    expect(known.requests).toHaveLength(1);
  });
});

describe("what is sent", () => {
  it("continues the last message by flags, with the paper's opening", async () => {
    const server = await started("vllm");
    await collect(open(server, { continuation: "chat-continue-flags" }).sample(request(3), never));
    expect(server.requests[0]).toMatchObject({
      model: "served-model",
      n: 3,
      seed: 5,
      temperature: 0.8,
      top_p: 0.95,
      max_tokens: 64,
      add_generation_prompt: false,
      continue_final_message: true,
    });
    const messages = server.requests[0]?.["messages"] as { role: string; content: string }[];
    expect(messages.at(-1)).toEqual({
      role: "assistant",
      content: "Let's think step by step.\nStep 1: There are 24 eggs.\nStep 2:",
    });
  });

  it("ends a raw prompt at the prefix, with no space after it", async () => {
    const server = await started("vllm");
    const model = open(server, { continuation: "completions", template: "qwen2" });
    await collect(model.sample(request(), never));
    const prompt = String(server.requests[0]?.["prompt"]);
    expect(
      prompt.endsWith(
        "<|im_start|>assistant\nLet's think step by step.\nStep 1: There are 24 eggs.\nStep 2:",
      ),
    ).toBe(true);
    expect(await model.renderPrompt(request())).toBe(prompt);
  });

  it("marks a sample that is prompted anew", async () => {
    const server = await started("openai");
    const events = await collect(open(server, { continuation: "reprompt" }).sample(request(), never));
    expect(events.at(-1)).toMatchObject({ kind: "done", trueContinuation: false });
  });
});

describe("samples", () => {
  it("come from one request where the server takes n, each with its own text", async () => {
    const server = await started("vllm", [" 1", " 2", " 3"]);
    const events = await collect(
      open(server, { continuation: "chat-continue-flags" }).sample(request(3), never),
    );
    expect(server.requests).toHaveLength(1);
    expect(texts(events)).toEqual([" 1", " 2", " 3"]);
    for (const sample of [0, 1, 2]) {
      const deltas = events.flatMap((event) =>
        event.kind === "text" && event.sample === sample ? [event.delta] : [],
      );
      expect(deltas.join("")).toBe(texts(events)[sample]);
    }
  });

  it("come from requests of their own where the server answers with one choice", async () => {
    const server = await started("llama.cpp", [" a", " b", " c", " d"]);
    const events = await collect(
      open(server, { continuation: "chat-trailing-assistant" }).sample(request(4), never),
    );
    expect(server.requests).toHaveLength(4);
    expect(new Set(texts(events))).toEqual(new Set([" a", " b", " c", " d"]));
    expect(events.filter((event) => event.kind === "failed")).toEqual([]);
  });

  it("leave out the begun answer that a server repeats", async () => {
    const server = await started("llama.cpp");
    const events = await collect(
      open(server, { continuation: "chat-trailing-assistant" }).sample(request(), never),
    );
    expect(texts(events)).toEqual([continuation]);
  });

  it("leave out a thought before the answer", async () => {
    const server = await started("vllm", ["<think>\n24 - 3</think>\n\n 21."]);
    const events = await collect(
      open(server, { continuation: "chat-continue-flags" }).sample(request(), never),
    );
    expect(texts(events)).toEqual(["21."]);
  });
});

describe("failures", () => {
  const cases: readonly [ServerKind, string, RegExp][] = [
    ["refuses-key", "refused-key", /refused the key .*Set the key/u],
    ["no-such-model", "not-found", /has no model "absent".*It serves: served-model, other-model\./u],
    ["always-busy", "rate-limited", /takes no more requests for now/u],
    ["hangs", "timeout", /sent nothing for 0\.4 s/u],
    ["not-json", "output", /isn't the answer of such a server/u],
  ];
  it.each(cases)("%s is told as %s", async (kind, expected, message) => {
    const server = await started(kind);
    const model = open(
      server,
      { continuation: "chat-continue-flags", ...(kind === "no-such-model" && { model: "absent" }) },
      { ...(kind === "hangs" && { stallMs: 400 }), attempts: 2, keyFor: () => "sk-very-secret-key" },
    );
    const failure = collect(model.sample(request(), never));
    await expect(failure).rejects.toMatchObject({ name: "ModelError", kind: expected });
    await expect(failure).rejects.toThrow(message);
    await expect(failure).rejects.not.toThrow(/very-secret/u);
  });

  it("a server that is down is named, with what to do", async () => {
    const server = await started("vllm");
    await server.close();
    const failure = collect(open(server).sample(request(), never));
    await expect(failure).rejects.toMatchObject({ kind: "unreachable" });
    await expect(failure).rejects.toThrow(/connection refused.*Check that the server runs/u);
  });

  const half: readonly [ServerKind, string][] = [
    ["hangs-in-stream", "timeout"],
    ["half-answer", "output"],
    ["resets-in-stream", "output"],
    ["error-in-stream", "output"],
  ];
  it.each(half)("%s fails that sample alone, as %s", async (kind, expected) => {
    const server = await started(kind);
    // Long enough that a busy machine's answer begins before.
    const stall = kind === "hangs-in-stream" ? { stallMs: 2000 } : {};
    const model = open(server, { continuation: "chat-continue-flags" }, stall);
    const events = await collect(model.sample(request(), never));
    expect(events.at(-1)).toMatchObject({ kind: "failed", sample: 0, error: { kind: expected } });
  });

  it.each(["busy-once", "resets-once"] as const)("%s is asked again", async (kind) => {
    const server = await started(kind);
    const events = await collect(
      open(server, { continuation: "chat-continue-flags" }).sample(request(), never),
    );
    expect(texts(events)).toEqual([continuation]);
    expect(
      events.some((event) => event.kind === "progress" && event.message.includes("trying again in")),
    ).toBe(true);
  });

  it("waits as long as Retry-After says", async () => {
    const server = await started("busy-once");
    const start = performance.now();
    await collect(open(server, { continuation: "chat-continue-flags" }).sample(request(), never));
    expect(performance.now() - start).toBeGreaterThan(190);
  });
});

describe("keys", () => {
  it("are asked for by origin, and sent to it alone", async () => {
    const server = await started("vllm");
    const asked: string[] = [];
    const keyFor = (origin: string) => {
      asked.push(origin);
      return "sk-for-this-origin";
    };
    await collect(open(server, { continuation: "chat-continue-flags" }, { keyFor }).sample(request(), never));
    expect(asked).toEqual([new URL(server.baseUrl).origin]);
    expect(server.keys).toEqual(["Bearer sk-for-this-origin"]);
  });

  it("none is sent where there is none, whatever the environment holds", async () => {
    const server = await started("vllm");
    process.env["OPENAI_API_KEY"] = "sk-from-the-environment";
    try {
      await collect(open(server, { continuation: "chat-continue-flags" }).sample(request(), never));
    } finally {
      delete process.env["OPENAI_API_KEY"];
    }
    expect(server.keys).toEqual([undefined]);
  });
});

describe("cancelling", () => {
  it("ends both samples, keeps what came, and breaks the request off", async () => {
    const server = await started("slow", ["word ".repeat(200)]);
    const abort = new AbortController();
    const events: SampleEvent[] = [];
    for await (const event of open(server, { continuation: "chat-continue-flags" }).sample(
      request(2),
      abort.signal,
    )) {
      events.push(event);
      if (events.length === 6) abort.abort();
    }
    const done = events.filter((event) => event.kind === "done");
    expect(done).toHaveLength(2);
    expect(done.every((event) => event.finishReason === "cancelled" && event.text.startsWith("word"))).toBe(
      true,
    );
    await expect.poll(() => server.aborted()).toBe(1);
  });

  it("doesn't wait for a server that has stopped in the middle of its answer", async () => {
    const server = await started("hangs-in-stream");
    const abort = new AbortController();
    const events: SampleEvent[] = [];
    const model = open(server, { continuation: "chat-continue-flags" });
    for await (const event of model.sample(request(), abort.signal)) {
      events.push(event);
      if (event.kind === "text") abort.abort();
    }
    expect(events.at(-1)).toMatchObject({ kind: "done", finishReason: "cancelled", text: " 21 whol" });
    await expect.poll(() => server.aborted()).toBe(1);
  });

  it("also while a server is waited for, and where the reader leaves its loop", async () => {
    const hanging = await started("hangs");
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 50);
    const events = await collect(
      open(hanging, { continuation: "completions", template: "alpaca" }).sample(request(), abort.signal),
    );
    expect(events.at(-1)).toMatchObject({ kind: "done", finishReason: "cancelled", text: "" });
    const slow = await started("slow", ["word ".repeat(200)]);
    for await (const event of open(slow, { continuation: "chat-continue-flags" }).sample(request(), never)) {
      if (event.kind === "text") break;
    }
    await expect.poll(() => slow.aborted()).toBe(1);
  });
});

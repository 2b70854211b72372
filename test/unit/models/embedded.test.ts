import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { embeddedModelName, openModel, parseModelName } from "../../../src/models/index.ts";
import { Connection } from "../../../src/models/embedded/connection.ts";
import type { ChildEvent } from "../../../src/models/embedded/messages.ts";
import type { ContinuationRequest, Model, SampleEvent } from "../../../src/models/types.ts";
import { embeddedModel } from "../../support/embedded.ts";

const folder = mkdtempSync(join(tmpdir(), "stepdpo-embedded-"));
const never = new AbortController().signal;
let path = "";
let model: Model;

beforeAll(async () => {
  path = await embeddedModel();
  model = openModel(parseModelName(`embedded:${embeddedModelName}`));
}, 600_000);

afterAll(async () => {
  await model.close();
  rmSync(folder, { recursive: true, force: true });
});

function request(
  n: number,
  fields: Partial<ContinuationRequest["sampling"]> = {},
  stop: string[] = [],
): ContinuationRequest {
  return {
    problem: "Nora has 5 red pens and 2 blue pens. How many pens does she have?",
    prefix: "Step 1:",
    sampling: { n, temperature: 0.8, topP: 0.95, maxTokens: 24, seed: 11, ...fields },
    stop,
  };
}

async function collect(events: AsyncIterable<SampleEvent>): Promise<SampleEvent[]> {
  const all: SampleEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

async function sampled(asked: ContinuationRequest): Promise<string[]> {
  const texts: string[] = [];
  for (const event of await collect(model.sample(asked, never))) {
    if (event.kind === "done") texts[event.sample] = event.text;
    if (event.kind === "failed") throw event.error;
  }
  return texts;
}

describe("the embedded model", { timeout: 240_000 }, () => {
  it("samples in a batch, streams each text, and gives the same texts for the same seed", async () => {
    const events = await collect(model.sample(request(4), never));
    const done = events.filter((event) => event.kind === "done");
    expect(done.map((event) => event.sample).sort()).toEqual([0, 1, 2, 3]);
    for (const { sample, text, tokens, trueContinuation } of done) {
      const deltas = events.flatMap((event) =>
        event.kind === "text" && event.sample === sample ? [event.delta] : [],
      );
      expect(deltas.join("")).toBe(text);
      expect(tokens).toBeGreaterThan(0);
      expect(trueContinuation).toBe(true);
    }
    const texts = done.toSorted((a, b) => a.sample - b.sample).map((event) => event.text);
    expect(new Set(texts).size).toBeGreaterThan(1);
    expect(await sampled(request(4))).toEqual(texts);
    expect(await sampled(request(4, { seed: 12 }))).not.toEqual(texts);
  });

  it("samples more than fit into one batch", async () => {
    const texts = await sampled(request(18, { maxTokens: 3 }));
    expect(texts).toHaveLength(18);
  });

  it("stops at a stop string, before it", async () => {
    const [text] = await sampled(request(1, { temperature: 0, maxTokens: 40 }, ["pens"]));
    expect(text).not.toContain("pens");
  });

  it("ends at the limit of tokens", async () => {
    const events = await collect(model.sample(request(2, { maxTokens: 4 }), never));
    const done = events.filter((event) => event.kind === "done");
    expect(done.every((event) => event.tokens <= 4)).toBe(true);
    expect(done.some((event) => event.finishReason === "length")).toBe(true);
  });

  it("is tested with a continuation of the fixed prefix", async () => {
    const test = await model.test(never);
    expect(test).toMatchObject({ continuation: "completions", takesN: true });
    expect(test.text).toMatch(/^ ?\d/u);
  });

  it("ends all samples when cancelled, and the next request isn't held up", async () => {
    const abort = new AbortController();
    const events: SampleEvent[] = [];
    for await (const event of model.sample(request(8, { maxTokens: 400 }), abort.signal)) {
      events.push(event);
      if (event.kind === "text") abort.abort();
    }
    const done = events.filter((event) => event.kind === "done");
    expect(done).toHaveLength(8);
    expect(done.every((event) => event.finishReason === "cancelled")).toBe(true);
    expect(await sampled(request(1, { maxTokens: 2 }))).toHaveLength(1);
  });

  it("refuses what doesn't fit into the model, and says what to do", async () => {
    const failure = collect(model.sample(request(1, { maxTokens: 100_000 }), never));
    await expect(failure).rejects.toMatchObject({ kind: "input" });
    await expect(failure).rejects.toThrow(/the model reads 8192\. Lower "max tokens"/u);
  });

  it("survives its child's death: the call is told, the next one starts it anew", async () => {
    const connection = new Connection({ idleMs: 60_000, log: () => undefined });
    const load = { path, gpu: false, threads: null };
    const ask = (kill: boolean) =>
      new Promise<ChildEvent>((resolve) => {
        connection.call({ kind: "info", load }, (event) => {
          if (event.kind === "info" || event.kind === "error") resolve(event);
        });
        if (kill) process.kill(connection.pid ?? 0, "SIGKILL");
      });
    expect(await ask(true)).toMatchObject({
      kind: "error",
      message: expect.stringMatching(/process ended \(SIGKILL\).*Try again/u) as string,
    });
    expect(await ask(false)).toMatchObject({ kind: "info" });
    connection.close();
  });

  it("leaves no process behind when its parent is killed", async () => {
    const script = fileURLToPath(new URL("../../support/embeddedParent.ts", import.meta.url));
    const parent = spawn(process.execPath, [script, path], { stdio: ["ignore", "pipe", "inherit"] });
    const child = await new Promise<number>((resolve) =>
      parent.stdout.once("data", (data) => resolve(Number(data))),
    );
    expect(alive(child)).toBe(true);
    parent.kill("SIGKILL");
    await expect.poll(() => alive(child), { timeout: 10_000 }).toBe(false);
  });
});

describe("a model file that is none", () => {
  const cases: readonly [string, string | null, string, RegExp][] = [
    ["absent", null, "not-found", /There is no model file at .*Get the embedded model/u],
    ["empty", "", "not-a-model", /it is empty/u],
    ["a text", "hello, world", "not-a-model", /doesn't begin with GGUF/u],
  ];
  it.each(cases)("%s", async (name, content, kind, message) => {
    const file = join(folder, `${name}.gguf`);
    if (content !== null) writeFileSync(file, content);
    const failure = collect(openModel(parseModelName(`embedded:${file}`)).sample(request(1), never));
    await expect(failure).rejects.toMatchObject({ kind });
    await expect(failure).rejects.toThrow(message);
  });

  it("begins like one and is cut off", { timeout: 120_000 }, async () => {
    const file = join(folder, "cut.gguf");
    writeFileSync(file, execFileSync("head", ["-c", "4000", path]));
    const broken = openModel(parseModelName(`embedded:${file}`));
    await expect(collect(broken.sample(request(1), never))).rejects.toMatchObject({ kind: "not-a-model" });
    await broken.close();
  });
});

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/**
 * Speed of the embedded model: tokens a second for 1, 8 and 16 samples of one prompt, prompt included and not, and how long
 * cancelling takes. Writes test/bench/models.md.
 *
 *     node test/bench/models.ts
 */
import { writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { embeddedModelName, openModel, parseModelName } from "../../src/models/index.ts";
import type { ContinuationRequest, Model } from "../../src/models/types.ts";
import { ensureEmbeddedModel } from "../../scripts/model.mjs";

interface Run {
  readonly n: number;
  readonly tokens: number;
  /** Milliseconds to the first text, and in all. */
  readonly first: number;
  readonly all: number;
}

const problem = "Lisa has 20 pencils and gives away 6 of them. How many pencils does she have left?";
const never = new AbortController().signal;
const repeats = 3;

function request(n: number, seed: number): ContinuationRequest {
  // A high temperature keeps samples from ending early, so that the batch stays full.
  return {
    problem,
    prefix: "Step 1:",
    sampling: { n, temperature: 1.2, topP: 1, maxTokens: 64, seed },
    stop: [],
  };
}

async function measure(model: Model, n: number, seed: number): Promise<Run> {
  const start = performance.now();
  let first = 0;
  let tokens = 0;
  for await (const event of model.sample(request(n, seed), never)) {
    if (event.kind === "text" && first === 0) first = performance.now() - start;
    if (event.kind === "done") tokens += event.tokens;
  }
  return { n, tokens, first, all: performance.now() - start };
}

async function cancelLatency(model: Model): Promise<number> {
  const abort = new AbortController();
  let cancelled = 0;
  for await (const event of model.sample(request(16, 1), abort.signal)) {
    if (event.kind !== "text" || abort.signal.aborted) continue;
    cancelled = performance.now();
    abort.abort();
  }
  return performance.now() - cancelled;
}

function best(runs: readonly Run[]): Run {
  return runs.reduce((a, b) => (b.tokens / b.all > a.tokens / a.all ? b : a));
}

function line({ n, tokens, first, all }: Run): string {
  const rate = (ms: number) => ((tokens * 1000) / ms).toFixed(0);
  return `| ${n} | ${tokens} | ${first.toFixed(0)} | ${rate(all - first)} | ${rate(all)} |`;
}

await ensureEmbeddedModel();
const model = openModel(parseModelName(`embedded:${embeddedModelName}`));
const load = loadavg()[0] ?? 0;
const cold = await measure(model, 1, 1);
const rows: string[] = [];
for (const n of [1, 8, 16]) {
  const runs: Run[] = [];
  for (let seed = 0; seed < repeats; seed += 1) runs.push(await measure(model, n, seed));
  rows.push(line(best(runs)));
}
const cancel = await cancelLatency(model);
await model.close();

const text = `# Speed of the embedded model

Made by \`node test/bench/models.ts\`; the best of ${repeats} runs each. SmolLM2-135M as F16 on ${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? "unknown"}),
load of the machine before: ${load.toFixed(1)}. A prompt of four worked examples, at most 64 new tokens a sample.

| samples | tokens | first text, ms | tokens/s after it | tokens/s in all |
| --- | --- | --- | --- | --- |
${rows.join("\n")}

Cold start (child process, model, prompt) to the first text: ${cold.first.toFixed(0)} ms. Cancelling 16 samples: ${cancel.toFixed(0)} ms.

What made the difference on two otherwise idle cores, in tokens a second of 16 samples: libuv's usual four threads 88, one
thread 174 (each thread that has run llama.cpp keeps spinning compute threads of its own); sorting the whole vocabulary at
each token (\`topK: 0\`) about 50, no limit at all 85 (both with four threads). With both cores busy with other work: as many threads as cores 7 (8 samples),
as many as others leave processors 80.
`;
writeFileSync(fileURLToPath(new URL("models.md", import.meta.url)), text);
process.stdout.write(text);

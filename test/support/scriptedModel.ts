import type { Model, ModelRef, SampleEvent } from "../../src/models/types.ts";
import { ModelError } from "../../src/models/types.ts";

/** A model for tests that says given texts, a word at a time and in turn; an error fails that sample. */
export class ScriptedModel implements Model {
  readonly ref: ModelRef = {
    name: "scripted",
    provider: "embedded",
    model: "scripted",
    baseUrl: null,
    continuation: null,
    template: null,
  };
  /** Samples that were told to stop. */
  cancelled = 0;
  /** What was asked for, in order. */
  readonly prefixes: string[] = [];
  readonly #says: readonly (string | ModelError)[];
  readonly #atAll: ModelError | null;

  constructor(says: readonly (string | ModelError)[], atAll: ModelError | null = null) {
    this.#says = says;
    this.#atAll = atAll;
  }

  async *sample(
    request: { readonly prefix: string; readonly sampling: { readonly n: number } },
    signal: AbortSignal,
  ): AsyncGenerator<SampleEvent, void, undefined> {
    this.prefixes.push(request.prefix);
    if (this.#atAll !== null) throw this.#atAll;
    for (let sample = 0; sample < request.sampling.n; sample += 1) {
      const says = this.#says[sample % this.#says.length] ?? "";
      if (says instanceof ModelError) {
        yield { kind: "failed", sample, error: says };
        continue;
      }
      let text = "";
      for (const delta of signal.aborted ? [] : (says.match(/\s*\S+/gu) ?? [])) {
        await Promise.resolve();
        if (signal.aborted) break;
        text += delta;
        yield { kind: "text", sample, delta };
      }
      const finishReason = text === says.trimEnd() ? "stop" : "cancelled";
      if (finishReason === "cancelled") this.cancelled += 1;
      yield {
        kind: "done",
        sample,
        text,
        finishReason,
        tokens: text.split(" ").length,
        trueContinuation: true,
      };
    }
  }

  renderPrompt(request: { readonly problem: string; readonly prefix: string }): Promise<string> {
    return Promise.resolve(`${request.problem}\n${request.prefix}`);
  }

  test(): Promise<never> {
    return Promise.reject(new ModelError("output", "Not part of this test."));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

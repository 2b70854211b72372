/** Models that continue a prefix: opening one by its reference. */
import { EmbeddedModel } from "./embedded/model.ts";
import { defaultModelsDir, knownModels, modelPath } from "./embedded/file.ts";
import { ServedModel } from "./openai/model.ts";
import { ModelError, type Model, type ModelRef } from "./types.ts";

export { downloadEmbeddedModel } from "./download.ts";
export { defaultModelsDir, modelPath } from "./embedded/file.ts";
export { parseModelName, readModelRef } from "./ref.ts";

/** Name of the embedded model that the product brings. */
export const embeddedModelName = "smollm2-135m-f16";

/** What models get from their surroundings; all have defaults. */
export interface ModelDeps {
  /** Folder of embedded models; `step-dpo-studio/models` in the user's cache by default. */
  readonly modelsDir?: string;
  /** Folder that relative paths of GGUF files start from; the process's by default. */
  readonly cwd?: string;
  /** Key for an origin such as `https://host:8000`; none by default. */
  readonly keyFor?: (origin: string) => string | null | Promise<string | null>;
  /** Use a graphics card for embedded models, where a build of the runtime for it is installed. */
  readonly gpu?: boolean;
  /** Threads of embedded models; by default as many as others leave processors. */
  readonly threads?: number;
  /** Milliseconds without use after which an embedded model gives its memory back; 5 minutes by default. */
  readonly idleMs?: number;
  /** Milliseconds without a byte after which a server's answer is given up; 2 minutes by default. */
  readonly stallMs?: number;
  /** Requests to a server under way at once, where each sample takes its own; 8 by default. */
  readonly concurrency?: number;
  /** Requests in all, where a server is busy or fails; 5 by default. */
  readonly attempts?: number;
  /** Milliseconds before the second of them; 500 by default. */
  readonly retryMs?: number;
  readonly random?: () => number;
  readonly log?: (line: string) => void;
}

/**
 * Opens a model. Nothing is started or sent until it is used; `close` it after that.
 * @throws ModelError input where the reference lacks something
 */
export function openModel(ref: ModelRef, deps: ModelDeps = {}): Model {
  const random = deps.random ?? Math.random;
  if (ref.provider === "embedded") {
    return new EmbeddedModel(ref, {
      path: modelPath(ref.model, deps.modelsDir ?? defaultModelsDir(process.env), deps.cwd ?? process.cwd()),
      gpu: deps.gpu ?? false,
      threads: deps.threads ?? null,
      defaultTemplate: knownModels.get(ref.model)?.template ?? null,
      random,
      idleMs: deps.idleMs ?? 300_000,
      log: deps.log ?? (() => undefined),
    });
  }
  if (ref.baseUrl === null)
    throw new ModelError("input", `Model "${ref.name}" has no server address ("baseUrl").`);
  return new ServedModel(ref, ref.baseUrl, {
    keyFor: deps.keyFor ?? (() => null),
    stallMs: deps.stallMs ?? 120_000,
    concurrency: deps.concurrency ?? 8,
    retry: { attempts: deps.attempts ?? 5, baseMs: deps.retryMs ?? 500, random },
  });
}

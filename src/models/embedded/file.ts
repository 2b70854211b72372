import { open } from "node:fs/promises";
import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import { ModelError } from "../types.ts";

/** Known embedded models: name, file in the folder of models, template. SmolLM2 answers best after worked examples. */
export const knownModels: ReadonlyMap<string, { readonly file: string; readonly template: string }> = new Map(
  [["smollm2-135m-f16", { file: "smollm2-135m-f16.gguf", template: "worked-examples" }]],
);

/** The folder of models where none is given: `step-dpo-studio/models` in the user's cache. */
export function defaultModelsDir(env: NodeJS.ProcessEnv): string {
  const set = env["XDG_CACHE_HOME"];
  const cache = set === undefined || set === "" ? join(homedir(), ".cache") : set;
  return join(cache, "step-dpo-studio", "models");
}

/** Path of an embedded model: a known name in the folder of models, else a path (`~` is the home folder). */
export function modelPath(model: string, modelsDir: string, cwd: string): string {
  const known = knownModels.get(model);
  if (known !== undefined) return join(modelsDir, known.file);
  if (model.startsWith("~/")) return join(homedir(), model.slice(2));
  return isAbsolute(model) ? model : resolve(cwd, model);
}

/**
 * Checks that a file is there and begins as a GGUF file does, before anything is started for it.
 * @throws ModelError not-found, not-a-model
 */
export async function requireGguf(path: string): Promise<void> {
  const start = await firstBytes(path);
  if (start.toString("latin1") === "GGUF") return;
  const what = start.length === 0 ? "it is empty" : "it doesn't begin with GGUF";
  throw new ModelError(
    "not-a-model",
    `${path} is not a GGUF model file: ${what}. Choose another file, or get the embedded model again.`,
  );
}

async function firstBytes(path: string): Promise<Buffer> {
  try {
    const file = await open(path, "r");
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (code === "ENOENT") {
      throw new ModelError(
        "not-found",
        `There is no model file at ${path}. Get the embedded model, or choose a GGUF file.`,
        { cause: error },
      );
    }
    if (code === "EISDIR")
      throw new ModelError("not-a-model", `${path} is a folder, not a GGUF model file.`, { cause: error });
    throw new ModelError("not-found", `The model file ${path} can't be read: ${String(error)}.`, {
      cause: error,
    });
  }
}

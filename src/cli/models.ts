import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "commander";
import { embeddedModelName, openModel, parseModelName, readModelRef } from "../models/index.ts";
import type { Model, ModelRef } from "../models/types.ts";
import { note, UsageError, type Io } from "./io.ts";

/** File of the working folder that names models: `{"models": [{"name": …, "provider": …, "model": …, "baseUrl": …}]}`. */
const projectFile = "stepdpo.json";

/** Adds `--model`. */
export function withModelOption(command: Command): Command {
  return command.option(
    "--model <model>",
    `embedded:NAME-OR-GGUF-PATH, openai:MODEL@BASE-URL, or a name from ${projectFile}. ` +
      "A server's key comes from STEPDPO_API_KEY (OPENAI_API_KEY for api.openai.com)",
    `embedded:${embeddedModelName}`,
  );
}

/** Opens the model that a person named. @throws UsageError, ModelError */
export async function openNamedModel(io: Io, name: string): Promise<Model> {
  const typed = /^(?:embedded|openai):/u.test(name);
  const ref = typed ? parseModelName(name) : await projectModel(io, name);
  return openModel(ref, {
    cwd: io.cwd,
    keyFor: (origin) => keyFor(io, origin, typed),
    ...(io.env["STEPDPO_MODELS_DIR"] === undefined ? {} : { modelsDir: io.env["STEPDPO_MODELS_DIR"] }),
    log: (line) => {
      if (io.env["STEPDPO_DEBUG"] !== undefined) note(io, line);
    },
  });
}

/**
 * The key for a server's origin. An address that the person typed gets STEPDPO_API_KEY; one from a file (which somebody
 * else may have written) only where STEPDPO_API_ORIGIN names that origin.
 */
function keyFor(io: Io, origin: string, typed: boolean): string | null {
  if (origin === "https://api.openai.com" && io.env["OPENAI_API_KEY"] !== undefined)
    return io.env["OPENAI_API_KEY"];
  const key = io.env["STEPDPO_API_KEY"] ?? null;
  const bound = io.env["STEPDPO_API_ORIGIN"];
  if (bound !== undefined) return bound === origin ? key : null;
  return typed ? key : null;
}

async function projectModel(io: Io, name: string): Promise<ModelRef> {
  const path = join(io.cwd, projectFile);
  const models = await projectModels(path);
  const found = models.find((model) => model.name === name);
  if (found !== undefined) return found;
  const known =
    models.length === 0
      ? `there is no ${projectFile} with models here`
      : `${path} has: ${models.map((model) => model.name).join(", ")}`;
  throw new UsageError(
    `--model ${name}: no model of that name; ${known}. Or write embedded:… or openai:…@….`,
  );
}

async function projectModels(path: string): Promise<ModelRef[]> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch {
    return [];
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${path} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const models = typeof value === "object" && value !== null && "models" in value ? value.models : [];
  if (!Array.isArray(models)) throw new UsageError(`${path}: "models" must be an array.`);
  return models.map(readModelRef);
}

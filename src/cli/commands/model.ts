import { join } from "node:path";
import type { Command } from "commander";
import { defaultModelsDir, downloadEmbeddedModel, embeddedModelName } from "../../models/index.ts";
import { print, progress, type Io } from "../io.ts";
import { openNamedModel, withModelOption } from "../models.ts";

interface TestOptions {
  readonly model: string;
  readonly json: boolean;
}

/** `stepdpo model`: get the embedded model, try a model. */
export function addModel(program: Command, io: Io): void {
  const model = program.command("model").description("get the embedded model, or try a model");
  withModelOption(model.command("test"))
    .description(
      "one short continuation: does the model answer, and how does it continue a half-written one?",
    )
    .option("--json", "one JSON object on standard output", false)
    .action(async ({ model: name, json }: TestOptions) => test(io, name, json));
  model
    .command("get")
    .description(
      `download the embedded model ${embeddedModelName} (271 MB), going on where an earlier download stopped`,
    )
    .option("--json", "one JSON object on standard output", false)
    .action(async ({ json }: { json: boolean }) => get(io, json));
}

async function test(io: Io, name: string, json: boolean): Promise<void> {
  const model = await openNamedModel(io, name);
  try {
    const result = await model.test(io.signal);
    await print(io, json, { model: name, ...result }, () =>
      [
        `${name} answers (${result.tokens} tokens in ${(result.ms / 1000).toFixed(1)} s).`,
        `  continues by     ${result.continuation}${result.continuation === "reprompt" ? ": not a true continuation" : ""}`,
        `  samples at once  ${result.takesN ? "yes" : "no"}`,
        `  said             ${JSON.stringify(result.text)}`,
      ].join("\n"),
    );
  } finally {
    await model.close();
  }
}

async function get(io: Io, json: boolean): Promise<void> {
  const folder = io.env["STEPDPO_MODELS_DIR"] ?? defaultModelsDir(io.env);
  const bar = progress(io);
  const path = await downloadEmbeddedModel(
    {
      path: join(folder, `${embeddedModelName}.gguf`),
      progress: (done, total) => bar.update(`${(done / 1e6).toFixed(0)} of ${(total / 1e6).toFixed(0)} MB`),
    },
    io.signal,
  );
  bar.end();
  await print(io, json, { model: embeddedModelName, path }, () => `${embeddedModelName} is at ${path}`);
}

import { join, relative } from "node:path";
import { Option, type Command } from "commander";
import type { Candidate } from "../../core/candidate.ts";
import type { Model } from "../../models/types.ts";
import { rectifyStep } from "../../pipeline/rectify.ts";
import { RunFolder, runName } from "../../pipeline/runFolder.ts";
import type { RectifySettings, RectifySummary } from "../../pipeline/types.ts";
import { fingerprintOf } from "../../storage/files/fingerprint.ts";
import type { DatasetSession } from "../../storage/types.ts";
import { countFrom1, numberBetween, seedArgument } from "../arguments.ts";
import {
  editDataset,
  editingCommand,
  readableRow,
  saveOwn,
  traceAt,
  useDataset,
  type PlaceOptions,
} from "../dataset.ts";
import { CancelledError, note, print, progress, UsageError, type Io } from "../io.ts";
import { openNamedModel, withModelOption } from "../models.ts";

interface Options extends PlaceOptions {
  readonly model: string;
  readonly samples: number;
  readonly temperature: number;
  readonly topP: number;
  readonly maxTokens: number;
  readonly seed?: number;
  readonly stopAfterWins?: number;
  readonly form: RectifySettings["form"];
  readonly accept: boolean;
  readonly json: boolean;
}

/** `stepdpo rectify`: sample continuations from just before a step; those that end right give s_win. */
export function addRectify(program: Command, io: Io): void {
  const command = withModelOption(editingCommand(program, "rectify")).description(
    "sample continuations from just before a step; the first step of one that ends right is s_win",
  );
  withSamplingOptions(command)
    .option("--accept", "make the first win s_win, and save", false)
    .option("--json", "one JSON object on standard output", false)
    .action(async (file: string, options: Options) => {
      if (file === "-") throw new UsageError("Runs say which file they are of: save standard input to one.");
      const settings = settingsOf(options);
      const model = await openNamedModel(io, options.model);
      try {
        const use = options.accept ? editDataset : useDataset;
        await use(io, file, options, (session) =>
          rectify(io, session, model, settings, { ...options, version: program.version() ?? "" }),
        );
      } finally {
        await model.close();
      }
    });
}

function withSamplingOptions(command: Command): Command {
  return command
    .option("--samples <n>", "continuations to sample", countFrom1, 8)
    .option("--temperature <t>", "sampling temperature", numberBetween(0, 5), 0.8)
    .option("--top-p <p>", "nucleus sampling", numberBetween(0, 1), 0.95)
    .option("--max-tokens <n>", "new tokens a continuation", countFrom1, 512)
    .option("--seed <n>", "same seed, same texts, where the model can", seedArgument)
    .option("--stop-after-wins <n>", "stop when there are so many wins", countFrom1)
    .addOption(
      new Option("--form <form>", 'native: the trace\'s own form; step: rewritten into "Step k:"')
        .choices(["native", "step"] satisfies RectifySettings["form"][])
        .default("native"),
    );
}

function settingsOf(options: Options): RectifySettings {
  const { samples, temperature, topP, maxTokens, seed, stopAfterWins } = options;
  return {
    sampling: { n: samples, temperature, topP, maxTokens, seed: seed ?? null },
    stopAfterWins: stopAfterWins ?? null,
    form: options.form,
  };
}

async function rectify(
  io: Io,
  session: DatasetSession,
  model: Model,
  settings: RectifySettings,
  options: Options & { readonly version: string },
): Promise<void> {
  const { row } = await readableRow(session, options.row);
  const trace = traceAt(row, options);
  const input = session.info.path;
  const folder = await RunFolder.create(
    join(io.cwd, ".stepdpo", "runs"),
    {
      stage: "rectify",
      settings,
      model: model.ref,
      input: { path: input, fingerprint: JSON.stringify(await fingerprintOf(input)) },
      versions: { "step-dpo-studio": options.version },
    },
    () => new Date(io.now()),
  );
  const origin = { input, row: options.row - 1, trace: options.trace - 1 };
  const task = {
    row,
    trace,
    step: options.step - 1,
    settings,
    model,
    splitter: options.splitter,
    now: () => performance.now(),
  };
  const { candidates, summary } = await sample(io, { ...task, run: { folder, origin } }, options.json);
  const { reason, run, error, ...counts } = summary;
  await folder.close(reason, counts);
  const win = candidates.find((candidate) => candidate.state === "win");
  const accepted = options.accept && win !== undefined && reason !== "failed";
  const saved = accepted && (await accept(session, options, win, folder.path));
  if (options.json) {
    await print(
      io,
      true,
      {
        row: options.row,
        trace: options.trace,
        step: options.step,
        ...summary,
        accepted: accepted ? win.index + 1 : null,
        candidates: candidates.map(candidateJson),
      },
      () => "",
    );
  }
  note(
    io,
    `${counts.sampled} sampled, ${counts.wins} wins, ${counts.wrong} wrong, ${counts.tokens} tokens in ${(counts.ms / 1000).toFixed(1)} s (${reason}). Kept in ${relative(io.cwd, run ?? folder.path)}`,
  );
  if (accepted)
    note(
      io,
      `Candidate ${win.index + 1} is now s_win of step ${options.step}. ${saved ? "Saved." : "It is saved with the unsaved edits that another program has in this row."}`,
    );
  if (reason === "cancelled") throw new CancelledError();
  if (reason === "failed") throw new Error(error ?? "No candidate could be sampled.");
  if (options.accept && win === undefined)
    throw new Error("No candidate can be s_win; nothing was accepted.");
}

async function sample(
  io: Io,
  task: Parameters<typeof rectifyStep>[0],
  quiet: boolean,
): Promise<{ candidates: Candidate[]; summary: RectifySummary }> {
  const latest = new Map<number, Candidate>();
  const bar = progress(io);
  for await (const event of rectifyStep(task, io.signal)) {
    if (event.kind === "end") {
      bar.end();
      return { candidates: [...latest.values()].sort((a, b) => a.index - b.index), summary: event.summary };
    }
    if (event.kind === "progress") {
      bar.update(event.message);
      continue;
    }
    const { candidate } = event;
    latest.set(candidate.index, candidate);
    const tokens = [...latest.values()].reduce((sum, one) => sum + one.tokens, 0);
    if (candidate.state === "streaming")
      bar.update(`${latest.size} of ${task.settings.sampling.n} under way, ${tokens} tokens`);
    else {
      bar.end();
      if (!quiet) await print(io, false, {}, () => candidateText(candidate));
    }
  }
  throw new Error("Sampling ended without a summary.");
}

async function accept(
  session: DatasetSession,
  options: Options,
  win: Candidate,
  run: string,
): Promise<boolean> {
  await session.apply(options.row - 1, {
    kind: "win",
    trace: options.trace - 1,
    step: options.step - 1,
    win: { text: win.firstStep, continuation: win.text, run: runName(run) },
  });
  return saveOwn(session);
}

const marks: Readonly<Record<Candidate["state"], string>> = {
  streaming: "…",
  win: "✓ win",
  lucky: "! right by luck: false arithmetic",
  "same-as-lose": "= same as s_lose",
  duplicate: "= duplicate",
  wrong: "✗ wrong",
  unknown: "? unknown",
  failed: "✗ failed",
};

function candidateText(candidate: Candidate): string {
  const { index, state, answer, firstStep, error } = candidate;
  const said = answer?.answer ?? null;
  const head = `#${index + 1}  ${marks[state]}${said === null ? "" : `  (answer ${said})`}${candidate.trueContinuation ? "" : "  not a true continuation"}`;
  return `${head}\n    ${(error ?? firstStep.trim()).replaceAll("\n", "\n    ")}`;
}

function candidateJson(candidate: Candidate): object {
  const { index, duplicateOf, answer, ...rest } = candidate;
  return {
    candidate: index + 1,
    ...rest,
    answer: answer?.answer ?? null,
    duplicateOf: duplicateOf === null ? null : duplicateOf + 1,
  };
}

import { resolve } from "node:path";
import { InvalidArgumentError, type Command } from "commander";
import type { Row, Trace } from "../core/model.ts";
import { parseSplitter, type Splitter } from "../core/split.ts";
import { openDataset, ripgrepPath, stateFolder } from "../storage/index.ts";
import type { DatasetSession, RowView } from "../storage/types.ts";
import { countFrom1 } from "./arguments.ts";
import { counted, note, UsageError, type Io } from "./io.ts";
import { checkMapping, givenMapping, withMappingOptions, type MappingOptions } from "./mapping.ts";
import { withStandardInput } from "./standardInput.ts";

/** Options that every command on a dataset takes. */
export interface DatasetOptions extends MappingOptions {
  readonly splitter: Splitter;
}

/** What people give as a dataset. */
export const datasetArgument =
  ".jsonl, .ndjson or .json, any of them gzipped, .parquet, or a folder of .json files";

/** A command that reads one dataset. @param file how its argument is written: `[file]` where it can go without */
export function datasetCommand(program: Command, name: string, file = "<file>"): Command {
  return withDatasetOptions(program.command(name).argument(file, `${datasetArgument}; - is standard input`));
}

/** A command that edits one dataset in place. */
export function editingCommand(program: Command, name: string): Command {
  return withPlaceOptions(program.command(name).argument("<file>", datasetArgument));
}

/** Adds the options that every command on a dataset takes. */
export function withDatasetOptions(command: Command): Command {
  return withMappingOptions(command).option(
    "--splitter <how>",
    "how texts are cut into steps: auto, step, numbered, paragraphs, lines, sentences, tag:TEXT, pattern:REGEXP",
    splitterArgument,
    "auto",
  );
}

/** A step by its numbers, from 1. */
export interface PlaceOptions extends DatasetOptions {
  readonly row: number;
  readonly trace: number;
  readonly step: number;
}

/** Adds the options of a command on one step of a dataset. */
function withPlaceOptions(command: Command): Command {
  return withDatasetOptions(command)
    .requiredOption("--row <n>", "row, from 1", countFrom1)
    .option("--trace <n>", "trace of the row, from 1", countFrom1, 1)
    .requiredOption("--step <n>", "step of the trace, from 1", countFrom1);
}

/** A splitter as people write it. @throws InvalidArgumentError */
function splitterArgument(text: string): Splitter {
  try {
    return parseSplitter(text);
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
  }
}

type Use<T> = (session: DatasetSession) => Promise<T>;

/**
 * Opens a dataset to read it as it is saved, for the length of `use`, and lets go of it whatever happens. What another
 * program has unsaved is not in it: the output of a command must be that of the file it names.
 */
export function useDataset<T>(io: Io, file: string, options: DatasetOptions, use: Use<T>): Promise<T> {
  return withDataset(io, file, options, true, use);
}

/** Opens a dataset to edit it, with what other programs have unsaved. */
export function editDataset<T>(io: Io, file: string, options: DatasetOptions, use: Use<T>): Promise<T> {
  return withDataset(io, file, options, false, use);
}

/**
 * Saves what was edited here and leaves alone what another program has unsaved; a row where both edited is saved there.
 * Returns whether nothing edited here is left unsaved.
 */
export async function saveOwn(session: DatasetSession): Promise<boolean> {
  await session.save({ own: true });
  return session.edits.every((edit) => edit.elsewhere === true);
}

async function withDataset<T>(
  io: Io,
  file: string,
  options: DatasetOptions,
  reading: boolean,
  use: Use<T>,
): Promise<T> {
  const mapping = await givenMapping(io, options);
  const opened = async (path: string, stateDir: string | null): Promise<T> => {
    const session = await openDataset(path, {
      ...{ splitter: options.splitter, mapping, stateDir, reading },
      ripgrep: ripgrepPath(),
      now: io.now,
      log: (message) => {
        if (io.env["STEPDPO_DEBUG"] !== undefined) note(io, message);
      },
    });
    try {
      if (mapping !== null) await checkMapping(session, mapping);
      return await use(session);
    } finally {
      await session.close();
    }
  };
  if (file !== "-") return opened(resolve(io.cwd, file), stateFolder(io.env));
  if (!reading) throw new UsageError("Standard input can't be edited. Save it to a file and name that.");
  return withStandardInput(io, (path) => opened(path, null));
}

/** One row by its number from 1, all of it readable. @throws Error naming row and reason; UsageError past the last row */
export async function readableRow(session: DatasetSession, number: number): Promise<RowView & { row: Row }> {
  await session.whenIndexed();
  if (number > session.info.rows) {
    throw new UsageError(`--row ${number}: ${session.info.path} has ${counted(session.info.rows, "row")}.`);
  }
  const view = await session.row(number - 1);
  if (view.row === null) throw new Error(`Row ${number}: ${view.error ?? "fits no known format."}`);
  return { ...view, row: view.row };
}

/** The trace that a step is in. @throws UsageError where the row has no such trace, or the trace no such step */
export function traceAt(row: Row, { trace: number, step }: PlaceOptions): Trace {
  const trace = row.traces[number - 1];
  if (trace === undefined) {
    throw new UsageError(
      row.traces.length === 0
        ? "This row has no trace."
        : `--trace ${number}: the row has ${counted(row.traces.length, "trace")}.`,
    );
  }
  if (step > trace.steps.length)
    throw new UsageError(`--step ${step}: the trace has ${counted(trace.steps.length, "step")}.`);
  return trace;
}

/** All rows in order, in pages, so that memory does not grow with the file. */
export async function* allRows(session: DatasetSession, page = 256): AsyncGenerator<RowView> {
  await session.whenIndexed();
  for (let from = 0; from < session.info.rows; from += page) yield* await session.rows(from, from + page);
}

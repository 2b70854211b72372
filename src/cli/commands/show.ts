import type { Command } from "commander";
import { countFrom1 } from "../arguments.ts";
import { datasetCommand, readableRow, useDataset, type DatasetOptions } from "../dataset.ts";
import { rowJson, rowText } from "../describe.ts";
import { print, type Io } from "../io.ts";

interface Options extends DatasetOptions {
  readonly row: number;
  readonly json: boolean;
}

/** `stepdpo show`: one row as problem, traces, steps and labels. */
export function addShow(program: Command, io: Io): void {
  datasetCommand(program, "show")
    .description("one row as problem, traces, steps and labels")
    .requiredOption("--row <n>", "row, from 1", countFrom1)
    .option("--json", "one JSON object on standard output", false)
    .action(async (file: string, options: Options) => {
      await useDataset(io, file, options, async (session) => {
        const view = await readableRow(session, options.row);
        const json = { format: view.format, line: view.line, ...rowJson(options.row, view.row) };
        await print(io, options.json, json, () => rowText(options.row, view.row));
      });
    });
}

import type { Command } from "commander";
import type { Label } from "../../core/model.ts";
import { countFrom1, labelArgument } from "../arguments.ts";
import {
  checkStepNumber,
  readableRow,
  traceOf,
  useDataset,
  withDatasetOptions,
  type DatasetOptions,
} from "../dataset.ts";
import { print, type Io } from "../io.ts";

interface Options extends DatasetOptions {
  readonly row: number;
  readonly trace: number;
  readonly step: number;
  readonly label: Label | null;
  readonly json: boolean;
}

/** `stepdpo label`: sets the label of one step, in place. */
export function addLabel(program: Command, io: Io): void {
  withDatasetOptions(program.command("label <file>"))
    .description("set the label of one step in place; every other byte of the file stays")
    .requiredOption("--row <n>", "row, from 1", countFrom1)
    .option("--trace <n>", "trace of the row, from 1", countFrom1, 1)
    .requiredOption("--step <n>", "step of the trace, from 1", countFrom1)
    .requiredOption("--label <label>", "correct, neutral, incorrect or none", labelArgument)
    .option("--json", "one JSON object on standard output", false)
    .action(async (file: string, options: Options) => {
      await useDataset(io, file, options, async (session) => {
        const { row } = await readableRow(session, options.row);
        checkStepNumber(traceOf(row, options.trace), options.step);
        const edit = await session.apply(options.row - 1, {
          kind: "label",
          trace: options.trace - 1,
          step: options.step - 1,
          label: options.label,
          by: "person",
        });
        await session.save();
        const { row: number, trace, step, label } = options;
        const json = {
          file: session.info.path,
          row: number,
          trace,
          step,
          label: label ?? "none",
          saved: true,
        };
        await print(io, options.json, json, () => `Row ${number}: ${edit.title}. Saved.`);
      });
    });
}

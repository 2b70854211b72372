import type { Command } from "commander";
import type { Label } from "../../core/model.ts";
import { labelArgument } from "../arguments.ts";
import { readableRow, traceAt, useDataset, withPlaceOptions, type PlaceOptions } from "../dataset.ts";
import { print, type Io } from "../io.ts";

interface Options extends PlaceOptions {
  readonly label: Label | null;
  readonly json: boolean;
}

/** `stepdpo label`: sets the label of one step, in place. */
export function addLabel(program: Command, io: Io): void {
  withPlaceOptions(program.command("label <file>"))
    .description("set the label of one step in place; every other byte of the file stays")
    .requiredOption("--label <label>", "correct, neutral, incorrect or none", labelArgument)
    .option("--json", "one JSON object on standard output", false)
    .action(async (file: string, options: Options) => {
      await useDataset(io, file, options, async (session) => {
        const { row } = await readableRow(session, options.row);
        traceAt(row, options);
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

import type { Command } from "commander";
import type { Label } from "../../core/model.ts";
import { datasetName } from "../../storage/names.ts";
import type { SessionInfo } from "../../storage/types.ts";
import { labelArgument } from "../arguments.ts";
import { editDataset, editingCommand, readableRow, saveOwn, traceAt, type PlaceOptions } from "../dataset.ts";
import { print, type Io } from "../io.ts";

interface Options extends PlaceOptions {
  readonly label: Label | "none";
  readonly saveAll: boolean;
  readonly json: boolean;
}

/** What a person must know of an edit in a row that is being edited elsewhere. */
const unsavedHint =
  "Not saved yet: another program has unsaved edits in this row, shows this one with them, and saves them together. To save all of them from here, pass --save-all.";

/** Where an edit went: Parquet and gzip files stay as they are. */
function savedText({ container, path }: SessionInfo): string {
  const beside = container === "parquet" || container === "jsonl.gz";
  return beside ? `Saved beside it in ${datasetName(path)}.labels.jsonl.` : "Saved.";
}

/** `stepdpo label`: sets the label of one step, in place. */
export function addLabel(program: Command, io: Io): void {
  editingCommand(program, "label")
    .description("set the label of one step in place; every other byte of the file stays")
    .requiredOption("--label <label>", "correct, neutral, incorrect or none", labelArgument)
    .option("--save-all", "save what other programs have unsaved in the file too", false)
    .option("--json", "one JSON object on standard output", false)
    .action(async (file: string, options: Options) => {
      await editDataset(io, file, options, async (session) => {
        const { row } = await readableRow(session, options.row);
        traceAt(row, options);
        const edit = await session.apply(options.row - 1, {
          kind: "label",
          trace: options.trace - 1,
          step: options.step - 1,
          label: options.label === "none" ? null : options.label,
          by: "person",
        });
        const saved = options.saveAll ? await session.save().then(() => true) : await saveOwn(session);
        const { row: number, trace, step, label } = options;
        const json = {
          file: session.info.path,
          row: number,
          trace,
          step,
          label,
          saved,
        };
        await print(
          io,
          options.json,
          json,
          () => `Row ${number}: ${edit.title}. ${saved ? savedText(session.info) : unsavedHint}`,
        );
      });
    });
}

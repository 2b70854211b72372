import type { Command } from "commander";
import {
  mappingKeys,
  mappingRoles,
  zeroKey,
  type FieldMapping,
  type MappedRow,
  type MappingProposal,
} from "../../core/mapping.ts";
import type { Splitter } from "../../core/split.ts";
import { fieldFacts, proposeMapping } from "../../formats/index.ts";
import { mapRow, tallyMapping } from "../../pipeline/mapping/preview.ts";
import { sampleRows, type SampledRow } from "../../pipeline/mapping/sample.ts";
import { countFrom1 } from "../arguments.ts";
import { datasetCommand, useDataset, type DatasetOptions } from "../dataset.ts";
import { rowJson, rowText } from "../describe.ts";
import { print, type Io } from "../io.ts";
import { givenMapping } from "../mapping.ts";

interface Options extends DatasetOptions {
  readonly rows: number;
  readonly json: boolean;
}

/** `stepdpo map`: which fields of a file of no known format hold what, and how its rows then read. */
export function addMap(program: Command, io: Io): void {
  datasetCommand(program, "map")
    .description(
      "propose which fields of an unknown file hold what, from a sample of its rows, and show how they then read",
    )
    .option("--rows <n>", "how many rows to print", countFrom1, 1)
    .option("--json", "one JSON object on standard output", false)
    .addHelpText(
      "after",
      `\nRoles:\n${[...mappingRoles, { role: "zero", ...zeroKey }].map(({ role, what }) => `  ${role.padEnd(10)} ${what}`).join("\n")}`,
    )
    .action(async (file: string, options: Options) => {
      const given = await givenMapping(io, options);
      // The file's own format is not asked: the mapping goes before it.
      const plain: Options = { rows: options.rows, json: options.json, splitter: options.splitter };
      const sample = await useDataset(io, file, plain, sampleRows);
      if (sample.length === 0) throw new Error(`${file} has no row that is a JSON object.`);
      const proposal =
        given === null ? proposeMapping(sample.map(({ value }) => value)) : { mapping: given, why: {} };
      const found = describe(file, sample, proposal, options);
      await print(io, options.json, found.json, () => found.text);
      if (proposal.mapping.problem === undefined && given === null)
        throw new Error("No field looks like the problem. Say which with --map problem=FIELD,…");
    });
}

function describe(
  file: string,
  sample: readonly SampledRow[],
  { mapping, why }: MappingProposal,
  { rows, splitter }: { rows: number; splitter: Splitter },
): { json: object; text: string } {
  const fields = fieldFacts(sample.map(({ value }) => value));
  const tally = tallyMapping(sample, mapping, splitter);
  const first = sample.slice(0, rows).map((row) => mapRow(row, mapping, splitter));
  const complaints = tally.complaints.map(({ first: index, ...one }) => ({ ...one, firstRow: index + 1 }));
  return {
    json: { file, mapping, why, fields, ...tally, complaints, first: first.map(mappedJson) },
    text: [
      ...mappingKeys.flatMap((key) =>
        mapping[key] === undefined ? [] : [`${key.padEnd(10)} ${mapping[key]}  (${why[key] ?? "given"})`],
      ),
      "",
      `Fields of ${sample.length} sampled rows`,
      ...fields.map(
        ({ path, kind, share, sample: value }) =>
          `  ${path}  ${kind}${share < 1 ? `, ${Math.round(share * 100)}%` : ""}: ${value.slice(0, 60)}`,
      ),
      "",
      `${tally.well} of ${tally.sampled} sampled rows read well: ${tally.problems} problems, ${tally.traces} traces, ${tally.steps} steps.`,
      ...complaints.map(
        ({ message, rows: many, firstRow }) =>
          `  ${message} (row ${firstRow}${many > 1 ? `, ${many} rows in all` : ""})`,
      ),
      "",
      ...first.map(mappedText),
      ...useLines(file, mapping),
    ].join("\n"),
  };
}

function mappedJson({ index, row, complaints }: MappedRow): object {
  return { ...(row === null ? { row: index + 1 } : rowJson(index + 1, row)), complaints };
}

function mappedText({ index, row }: MappedRow): string {
  return row === null ? `Row ${index + 1} can't be read so.\n` : `${rowText(index + 1, row)}\n`;
}

function useLines(file: string, mapping: FieldMapping): string[] {
  if (Object.keys(mapping).length === 0) return [];
  const roles = Object.entries(mapping).map(([role, field]) => `${role}=${String(field)}`);
  return [`Use it:  stepdpo inspect ${quoted(file)} --map ${quoted(roles.join(","))}`];
}

function quoted(text: string): string {
  return /^[\w./=,-]+$/u.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

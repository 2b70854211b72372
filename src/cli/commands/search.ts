import { InvalidArgumentError, type Command } from "commander";
import { parseWhere, whereForms, type Where } from "../../pipeline/where.ts";
import type { RowView, SearchHit } from "../../storage/types.ts";
import { countFrom1 } from "../arguments.ts";
import { useDataset, withDatasetOptions, type DatasetOptions } from "../dataset.ts";
import { note, print, write, type Io } from "../io.ts";

interface Options extends DatasetOptions {
  readonly regex: boolean;
  readonly caseSensitive: boolean;
  readonly field?: string;
  readonly where?: Where[];
  readonly limit?: number;
  readonly json: boolean;
}

/** `stepdpo search`: rows by a text in them and by what they mean. */
export function addSearch(program: Command, io: Io): void {
  withDatasetOptions(program.command("search <file> [text]"))
    .description("rows that hold a text, in any JSON spelling; no text finds the rows that --where takes")
    .option("--regex", "TEXT is a regular expression", false)
    .option("--case-sensitive", "upper and lower case differ", false)
    .option("--field <path>", "look in this field alone: a dotted path, array places left out")
    .option(
      "--where <condition>",
      `only rows that are so; may be given more than once: ${whereForms}`,
      whereArgument,
    )
    .option("--limit <n>", "stop after so many rows", countFrom1)
    .option("--json", "one JSON object on standard output", false)
    .action(async (file: string, text: string | undefined, options: Options) => {
      const hits = await useDataset(io, file, options, async (session) => {
        const found: SearchHit[] = [];
        const where = options.where;
        const query = {
          text: text ?? "",
          kind: options.regex ? ("regex" as const) : ("literal" as const),
          caseSensitive: options.caseSensitive,
          field: options.field ?? null,
          where: where === undefined ? null : (view: RowView) => where.every((one) => one(view)),
        };
        for await (const hit of session.search(query, io.signal)) {
          found.push(hit);
          if (!options.json) await write(io, `${line(hit)}\n`);
          if (found.length === options.limit) break;
        }
        return found;
      });
      if (options.json) await print(io, true, { hits: hits.map(hitJson) }, () => "");
      note(io, `${hits.length} rows.`);
    });
}

function whereArgument(text: string, before: Where[] | undefined): Where[] {
  const where = parseWhere(text);
  if (where === null) throw new InvalidArgumentError(`Give one of: ${whereForms}.`);
  return [...(before ?? []), where];
}

function line({ row, field, excerpt }: SearchHit): string {
  return field === null
    ? `row ${row + 1}`
    : `row ${row + 1}  ${field}: ${excerpt.replace(/\s+/gu, " ").trim()}`;
}

function hitJson({ row, ...hit }: SearchHit): object {
  return { row: row + 1, ...hit };
}

import { InvalidArgumentError, Option, type Command } from "commander";
import { compilePattern } from "../../core/pattern.ts";
import type { Condition, Query, SortKey } from "../../core/query.ts";
import { parseCondition, whereForms } from "../../pipeline/view/condition.ts";
import { hitIn } from "../../pipeline/view/hitIn.ts";
import { createView } from "../../pipeline/view/index.ts";
import type { DatasetView } from "../../pipeline/view/types.ts";
import type { DatasetSession, SearchHit } from "../../storage/types.ts";
import { absentFields } from "../absentFields.ts";
import { countFrom1 } from "../arguments.ts";
import { datasetCommand, useDataset, type DatasetOptions } from "../dataset.ts";
import { checkCancelled, counted, note, print, progress, UsageError, write, type Io } from "../io.ts";

interface Options extends DatasetOptions {
  readonly regex: boolean;
  readonly caseSensitive: boolean;
  readonly field?: string;
  readonly where?: Condition[];
  readonly sort: SortKey;
  readonly descending: boolean;
  readonly limit?: number;
  readonly json: boolean;
}

/** Where rows are found that no text is looked for in. */
const nowhere = { field: null, excerpt: "", start: 0, end: 0 };
const sortKeys: readonly SortKey[] = ["file", "first-error", "steps", "traces", "length", "win-rate"];

/** `stepdpo search`: rows by a text in them and by what they mean. */
export function addSearch(program: Command, io: Io): void {
  datasetCommand(program, "search")
    .argument("[text]", "what to look for")
    .description("rows that hold a text, in any JSON spelling; no text finds the rows that --where takes")
    .option("--regex", "TEXT is a regular expression", false)
    .option("--case-sensitive", "upper and lower case differ", false)
    .option("--field <path>", "look in this field alone: a dotted path, array places left out")
    .option(
      "--where <condition>",
      `only rows that are so; several values of one kind or field are alternatives, all else must hold: ${whereForms}`,
      whereArgument,
    )
    .addOption(
      new Option("--sort <key>", "order of the rows; those without the key come last")
        .choices(sortKeys)
        .default("file"),
    )
    .option("--descending", "the other way round: the last row, the latest error, the longest first", false)
    .option("--limit <n>", "stop after so many rows", countFrom1)
    .option("--json", "one JSON object on standard output", false)
    .action(async (file: string, text: string | undefined, options: Options) => {
      if (options.regex && text !== undefined) checkPattern(text);
      const hits = await useDataset(io, file, options, async (session) => {
        const found: SearchHit[] = [];
        for await (const hit of search(io, session, queryOf(text ?? "", options), options.json)) {
          found.push(hit);
          if (!options.json) await write(io, `${line(hit)}\n`);
          if (found.length === options.limit) break;
        }
        if (found.length === 0)
          for (const absent of await absentFields(session, fieldsOf(options))) note(io, absent);
        return found;
      });
      if (options.json) await print(io, true, { hits: hits.map(hitJson) }, () => "");
      note(io, `${counted(hits.length, "row")}.`);
    });
}

function whereArgument(text: string, before: Condition[] | undefined): Condition[] {
  const condition = parseCondition(text);
  if (condition === null) throw new InvalidArgumentError(`Give one of: ${whereForms}.`);
  return [...(before ?? []), condition];
}

/** @throws UsageError saying what is wrong with the pattern */
function checkPattern(text: string): void {
  try {
    compilePattern(text);
  } catch (error) {
    throw new UsageError(
      `The pattern can't be used: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** The fields that rows must have to be found. */
function fieldsOf({ field, where }: Options): string[] {
  const asked = (where ?? []).flatMap((one) => (one.kind === "field" ? [one.path] : []));
  return [...new Set(field === undefined ? asked : [field, ...asked])];
}

function queryOf(text: string, options: Options): Query {
  const { regex, caseSensitive, field, where, sort, descending } = options;
  return { text, regex, caseSensitive, field: field ?? null, conditions: where ?? [], sort, descending };
}

/**
 * What a query finds, in its order, as soon as the order is sure.
 * @param lines whether lines must be told of where no text is looked for: rows are read for it
 */
async function* search(
  io: Io,
  session: DatasetSession,
  query: Query,
  lines: boolean,
): AsyncGenerator<SearchHit> {
  checkCancelled(io);
  const view = createView(session);
  const cancel = (): void => view.cancel();
  const bar = progress(io);
  io.signal.addEventListener("abort", cancel, { once: true });
  view.onChange(() => bar.update(`${view.state.looked} of ${view.state.rows} rows`));
  try {
    await session.whenIndexed();
    view.set(query);
    for await (const row of rowsOf(view)) {
      checkCancelled(io);
      bar.end();
      const hit = view.hit(row);
      if (hit !== null) yield hit;
      else if (query.text === "" && !lines) yield { row, line: null, ...nowhere };
      else yield hitIn(await session.row(row), query);
    }
    checkCancelled(io);
  } finally {
    io.signal.removeEventListener("abort", cancel);
    bar.end();
    await view.close();
  }
}

async function* rowsOf(view: DatasetView): AsyncGenerator<number> {
  const { sort, descending } = view.state.query;
  // Where a key decides, there is nothing to be sure of before all rows are found.
  const outside = descending ? view.state.rows : -1;
  let row = await view.next(outside, 1);
  if (view.state.error !== null) throw new Error(view.state.error);
  if (sort !== "file") yield* view.at(0, view.state.shown);
  else for (; row !== null; row = await view.next(row, 1)) yield row;
}

function line({ row, field, excerpt }: SearchHit): string {
  return field === null
    ? `row ${row + 1}`
    : `row ${row + 1}  ${field}: ${excerpt.replace(/\s+/gu, " ").trim()}`;
}

function hitJson({ row, ...hit }: SearchHit): object {
  return { row: row + 1, ...hit };
}

import type { Command } from "commander";
import type { Facet } from "../../core/query.ts";
import { conditionText } from "../../pipeline/view/condition.ts";
import { createView } from "../../pipeline/view/index.ts";
import type { DatasetSession, SessionInfo } from "../../storage/types.ts";
import { countFrom1 } from "../arguments.ts";
import { allRows, datasetCommand, useDataset, type DatasetOptions } from "../dataset.ts";
import { rowJson, rowText } from "../describe.ts";
import { checkCancelled, print, progress, type Io } from "../io.ts";

interface Options extends DatasetOptions {
  readonly rows: number;
  readonly facets: boolean;
  readonly json: boolean;
}

interface Inspection {
  readonly file: string;
  readonly info: SessionInfo;
  readonly formats: Readonly<Record<string, number>>;
  readonly problems: number;
  readonly traces: number;
  readonly steps: number;
  readonly bad: readonly { row: number; line: number | null; error: string }[];
  readonly badCount: number;
  /** Whether a field mapping may help with some of them. */
  readonly mappable: boolean;
  readonly first: readonly { readonly json: object; readonly text: string }[];
  /** Null where they weren't asked for. */
  readonly facets: readonly Facet[] | null;
}

/** More unreadable rows than this are counted, not listed. */
const badListed = 100;

/** More than this are not printed as text. */
const badShown = 10;

/** `stepdpo inspect`: what a dataset holds. */
export function addInspect(program: Command, io: Io): void {
  datasetCommand(program, "inspect")
    .description("what a dataset is and holds: format, counts, unreadable rows, its first rows")
    .option("--rows <n>", "how many rows to print", countFrom1, 1)
    .option("--facets", "count rows by outcome, labels and the values of fields that have few", false)
    .option("--json", "one JSON object on standard output", false)
    .action(async (file: string, options: Options) => {
      const found = await useDataset(io, file, options, async (session) => {
        const facets = options.facets ? await facetsOf(io, session) : null;
        return { file: fileName(file, session), ...(await inspect(io, session, options.rows)), facets };
      });
      await print(io, options.json, toJson(found), () => toText(found));
    });
}

/** Where the dataset was read from; where standard input was put aside is nothing to people. */
function fileName(file: string, session: DatasetSession): string {
  return file === "-" ? "standard input" : session.info.path;
}

async function facetsOf(io: Io, session: DatasetSession): Promise<readonly Facet[]> {
  const view = createView(session);
  const bar = progress(io);
  view.onChange(() => bar.update(`${view.state.counted} of ${view.state.rows} rows`));
  try {
    return await view.facets(io.signal);
  } finally {
    bar.end();
    await view.close();
  }
}

async function inspect(
  io: Io,
  session: DatasetSession,
  show: number,
): Promise<Omit<Inspection, "file" | "facets">> {
  const formats: Record<string, number> = {};
  const bad: { row: number; line: number | null; error: string }[] = [];
  const first: { json: object; text: string }[] = [];
  const bar = progress(io);
  let [problems, traces, steps, badCount] = [0, 0, 0, 0];
  let mappable = false;
  for await (const view of allRows(session)) {
    checkCancelled(io);
    bar.update(`${view.index + 1} of ${session.info.rows} rows`);
    const number = view.index + 1;
    if (view.row === null) {
      badCount += 1;
      mappable ||= view.noFormat === true;
      if (bad.length < badListed)
        bad.push({ row: number, line: view.line, error: view.error ?? "fits no known format" });
      continue;
    }
    const format = view.format ?? "unknown";
    formats[format] = (formats[format] ?? 0) + 1;
    problems += 1;
    traces += view.row.traces.length;
    for (const trace of view.row.traces) steps += trace.steps.length;
    if (first.length < show)
      first.push({ json: rowJson(number, view.row), text: shortened(rowText(number, view.row), number) });
  }
  bar.end();
  return { info: session.info, formats, problems, traces, steps, bad, badCount, mappable, first };
}

/** Most of a row that is printed, in UTF-16 units: a row may be as long as a book. */
const mostShown = 20_000;

function shortened(text: string, row: number): string {
  if (text.length <= mostShown) return text;
  const more = (text.length - mostShown).toLocaleString("en");
  return `${text.slice(0, mostShown)}…\n  ${more} more characters; \`stepdpo show --row ${row}\` prints all of them.`;
}

function toJson({ file, info, first, ...counts }: Inspection): object {
  return {
    file,
    format: info.format,
    formats: counts.formats,
    container: info.container,
    rows: info.rows,
    problems: counts.problems,
    traces: counts.traces,
    steps: counts.steps,
    bytes: info.bytes,
    indexMs: info.indexMs,
    bad: counts.bad,
    badCount: counts.badCount,
    ...(counts.facets === null ? {} : { facets: counts.facets.map(facetJson) }),
    first: first.map(({ json }) => json),
  };
}

function facetJson({ title, values }: Facet): object {
  return {
    facet: title,
    values: values.map(({ title: value, condition, rows }) => ({
      value,
      where: conditionText(condition),
      rows,
    })),
  };
}

/** The counts, each with what `search --where` takes. */
function facetText({ title, values }: Facet): string[] {
  const width = Math.max(...values.map(({ rows }) => String(rows).length));
  return [
    `  ${title}`,
    ...values.map(
      ({ condition, rows }) => `    ${String(rows).padStart(width)}  ${conditionText(condition)}`,
    ),
  ];
}

function toText(found: Inspection): string {
  const { info } = found;
  const lines = [
    found.file,
    `  format     ${
      Object.entries(found.formats)
        .map(([id, n]) => `${id} (${n})`)
        .join(", ") || "none known"
    }`,
    `  container  ${info.container}, ${info.bytes.toLocaleString("en")} bytes, indexed in ${(info.indexMs ?? 0).toFixed(0)} ms`,
    `  rows       ${info.rows}`,
    `  problems   ${found.problems}`,
    `  traces     ${found.traces}`,
    `  steps      ${found.steps}`,
    `  unreadable ${found.badCount}`,
    // Each error says file and line itself.
    ...found.bad.slice(0, badShown).map(({ row, error }) => `    row ${row}: ${error}`),
    ...(found.badCount > badShown ? [`    and ${found.badCount - badShown} more`] : []),
    ...(found.problems === 0 && found.mappable
      ? ["  `stepdpo map` proposes which fields of rows of no known format hold what."]
      : []),
    "",
    ...(found.facets ?? []).flatMap(facetText),
    ...(found.facets === null ? [] : [""]),
  ];
  return lines.join("\n") + found.first.map(({ text }) => text).join("\n\n");
}

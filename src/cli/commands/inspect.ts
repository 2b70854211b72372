import type { Command } from "commander";
import type { DatasetSession, SessionInfo } from "../../storage/types.ts";
import { countFrom1 } from "../arguments.ts";
import { allRows, useDataset, withDatasetOptions, type DatasetOptions } from "../dataset.ts";
import { rowJson, rowText } from "../describe.ts";
import { checkCancelled, print, progress, type Io } from "../io.ts";

interface Options extends DatasetOptions {
  readonly rows: number;
  readonly json: boolean;
}

interface Inspection {
  readonly info: SessionInfo;
  readonly formats: Readonly<Record<string, number>>;
  readonly problems: number;
  readonly traces: number;
  readonly steps: number;
  readonly bad: readonly { row: number; line: number | null; error: string }[];
  readonly badCount: number;
  readonly first: readonly { readonly json: object; readonly text: string }[];
}

/** More unreadable rows than this are counted, not listed. */
const badListed = 100;

/** `stepdpo inspect`: what a dataset holds. */
export function addInspect(program: Command, io: Io): void {
  withDatasetOptions(program.command("inspect <file>"))
    .description("what a dataset is and holds: format, counts, unreadable rows, its first rows")
    .option("--rows <n>", "how many rows to print", countFrom1, 1)
    .option("--json", "one JSON object on standard output", false)
    .action(async (file: string, options: Options) => {
      const found = await useDataset(io, file, options, (session) => inspect(io, session, options.rows));
      await print(io, options.json, toJson(found), () => toText(found));
    });
}

async function inspect(io: Io, session: DatasetSession, show: number): Promise<Inspection> {
  const formats: Record<string, number> = {};
  const bad: { row: number; line: number | null; error: string }[] = [];
  const first: { json: object; text: string }[] = [];
  const bar = progress(io);
  let [problems, traces, steps, badCount] = [0, 0, 0, 0];
  for await (const view of allRows(session)) {
    checkCancelled(io);
    bar.update(`${view.index + 1} of ${session.info.rows} rows`);
    const number = view.index + 1;
    if (view.row === null) {
      badCount += 1;
      if (bad.length < badListed)
        bad.push({ row: number, line: view.line, error: view.error ?? "fits no known format" });
      continue;
    }
    const format = view.format ?? "unknown";
    formats[format] = (formats[format] ?? 0) + 1;
    problems += 1;
    traces += view.row.traces.length;
    for (const trace of view.row.traces) steps += trace.steps.length;
    if (first.length < show) first.push({ json: rowJson(number, view.row), text: rowText(number, view.row) });
  }
  bar.end();
  return { info: session.info, formats, problems, traces, steps, bad, badCount, first };
}

function toJson({ info, first, ...counts }: Inspection): object {
  return {
    file: info.path,
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
    first: first.map(({ json }) => json),
  };
}

function toText(found: Inspection): string {
  const { info } = found;
  const lines = [
    info.path,
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
    ...found.bad
      .slice(0, 10)
      .map(({ row, line, error }) => `    row ${row}${line === null ? "" : ` (line ${line})`}: ${error}`),
    "",
  ];
  return lines.join("\n") + found.first.map(({ text }) => text).join("\n\n");
}

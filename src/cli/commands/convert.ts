import type { Command } from "commander";
import type { Format, JsonObject, ReadOptions } from "../../formats/format.ts";
import { formatById, formats } from "../../formats/index.ts";
import { convertRows } from "../../pipeline/convert.ts";
import type { Write } from "../../storage/files/replaceFile.ts";
import type { DatasetSession } from "../../storage/types.ts";
import { allRows, datasetArgument, useDataset, withDatasetOptions, type DatasetOptions } from "../dataset.ts";
import { checkCancelled, counted, note, print, progress, UsageError, write, type Io } from "../io.ts";
import { targetPath, writeWhole } from "../targets.ts";

interface Options extends DatasetOptions {
  readonly to: string;
  readonly keep: boolean;
  readonly force: boolean;
  readonly json: boolean;
}

/** Rows left out are told one by one up to this many. */
const skippedTold = 20;

interface Summary {
  read: number;
  written: number;
  skipped: number;
  /** What the new rows don't say any more, and in how many rows. */
  readonly lost: Record<string, number>;
}

/** `stepdpo convert`: the same data in another format. */
export function addConvert(program: Command, io: Io): void {
  const targets = formats.filter((format) => format.create !== undefined);
  withDatasetOptions(program.command("convert"))
    .argument("<in>", `${datasetArgument}; - is standard input`)
    .argument("<out>", ".jsonl, .ndjson, or .json for one array; - prints lines on standard output")
    .description(
      'the same data in another format, saying what is lost; formats write white space between steps and "Step k:" their own way',
    )
    .requiredOption("--to <format>", "format to write; they are listed below")
    .option("--keep", "keep under step_dpo what the format has no place for", false)
    .option("--force", "write over OUT where it exists", false)
    .option("--json", "one JSON object on standard output", false)
    .addHelpText(
      "after",
      `\nFormats:\n${targets.map(({ id, title }) => `  ${id.padEnd(24)} ${title}`).join("\n")}`,
    )
    .action(async (file: string, out: string, options: Options) => {
      const to = targets.find(({ id }) => id === options.to);
      if (to === undefined) throw new UsageError(whyNot(options.to, targets));
      if (out === "-" && options.json) throw new UsageError("--json and OUT - both take standard output.");
      if (out !== "-" && !/\.(?:jsonl|ndjson|json)$/iu.test(out))
        throw new UsageError(`${out}: the name must end in .jsonl, .ndjson or .json.`);
      const target = out === "-" ? null : await targetPath(io, file, out, options.force);
      const summary = await useDataset(io, file, options, (session) =>
        convert(io, session, to, target, options),
      );
      await report(io, summary, to, options);
    });
}

function whyNot(id: string, targets: readonly Format[]): string {
  const known = formatById(id);
  const why = known === null ? "is no format" : "can be read, but not written";
  return `--to ${id} ${why}. Take one of ${targets.map((format) => format.id).join(", ")}.`;
}

async function convert(
  io: Io,
  session: DatasetSession,
  to: Format,
  target: string | null,
  options: Options,
): Promise<Summary> {
  const summary: Summary = { read: 0, written: 0, skipped: 0, lost: {} };
  const read: ReadOptions = {
    splitter: options.splitter,
    neutralAs: true,
    now: io.now,
    mapping: null,
    provenance: false,
  };
  const rows = rowWriter(target !== null && /\.json$/iu.test(target));
  const bar = progress(io);
  const fill = async (send: Write): Promise<void> => {
    for await (const row of convertRows(allRows(session), to, { keep: options.keep, read })) {
      checkCancelled(io);
      summary.read += 1;
      bar.update(`${summary.read} of ${session.info.rows} rows`);
      if (row.skipped !== null) {
        summary.skipped += 1;
        if (summary.skipped <= skippedTold) note(io, `row ${row.row + 1} left out: ${row.skipped}`);
        continue;
      }
      for (const what of row.lost) count(summary.lost, what);
      for (const value of row.values) await rows.add(send, value);
      summary.written += row.values.length;
    }
    // Thrown here, so that no empty file is left.
    if (summary.read > 0 && summary.written === 0) throw new Error(`No row could be written as ${to.title}.`);
    await rows.end(send);
  };
  await (target === null ? fill((bytes) => write(io, bytes)) : writeWhole(target, fill));
  bar.end();
  return summary;
}

/** Counts "2 labels" and "1 label" as rows that lost labels. */
function count(lost: Record<string, number>, what: string): void {
  const kind = what.replace(/^\d+ /u, "").replace(/s$/u, "");
  lost[kind] = (lost[kind] ?? 0) + 1;
}

/** Characters gathered for one write. */
const gathered = 1 << 18;

/** Writes rows as lines, or as one array with a row a line. */
function rowWriter(array: boolean): {
  add(send: Write, row: JsonObject): Promise<void>;
  end(send: Write): Promise<void>;
} {
  const encoder = new TextEncoder();
  let text = array ? "[\n" : "";
  let first = true;
  const flush = async (send: Write): Promise<void> => {
    await send(encoder.encode(text));
    text = "";
  };
  return {
    async add(send, row) {
      text += array ? `${first ? "" : ",\n"}${JSON.stringify(row)}` : `${JSON.stringify(row)}\n`;
      first = false;
      if (text.length > gathered) await flush(send);
    },
    async end(send) {
      if (array) text = first ? "[]\n" : `${text}\n]\n`;
      await flush(send);
    },
  };
}

/** What --keep keeps. */
const keepable = ["label", "gold answer", "outcome"];

async function report(io: Io, summary: Summary, to: Format, { json, keep }: Options): Promise<void> {
  if (json) await print(io, true, { to: to.id, ...summary }, () => "");
  const lost = Object.entries(summary.lost).map(([what, rows]) => `${what} (${counted(rows, "row")})`);
  note(
    io,
    `${counted(summary.written, "row")} of ${to.title} from ${summary.read}${summary.skipped > 0 ? `, ${summary.skipped} left out` : ""}.`,
  );
  const whole = summary.skipped > 0 ? "Nothing of the others is lost." : "Nothing is lost.";
  note(io, lost.length === 0 ? whole : `Lost: ${lost.join(", ")}.`);
  if (!keep && keepable.some((what) => what in summary.lost))
    note(io, "--keep keeps labels, gold answers and outcomes under step_dpo.");
}

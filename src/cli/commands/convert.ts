import { resolve } from "node:path";
import type { Command } from "commander";
import type { Format, JsonObject, ReadOptions } from "../../formats/format.ts";
import { formatById, formats } from "../../formats/index.ts";
import { convertRows } from "../../pipeline/convert.ts";
import { prepareFile, type Write } from "../../storage/files/replaceFile.ts";
import type { DatasetSession } from "../../storage/types.ts";
import { allRows, useDataset, withDatasetOptions, type DatasetOptions } from "../dataset.ts";
import { checkCancelled, note, print, progress, UsageError, type Io } from "../io.ts";
import { exists } from "../targets.ts";

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
  withDatasetOptions(program.command("convert <in> <out>"))
    .description(
      "the same data in another format, saying what is lost; OUT ends in .jsonl, .ndjson or .json (one array)",
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
      const target = resolve(io.cwd, out);
      if (!/\.(?:jsonl|ndjson|json)$/u.test(target))
        throw new UsageError(`${out}: the name must end in .jsonl, .ndjson or .json.`);
      if (target === resolve(io.cwd, file)) throw new UsageError("IN and OUT are the same file.");
      if (!options.force && (await exists(target)))
        throw new UsageError(`${out} exists. Give --force to write over it.`);
      const summary = await useDataset(io, file, options, (session) =>
        convert(io, session, to, target, options),
      );
      await report(io, summary, to, options.json);
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
  target: string,
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
  const rows = rowWriter(target.endsWith(".json"));
  const bar = progress(io);
  const prepared = await prepareFile(target, null, async (write) => {
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
      for (const value of row.values) await rows.add(write, value);
      summary.written += row.values.length;
    }
    await rows.end(write);
  });
  bar.end();
  await prepared.commit();
  await prepared.handle.close();
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
  add(write: Write, row: JsonObject): Promise<void>;
  end(write: Write): Promise<void>;
} {
  const encoder = new TextEncoder();
  let text = array ? "[\n" : "";
  let first = true;
  const flush = async (write: Write): Promise<void> => {
    await write(encoder.encode(text));
    text = "";
  };
  return {
    async add(write, row) {
      text += array ? `${first ? "" : ",\n"}${JSON.stringify(row)}` : `${JSON.stringify(row)}\n`;
      first = false;
      if (text.length > gathered) await flush(write);
    },
    async end(write) {
      if (array) text = first ? "[]\n" : `${text}\n]\n`;
      await flush(write);
    },
  };
}

async function report(io: Io, summary: Summary, to: Format, json: boolean): Promise<void> {
  if (json) await print(io, true, { to: to.id, ...summary }, () => "");
  const lost = Object.entries(summary.lost).map(([what, rows]) => `${what} (${rows} rows)`);
  note(
    io,
    `${summary.written} rows of ${to.title} from ${summary.read}${summary.skipped > 0 ? `, ${summary.skipped} left out` : ""}.`,
  );
  note(io, lost.length === 0 ? "Nothing is lost." : `Lost: ${lost.join(", ")}.`);
  if (summary.read > 0 && summary.written === 0) throw new Error(`No row could be written as ${to.title}.`);
}

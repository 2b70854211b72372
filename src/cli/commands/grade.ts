import { createReadStream } from "node:fs";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import type { Command } from "commander";
import { gradedTraces } from "../../pipeline/grading.ts";
import { failureReason } from "../../storage/failures.ts";
import { allRows, useDataset, withDatasetOptions, type DatasetOptions } from "../dataset.ts";
import { gradeLine, type GradedLine } from "../gradeLine.ts";
import {
  CancelledError,
  checkCancelled,
  counted,
  isTerminal,
  note,
  progress,
  write,
  type Io,
} from "../io.ts";
import { targetPath, writeWhole } from "../targets.ts";

interface Options extends DatasetOptions {
  readonly dataset: boolean;
  readonly out?: string;
  readonly force: boolean;
  readonly json: boolean;
}

/** Lines that could not be graded are told one by one up to this many. */
const badTold = 20;

interface Summary {
  rows: number;
  equal: number;
  different: number;
  unsure: number;
  bad: number;
  /** Traces whose mark in the file isn't the grader's verdict. */
  disagree: number;
}

/** `stepdpo grade`: predicted answers against gold, line by line. */
export function addGrade(program: Command, io: Io): void {
  withDatasetOptions(program.command("grade"))
    .argument("<file>", "JSONL rows, or a dataset with --dataset; - is standard input")
    .description("grade JSONL rows {gold, pred}: the same rows with equal, extracted, normalized and reason")
    .option(
      "--dataset",
      "FILE is a dataset: grade every trace of it, and tell where its marks disagree",
      false,
    )
    .option("--out <file>", "write the rows there instead of to standard output")
    .option("--force", "write over --out where it exists", false)
    .option("--json", "print the summary as one JSON object, and no rows, on standard output", false)
    .action(async (file: string, options: Options) => {
      const summary = await gradeAll(io, file, options);
      if (options.json) await write(io, `${JSON.stringify(summary)}\n`);
      note(io, summaryText(summary, options.dataset));
    });
}

function summaryText({ rows, equal, different, unsure, bad, disagree }: Summary, dataset: boolean): string {
  // A row of a dataset that can't be read holds no trace.
  const all = dataset ? counted(rows - bad, "trace") : counted(rows, "row");
  const more = [
    ...(bad > 0 ? [dataset ? `${counted(bad, "row")} not readable` : `${bad} not gradable`] : []),
    ...(disagree > 0 ? [`${disagree} marked otherwise in the file`] : []),
  ];
  return `${all}: ${[`${equal} equal`, `${different} different`, `${unsure} unsure`, ...more].join(", ")}.`;
}

async function gradeAll(io: Io, file: string, options: Options): Promise<Summary> {
  const summary: Summary = { rows: 0, equal: 0, different: 0, unsure: 0, bad: 0, disagree: 0 };
  const grade = (print: Print): Promise<void> => gradeTo(io, file, options, summary, print);
  if (options.out !== undefined) {
    const target = await targetPath(io, file, options.out, options.force);
    await writeWhole(target, (send) => grade((text) => send(Buffer.from(text))));
  } else await grade(options.json ? () => Promise.resolve() : (text) => write(io, text));
  return summary;
}

/** Where graded rows go. */
type Print = (text: string) => Promise<void>;

async function gradeTo(
  io: Io,
  file: string,
  options: Options,
  summary: Summary,
  print: Print,
): Promise<void> {
  const row = heldRows(print);
  // Rows that come on the same terminal tell how far it is.
  const quiet = options.out === undefined && !options.json && isTerminal(io, io.stdout);
  const bar = quiet ? null : progress(io);
  const take = async (graded: GradedLine, where: string): Promise<void> => {
    checkCancelled(io);
    count(summary, graded);
    if (graded.error !== null && summary.bad <= badTold) note(io, `${where}: ${graded.error}`);
    await row(graded);
    bar?.update(`${summary.rows} rows`);
  };
  if (options.dataset) await gradeDataset(io, file, options, take);
  else await gradeLines(io, file, take);
  bar?.end();
  // Thrown here, so that no file takes the place of another.
  if (summary.bad > 0 && summary.bad === summary.rows)
    throw new Error(
      "No row could be graded: each must be a JSON object with gold and pred. Give --dataset for a dataset with traces.",
    );
}

/** Most text that is held back, UTF-16 units. */
const mostHeld = 16 << 20;

/** Writes rows from the first that can be graded on, with those before it: a file of another kind is told of, not printed. */
function heldRows(print: Print): (graded: GradedLine) => Promise<void> {
  let held: string[] | null = [];
  let length = 0;
  return async ({ text, error }) => {
    if (held === null) return print(`${text}\n`);
    held.push(`${text}\n`);
    length += text.length;
    if (error !== null && length < mostHeld) return;
    const lines = held;
    held = null;
    for (const line of lines) await print(line);
  };
}

type Take = (graded: GradedLine, where: string) => Promise<void>;

async function gradeLines(io: Io, file: string, take: Take): Promise<void> {
  let number = 0;
  for await (const line of linesOf(io, file)) {
    number += 1;
    const text = number === 1 ? line.replace(/^\ufeff/u, "") : line;
    if (text.trim() !== "") await take(gradeLine(text), `line ${number}`);
  }
}

async function gradeDataset(io: Io, file: string, options: Options, take: Take): Promise<void> {
  await useDataset(io, file, options, async (session) => {
    for await (const view of allRows(session)) {
      const where = `row ${view.index + 1}`;
      if (view.row === null)
        await take({ text: view.raw, equal: null, error: view.error, disagree: false }, where);
      for (const { disagree, ...graded } of gradedTraces(view)) {
        const text = JSON.stringify({
          ...graded,
          row: graded.row + 1,
          trace: graded.trace + 1,
          agrees: graded.stated === "unknown" ? null : !disagree,
        });
        await take({ text, equal: graded.equal, error: null, disagree }, where);
      }
    }
  });
}

/**
 * Lines of a file or standard input.
 * @throws Error with the name and the reason where it can't be read; CancelledError, while it is waited for too
 */
async function* linesOf(io: Io, file: string): AsyncGenerator<string> {
  const input = file === "-" ? io.stdin : createReadStream(resolve(io.cwd, file));
  const failed = new Promise<never>((_, reject) => {
    input.once("error", (error: unknown) => {
      reject(new Error(`Can't read ${file}: ${failureReason(error)}`, { cause: error }));
    });
    io.signal.addEventListener("abort", () => reject(new CancelledError()), { once: true });
  });
  failed.catch(() => undefined);
  const lines = createInterface({ input, crlfDelay: Infinity })[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await Promise.race([lines.next(), failed]);
      if (next.done === true) break;
      yield next.value;
    }
  } finally {
    // What nobody reads to its end would keep the process waiting.
    input.destroy();
  }
}

function count(summary: Summary, { equal, error, disagree }: GradedLine): void {
  summary.rows += 1;
  if (disagree) summary.disagree += 1;
  if (error !== null) summary.bad += 1;
  else if (equal === null) summary.unsure += 1;
  else if (equal) summary.equal += 1;
  else summary.different += 1;
}

import { createReadStream, createWriteStream } from "node:fs";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { finished } from "node:stream/promises";
import type { Command } from "commander";
import { gradeLine, type GradedLine } from "../gradeLine.ts";
import { checkCancelled, note, progress, write, type Io } from "../io.ts";

interface Options {
  readonly out?: string;
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
}

/** `stepdpo grade`: predicted answers against gold, line by line. */
export function addGrade(program: Command, io: Io): void {
  program
    .command("grade <file>")
    .description(
      "grade JSONL rows {gold, pred}: the same rows with equal, extracted, normalized and reason; - reads standard input",
    )
    .option("--out <file>", "write the rows there instead of to standard output")
    .option("--json", "print the summary as one JSON object, and no rows, on standard output", false)
    .action(async (file: string, options: Options) => {
      const summary = await gradeAll(io, file, options);
      if (options.json) await write(io, `${JSON.stringify(summary)}\n`);
      const { rows, equal, different, unsure, bad } = summary;
      note(
        io,
        `${rows} rows: ${equal} equal, ${different} different, ${unsure} unsure${bad > 0 ? `, ${bad} not gradable` : ""}.`,
      );
      if (bad > 0 && bad === rows)
        throw new Error("No row could be graded: each must be a JSON object with gold and pred.");
    });
}

async function gradeAll(io: Io, file: string, options: Options): Promise<Summary> {
  const input = file === "-" ? io.stdin : createReadStream(resolve(io.cwd, file));
  const out = options.out === undefined ? null : createWriteStream(resolve(io.cwd, options.out));
  const sink: Pick<Io, "stdout"> | null = out !== null ? { stdout: out } : options.json ? null : io;
  const summary: Summary = { rows: 0, equal: 0, different: 0, unsure: 0, bad: 0 };
  const bar = progress(io);
  let number = 0;
  for await (const text of linesOf(input)) {
    checkCancelled(io);
    number += 1;
    if (text.trim() === "") continue;
    const graded = gradeLine(text);
    count(summary, graded);
    if (graded.error !== null && summary.bad <= badTold) note(io, `line ${number}: ${graded.error}`);
    if (sink !== null) await write({ ...io, ...sink }, `${graded.text}\n`);
    bar.update(`${summary.rows} rows`);
  }
  bar.end();
  if (out !== null) await finished(out.end());
  return summary;
}

/** Lines of a stream; a stream that fails (a missing file) rejects. */
async function* linesOf(input: NodeJS.ReadableStream): AsyncGenerator<string> {
  const failed = new Promise<never>((_, reject) => input.once("error", reject));
  failed.catch(() => undefined);
  const lines = createInterface({ input, crlfDelay: Infinity })[Symbol.asyncIterator]();
  for (;;) {
    const next = await Promise.race([lines.next(), failed]);
    if (next.done === true) break;
    yield next.value;
  }
}

function count(summary: Summary, { equal, error }: GradedLine): void {
  summary.rows += 1;
  if (error !== null) summary.bad += 1;
  else if (equal === null) summary.unsure += 1;
  else if (equal) summary.equal += 1;
  else summary.different += 1;
}

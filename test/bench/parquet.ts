/**
 * `node test/bench/parquet.ts [--rows N]`: what unpacking Parquet takes, of rows like those that the storage room is measured on: in one
 * row group, and in groups of a thousand. Each in a process of its own. For storage.md, by hand.
 */
import { execFileSync } from "node:child_process";
import { createReadStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { fileWriter, parquetWriteRows } from "hyparquet-writer";
import { startUnpacking } from "../../src/storage/containers/unpackInWorker.ts";
import { generate } from "./generated.ts";

const { values } = parseArgs({
  options: { rows: { type: "string", default: "374000" }, measure: { type: "string" } },
});

const columns = ["id", "generator", "problem", "steps", "final_answer_correct", "label", "note"];

async function* rowsOf(path: string): AsyncGenerator<Record<string, unknown>> {
  const lines = createInterface({ input: createReadStream(path) });
  for await (const line of lines) yield JSON.parse(line) as Record<string, unknown>;
}

async function measure(path: string): Promise<void> {
  const start = performance.now();
  // The system's own peak of a process begins with that of the one that started it.
  let [first, peak] = [0, 0];
  const unpacking = startUnpacking({ container: "parquet", path, target: `${path}.jsonl` }, () => {
    first ||= performance.now() - start;
    peak = Math.max(peak, process.memoryUsage.rss() / 2 ** 20);
  });
  const warning = await unpacking.done;
  const { user, system } = process.cpuUsage();
  const seconds = (user + system) / 1e6;
  const said = `${peak.toFixed(0)} MiB, first rows after ${first.toFixed(0)} ms, ${seconds.toFixed(1)} s of processor time`;
  console.log(said, warning ?? "");
}

if (values.measure !== undefined) {
  await measure(values.measure);
} else {
  const folder = await mkdtemp(join(tmpdir(), "stepdpo-bench-"));
  const text = join(folder, "traces.jsonl");
  await generate(text, Number(values.rows));
  for (const rowGroupSize of [Number(values.rows), 1000]) {
    const filename = join(folder, `${rowGroupSize}.parquet`);
    await parquetWriteRows({
      writer: fileWriter(filename),
      rows: rowsOf(text),
      columns: columns.map((name) => ({ name, nullable: true })),
      rowGroupSize,
    });
    const args = [import.meta.filename, "--measure", filename];
    console.log(
      `Groups of ${rowGroupSize} rows:`,
      execFileSync(process.execPath, args, { encoding: "utf8" }).trim(),
    );
  }
  await rm(folder, { recursive: true });
}

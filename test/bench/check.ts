/**
 * `node test/bench/check.ts [--rows N] [--write]`: how fast a generated file is checked, what memory that takes, and for
 * how long the editor's check keeps its thread. Prints a table; with `--write` into check.md too.
 */
import { execFileSync } from "node:child_process";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { DatasetCheck } from "../../src/extension/diagnostics/datasetCheck.ts";
import { checkRows, EvaluationSet, rules } from "../../src/pipeline/check/index.ts";
import { allRows } from "../../src/cli/dataset.ts";
import { openDataset } from "../../src/storage/index.ts";
import type { DatasetSession } from "../../src/storage/types.ts";
import { generate } from "./generated.ts";
import { longestBlock, worked } from "./longestBlock.ts";

const { values } = parseArgs({
  options: {
    rows: { type: "string", default: "374000" },
    write: { type: "boolean", default: false },
    memory: { type: "string" },
  },
});
const rows = Number(values.rows);

async function checkAll(
  session: DatasetSession,
  names?: readonly string[],
  evaluation?: EvaluationSet,
): Promise<number> {
  let found = 0;
  const options = {
    ...(names === undefined ? {} : { rules: names }),
    ...(evaluation === undefined ? {} : { evaluation }),
  };
  for await (const finding of checkRows(allRows(session), options)) found += finding.row === null ? 0 : 1;
  return found;
}

if (values.memory !== undefined) {
  // In a process of its own: this one has made the file.
  const session = await openDataset(values.memory, { stateDir: null });
  await checkAll(session);
  process.stdout.write(String(process.resourceUsage().maxRSS / 1024));
  await session.close();
  process.exit();
}

/** Seconds that this thread has worked for it: what else the machine does is left out. */
async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = worked();
  await work();
  return (worked() - start) / 1000;
}

/** The editor's check of the same rows, on this thread. */
async function inEditor(session: DatasetSession): Promise<{ time: number; block: number }> {
  const check = new DatasetCheck({
    session,
    report: () => undefined,
    limit: () => null,
    failed: (error) => console.error(error),
    later: () => () => undefined,
  });
  let time = 0;
  const block = await longestBlock(async () => {
    time = await seconds(() => check.all(Infinity));
  }, worked);
  check.dispose();
  return { time, block };
}

const folder = await mkdtemp(join(tmpdir(), "stepdpo-bench-"));
const path = join(folder, "traces.jsonl");
try {
  await generate(path, rows);
  const { size } = await stat(path);
  const session = await openDataset(path, { stateDir: null });
  await session.whenIndexed();
  const read = await seconds(async () => {
    for await (const view of allRows(session)) if (view.row === null) throw new Error(view.error ?? "");
  });
  const table: [string, string][] = [["read and parse every row", `${read.toFixed(1)} s`]];
  const all = await seconds(() => checkAll(session));
  table.push([
    `all ${rules.length} rules`,
    `${all.toFixed(1)} s, ${Math.round(rows / all).toLocaleString("en")} rows a second`,
  ]);
  const memory = Number(execFileSync(process.execPath, [import.meta.filename, "--memory", path]).toString());
  table.push(["memory of the whole process at most", `${memory.toFixed(0)} MiB`]);
  const evaluation = new EvaluationSet();
  const sample = await session.rows(0, 10_000);
  const indexing = await seconds(async () => {
    for (const { row } of sample) evaluation.add({ set: "test", problem: `Another ${row?.problem ?? ""}` });
    await Promise.resolve();
  });
  table.push(["evaluation set of 10,000 problems, indexed", `${indexing.toFixed(1)} s`]);
  const leaks = await seconds(() => checkAll(session, ["leakage"], evaluation));
  table.push(["leakage alone against it, near copies included", `${leaks.toFixed(1)} s`]);
  const { time, block } = await inEditor(session);
  table.push(["the editor's check, arithmetic included", `${time.toFixed(1)} s`]);
  table.push(["longest stretch of its thread's work without a pause", `${block.toFixed(0)} ms`]);
  await session.close();
  const text = [
    "| work | here |",
    "| --- | --- |",
    ...table.map(([work, here]) => `| ${work} | ${here} |`),
  ].join("\n");
  console.log(text);
  if (values.write) {
    const head = `# Speed of the check\n\nMade by \`node test/bench/check.ts --write\`: ${rows} rows, ${(size / 1e6).toFixed(0)} MB, Node ${process.versions.node}. Times are those of one thread at work.\n\n`;
    await writeFile(new URL("check.md", import.meta.url), `${head}${text}\n`);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

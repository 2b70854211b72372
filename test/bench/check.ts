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
import { describeFinding } from "../../src/extension/diagnostics/describe.ts";
import { DatasetRules } from "../../src/pipeline/check/checkDataset.ts";
import { problemKeys } from "../../src/pipeline/check/evaluation.ts";
import { EvaluationBuilder, rules, type CheckOptions } from "../../src/pipeline/check/index.ts";
import { sameThread, type Looker } from "../../src/pipeline/check/jobs.ts";
import { CheckThreads, threadsToUse } from "../../src/pipeline/check/threads.ts";
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
    threads: { type: "string", default: "2" },
  },
});
const rows = Number(values.rows);

const threads = threadsToUse(0);

/** Checks all rows in threads. @returns processor time of all threads, seconds */
async function checkAll(
  session: DatasetSession,
  looker: Looker,
  options: CheckOptions = {},
): Promise<number> {
  return seconds(async () => {
    for await (const finding of new DatasetRules(session, looker, options).all())
      if (finding.rule === "unreadable-row") throw new Error(finding.message);
  }, processed);
}

if (values.memory !== undefined) {
  // In a process of its own: this one has made the file.
  const session = await openDataset(values.memory, { stateDir: null });
  const looker = new CheckThreads(Number(values.threads), null);
  await checkAll(session, looker);
  await looker.close();
  process.stdout.write(String(process.resourceUsage().maxRSS / 1024));
  await session.close();
  process.exit();
}

/** Milliseconds that all threads of this process have worked: what else the machine does is left out. */
function processed(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Seconds of work. */
async function seconds(work: () => Promise<unknown>, clock: () => number): Promise<number> {
  const start = clock();
  await work();
  return (clock() - start) / 1000;
}

/** The editor's check of the same rows: what it takes all threads, and the host's. */
async function inEditor(
  session: DatasetSession,
  looker: Looker,
): Promise<{ all: number; host: number; block: number }> {
  const check = new DatasetCheck({
    ...{ session, looker },
    // As the editor does for the Problems panel.
    report: (findings) => void findings.shown(1000).map(describeFinding),
    limit: () => null,
    failed: (error) => console.error(error),
    later: () => () => undefined,
  });
  let [all, host] = [0, 0];
  const block = await longestBlock(async () => {
    all = await seconds(async () => {
      host = await seconds(() => check.all(Infinity), worked);
    }, processed);
  }, worked);
  check.dispose();
  return { all, host, block };
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
  }, processed);
  const table: [string, string][] = [["read and parse every row", `${read.toFixed(1)} s`]];
  const one = await checkAll(session, sameThread());
  table.push([`all ${rules.length} rules, one thread`, `${one.toFixed(1)} s`]);
  const looker = new CheckThreads(threads, null);
  const own = await seconds(async () => {
    const all = await checkAll(session, looker);
    table.push([`the same, ${threads} threads and the one that puts together`, `${all.toFixed(1)} s`]);
  }, worked);
  table.push(["of it the one that puts together", `${own.toFixed(1)} s`]);
  for (const count of [1, 2, 3]) {
    const args = [import.meta.filename, "--memory", path, "--threads", `${count}`];
    const memory = Number(execFileSync(process.execPath, args).toString());
    table.push([`memory of the whole process at most, ${count} threads`, `${memory.toFixed(0)} MiB`]);
  }
  const builder = new EvaluationBuilder();
  const sample = await session.rows(0, 10_000);
  const indexing = await seconds(async () => {
    for (const { row } of sample) {
      const keys = problemKeys(`Another ${row?.problem ?? ""}`);
      if (keys !== null) builder.add("test", keys);
    }
    await builder.build();
  }, processed);
  table.push(["evaluation set of 10,000 problems, indexed", `${indexing.toFixed(1)} s`]);
  const evaluation = await builder.build();
  const leaks = await checkAll(session, looker, { rules: ["leakage"], evaluation });
  table.push(["leakage alone against it, near copies included", `${leaks.toFixed(1)} s`]);
  const { all, host, block } = await inEditor(session, looker);
  table.push(["the editor's check, arithmetic included, all threads", `${all.toFixed(1)} s`]);
  table.push(["of it the extension host's thread", `${host.toFixed(1)} s`]);
  table.push(["longest stretch of the host's work without a pause", `${block.toFixed(0)} ms`]);
  await looker.close();
  await session.close();
  const text = [
    "| work | here |",
    "| --- | --- |",
    ...table.map(([work, here]) => `| ${work} | ${here} |`),
  ].join("\n");
  console.log(text);
  if (values.write) {
    const head = `# Speed of the check\n\nMade by \`node test/bench/check.ts --write\`: ${rows} rows, ${(size / 1e6).toFixed(0)} MB, Node ${process.versions.node}. Times are processor time, of all threads.\n\n`;
    await writeFile(new URL("check.md", import.meta.url), `${head}${text}\n`);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

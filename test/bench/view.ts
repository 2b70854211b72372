/**
 * `node test/bench/view.ts [--rows N] [--write]`: filters, facets and sorting of a generated file of 374 thousand graded traces (about
 * 500 MB), as ratios to a plain program that parses every line. Prints a table; with `--write` into view.md too.
 */
import { once } from "node:events";
import { createReadStream, createWriteStream } from "node:fs";
import { appendFile, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import type { Query } from "../../src/core/query.ts";
import { createView } from "../../src/pipeline/view/index.ts";
import { wholeFile, type DatasetView } from "../../src/pipeline/view/types.ts";
import { openDataset } from "../../src/storage/index.ts";
import type { DatasetSession } from "../../src/storage/types.ts";
import { random } from "./generated.ts";
import { longestBlock, worked } from "./longestBlock.ts";

const { values } = parseArgs({
  options: { rows: { type: "string", default: "374000" }, write: { type: "boolean", default: false } },
});
const rows = Number(values.rows);
const folder = await mkdtemp(join(tmpdir(), "stepdpo-bench-"));
const path = join(folder, "collected.jsonl");

const words =
  "then the sum of all apples is twice as many so we add \\frac{3}{4} to $x^2$ and get a new total which must be even".split(
    " ",
  );
const answers = [(n: number) => String(n), (n: number) => `\\frac{${n}}{7}`, (n: number) => `${n}.50`];

function row(id: number, next: () => number): object {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)] as T;
  const sentence = (): string => Array.from({ length: 20 }, () => pick(words)).join(" ");
  const steps = Array.from(
    { length: 4 + Math.floor(next() * 6) },
    (_, k) => `Step ${k + 1}: ${sentence()}\n\\[ ${id} + ${k} = ${id + k} \\]\n`,
  );
  const answer = pick(answers);
  const gold = Math.floor(next() * 900);
  const found = next() < 0.6 ? gold : gold + 1;
  return {
    prompt: `Problem ${id}: ${sentence()}?`,
    completion: `${steps.join("")}The final answer is: $\\boxed{${answer(found)}}$`,
    extract_answer: [answer(found)],
    prompt_answer: answer(gold),
    result: found === gold,
    gt_output: sentence(),
    type: pick(["gsm8k", "math", "aqua", "metamath"]),
  };
}

async function generate(): Promise<void> {
  const next = random(7);
  const stream = createWriteStream(path);
  for (let id = 0; id < rows; id += 500) {
    const lines = Array.from(
      { length: Math.min(500, rows - id) },
      (_, k) => `${JSON.stringify(row(id + k, next))}\n`,
    ).join("");
    if (!stream.write(lines)) await once(stream, "drain");
  }
  stream.end();
  await once(stream, "close");
}

/** What a running job does. */
async function append(more: number): Promise<void> {
  const next = random(8);
  const lines = Array.from({ length: more }, (_, k) => `${JSON.stringify(row(rows + k, next))}\n`);
  await appendFile(path, lines.join(""));
}

async function time(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** What a short program does: reads lines, parses each, counts by a field. */
async function parseAll(): Promise<number> {
  let count = 0;
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    if ((JSON.parse(line) as { result: boolean }).result) count++;
  }
  return count;
}

async function settled(view: DatasetView, query: Query): Promise<void> {
  view.set(query);
  while (view.state.running) {
    await new Promise<void>((resolve) => {
      const stop = view.onChange(() => {
        stop();
        resolve();
      });
    });
  }
}

const lines: string[] = [];
function note(work: string, ours: number, plain: number | null, goal = ""): void {
  const ratio = plain === null ? "" : (ours / plain).toFixed(2);
  lines.push(
    `| ${work} | ${ours.toPrecision(3)} | ${plain === null ? "" : `parse all ${plain.toFixed(0)} ms`} | ${ratio} | ${goal} |`,
  );
  console.error(`${work}: ${ours.toPrecision(3)} ${ratio}`);
}

const wrong: Query = { ...wholeFile, conditions: [{ kind: "outcome", is: "wrong" }] };

async function measure(session: DatasetSession, plain: number): Promise<void> {
  const view = createView(session, { program: "bench" });
  let block = 0;
  let facets = 0;
  let peak = 0;
  const memory = process.memoryUsage().rss;
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 50);
  const cpu = process.cpuUsage();
  const first = time(async () => {
    view.set(wrong);
    await view.next(0, 1);
  });
  block = await longestBlock(async () => {
    facets = await time(() => view.facets());
  }, worked);
  clearInterval(watch);
  const { user, system } = process.cpuUsage(cpu);
  note("first row of `outcome=wrong`, table not made", await first, null, "");
  note("table made: facts, grades and fields of all rows", facets, plain);
  note("  processor time of all threads for it", (user + system) / 1000, null);
  note("  longest block of the host's thread meanwhile", block, null, "50 ms");
  note("  memory that the process grew by at most, MiB", (peak - memory) / 2 ** 20, null);
  note("facets with counts, table made", await time(() => view.facets()), null);
  await settled(view, wholeFile);
  note("filter `outcome=wrong`", await time(() => settled(view, wrong)), plain);
  const found = view.state.found;
  note(
    "filter `type=math`",
    await time(() =>
      settled(view, { ...wholeFile, conditions: [{ kind: "field", path: "type", value: "math" }] }),
    ),
    plain,
  );
  note(
    "filter and sort by length",
    await time(() => settled(view, { ...wrong, sort: "length", descending: true })),
    plain,
  );
  await settled(view, wrong);
  const middle = view.at(found >> 1, (found >> 1) + 1)[0] ?? 0;
  const keys = 1000;
  const key = await time(async () => {
    let row: number | null = middle;
    for (let k = 0; k < keys; k++) row = row === null ? null : await view.next(row, 1);
  });
  note("next key", key / keys, null, "");
  await measureAppended(session, view);
  await view.close();
}

/** Rows that come while a text search is shown. */
async function measureAppended(session: DatasetSession, view: DatasetView): Promise<void> {
  const text = await time(() => settled(view, { ...wholeFile, text: "\\frac{419}{7}" }));
  note("text search, shown", text, null);
  const { found } = view.state;
  const cpu = process.cpuUsage();
  await append(100);
  while (session.info.rows < rows + 100 || view.state.looked < rows + 100) await setTimeout(5);
  await view.facets();
  const { user, system } = process.cpuUsage(cpu);
  note("  100 rows appended: processor time to find and count them", (user + system) / 1000, null);
  if (view.state.found < found) throw new Error("What was found must stay.");
}

try {
  await generate();
  const { size } = await stat(path);
  console.error(`${rows} rows, ${(size / 1e6).toFixed(0)} MB`);
  const plain = Math.min(await time(parseAll), await time(parseAll));
  let appended = false;
  for (const again of [false, true, true]) {
    const session = await openDataset(path, { stateDir: join(folder, "state") });
    await session.whenIndexed();
    if (again) {
      const view = createView(session, { program: "bench" });
      const when = appended ? "opened again after 100 rows more" : "opened again";
      note(`table made before: ${when}, facets`, await time(() => view.facets()), plain, "");
      await view.close();
      if (!appended) await append(100);
      appended = true;
    } else await measure(session, plain);
    await session.close();
  }
  const table = [
    "| work | ours, ms | plain program | ratio | goal |",
    "| --- | --- | --- | --- | --- |",
    ...lines,
  ].join("\n");
  console.log(table);
  if (values.write) {
    const head = `# Speed of filters, facets and sorting\n\nMade by \`node test/bench/view.ts --write\`: ${rows} rows, ${(size / 1e6).toFixed(0)} MB, Node ${process.versions.node}, warm.\n\n`;
    await writeFile(new URL("view.md", import.meta.url), `${head}${table}\n`);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

/**
 * `node test/bench/storage.ts [--rows N] [--ripgrep PATH] [--duckdb] [--only search] [--huge] [--write]`: how long the storage room takes on
 * a generated file of 374 thousand rows (about 500 MB, the size of the paper's data), as ratios to plain tools in the same run. Searches
 * and filters take turns with theirs, since machines are busy. Prints a table; with `--write` into storage.md too. `--duckdb` installs
 * DuckDB into the cache folder and compares filters with it; `--huge` tries a file of 2.2 GB instead, which is not for storage.md.
 */
import { execFileSync, spawn } from "node:child_process";
import { copyFile, mkdtemp, open, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openDataset, ripgrepPath } from "../../src/storage/index.ts";
import type { DatasetSession, FieldTest, SearchQuery } from "../../src/storage/types.ts";
import { openDuckdb } from "./duckdb.ts";
import { generate, random } from "./generated.ts";
import { longestBlock, worked } from "./longestBlock.ts";

const { values } = parseArgs({
  options: {
    rows: { type: "string", default: "374000" },
    ripgrep: { type: "string", default: ripgrepPath() ?? "rg" },
    duckdb: { type: "boolean", default: false },
    only: { type: "string" },
    huge: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
    memory: { type: "string" },
  },
});
if (values.write && (values.huge || values.only !== undefined)) {
  throw new Error(
    "Give --write without --huge and --only: storage.md holds all measures of the file of 374 thousand rows.",
  );
}
const rows = values.huge ? 1_720_000 : Number(values.rows);
if (values.memory !== undefined) {
  // In a process of its own: this one has made the file.
  const session = await openDataset(values.memory, { stateDir: null });
  await session.whenIndexed();
  process.stdout.write(String(process.resourceUsage().maxRSS / 1024));
  await session.close();
  process.exit();
}
const { ripgrep } = values;
const folder = await mkdtemp(join(tmpdir(), "stepdpo-bench-"));
const path = join(folder, "traces.jsonl");

const byTheClock = (): number => performance.now();

/** What all threads of this process have used, milliseconds: it says more than the clock where the machine is busy. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Best of some runs, milliseconds: what else the machine does only ever makes it slower. */
async function best(runs: number, work: () => Promise<unknown>, clock = byTheClock): Promise<number> {
  let least = Infinity;
  for (let run = 0; run < runs; run++) {
    const start = clock();
    await work();
    least = Math.min(least, clock() - start);
  }
  return least;
}

/** Best of some runs of two works in turn, so that both are slowed by the same. */
async function bestOfBoth(
  runs: number,
  plain: () => Promise<unknown>,
  ours: () => Promise<unknown>,
  clock = byTheClock,
): Promise<[number, number]> {
  const least: [number, number] = [Infinity, Infinity];
  for (let run = 0; run < runs; run++) {
    least[0] = Math.min(least[0], await best(1, plain, clock));
    least[1] = Math.min(least[1], await best(1, ours, clock));
  }
  return least;
}

async function program(name: string, args: readonly string[]): Promise<number | null> {
  const child = spawn(name, args, { stdio: "ignore" });
  return new Promise((resolve) => {
    child.on("error", () => resolve(null));
    child.on("close", (code) => resolve(code));
  });
}

async function plainCopy(): Promise<void> {
  const target = join(folder, "copy.jsonl");
  const [from, to] = [await open(path, "r"), await open(target, "w")];
  const piece = Buffer.allocUnsafe(4 << 20);
  for (let at = 0; ;) {
    const { bytesRead } = await from.read(piece, 0, piece.length, at);
    if (bytesRead === 0) break;
    await to.write(piece, 0, bytesRead, at);
    at += bytesRead;
  }
  await to.sync();
  await Promise.all([from.close(), to.close()]);
  await rm(target);
}

async function opened(stateDir: string | null): Promise<DatasetSession> {
  const session = await openDataset(path, { stateDir });
  await session.whenIndexed();
  return session;
}

interface Line {
  readonly work: string;
  readonly plain: string;
  readonly ours: number;
  readonly ratio: string;
  readonly goal: string;
}

const lines: Line[] = [];
function note(work: string, ours: number, goal: string, plain: readonly [string, number] | null): void {
  const ratio = plain === null ? "" : (ours / plain[1]).toFixed(2);
  const line = {
    work,
    plain: plain === null ? "" : `${plain[0]} ${plain[1].toFixed(0)} ms`,
    ours,
    ratio,
    goal,
  };
  lines.push(line);
  console.error(`${work}: ${ours.toPrecision(3)} ms ${line.plain} ${ratio}`);
}

async function measureIndex(): Promise<void> {
  const wcl = (): Promise<unknown> => program("wc", ["-l", path]);
  const [wc, scan] = await bestOfBoth(7, wcl, async () => (await opened(null)).close());
  note("index all rows", scan, "1.5 x wc -l", ["wc -l", wc]);
  const memory = execFileSync(process.execPath, [process.argv[1] ?? "", "--memory", path], {
    encoding: "utf8",
  });
  note("  memory of the whole process at most, MiB", Number(memory), "120", null);
  const stateDir = join(folder, "state");
  await (await opened(stateDir)).close();
  note(
    "index again, from the cache",
    await best(5, async () => (await opened(stateDir)).close()),
    "50 ms",
    null,
  );
  note(
    "first 100 rows, parsed",
    await best(5, async () => {
      const session = await openDataset(path, { stateDir: null });
      await session.rows(0, 100);
      await session.close();
    }),
    "50 ms",
    null,
  );
}

async function measureRows(session: DatasetSession): Promise<void> {
  const next = random(3);
  const count = 2000;
  const one = await best(10, async () => {
    for (let k = 0; k < count; k++) await session.row(Math.floor(next() * rows));
  });
  note("any row, parsed", one / count, "0.05 ms", null);
  note(
    "a page of 100 rows, parsed, a row",
    (await best(5, () => session.rows(rows - 100, rows))) / 100,
    "",
    null,
  );
}

async function found(session: DatasetSession, query: SearchQuery): Promise<number> {
  let count = 0;
  for await (const hits of session.search(query)) count += hits.length;
  return count;
}

const literal = String.raw`a needle: naïve \\zeta`;
/** What one row holds: for us, and for ripgrep, which is told of JSON's spelling. */
const needles: readonly (readonly [string, SearchQuery, readonly string[]])[] = [
  ["literal", { text: String.raw`a needle: naïve \zeta`, caseSensitive: true }, ["-F", literal]],
  ["literal ignoring case", { text: String.raw`A NEEDLE: naïve \zeta` }, ["-i", "-F", literal]],
  [
    "regular expression",
    { text: String.raw`needle: na.ve \\z\w+`, kind: "regex", caseSensitive: true },
    ["-e", String.raw`needle: na.ve \\\\z\w+`],
  ],
];

/** Searches of files just opened, which find out what later ones know. */
async function measureFirst(
  given: string | null,
  args: readonly string[] | null,
  query: SearchQuery,
): Promise<void> {
  let [plain, least] = [Infinity, Infinity];
  for (let run = 0; run < 5; run++) {
    if (args !== null) plain = Math.min(plain, await best(1, () => program(ripgrep, args)));
    const session = await openDataset(path, { stateDir: null, ripgrep: given });
    await session.whenIndexed();
    least = Math.min(least, await best(1, () => found(session, query)));
    await session.close();
  }
  note("  the first search of a file", least, "1.5 x ripgrep", args === null ? null : ["rg", plain]);
}

async function measureSearch(): Promise<void> {
  const there = (await program(ripgrep, ["--version"])) === 0;
  for (const given of there ? [null, ripgrep] : [null]) {
    const session = await openDataset(path, { stateDir: null, ripgrep: given });
    await session.whenIndexed();
    for (const [kind, query, how] of needles) {
      const work = `search, ${kind}, ${given === null ? "without ripgrep" : "with ripgrep"}`;
      const ours = async (): Promise<void> => {
        if ((await found(session, query)) !== 1) throw new Error(`The needle is not found: ${kind}`);
      };
      const args = ["--no-config", "-c", ...how, path];
      if (there && (await program(ripgrep, args)) !== 0) throw new Error(`ripgrep finds no needle: ${kind}`);
      const [plain, least] = await bestOfBoth(7, () => program(ripgrep, args), ours);
      note(work, least, "1.5 x ripgrep", there ? ["rg", plain] : null);
      if (kind === "literal") await measureFirst(given, there ? args : null, query);
    }
    await session.close();
  }
}

/** A search that nearly all rows pass. */
async function measureMany(session: DatasetSession): Promise<void> {
  let block = 0;
  const many = await best(3, async () => {
    block = Math.max(block, await longestBlock(() => found(session, { text: "apples" }), worked));
  });
  note("search, a word that nearly all rows hold", many, "", null);
  note("  longest work of this thread without a pause", block, "16 ms", null);
  note("  cancelled at its first hit", await best(5, () => cancelling(session)), "some ms", null);
}

/** Cancels a search at its first hit. */
async function cancelling(session: DatasetSession): Promise<void> {
  const abort = new AbortController();
  const hits = session.search({ text: "apples" }, abort.signal)[Symbol.asyncIterator]();
  await hits.next();
  abort.abort();
  await hits.next().catch(() => undefined);
}

/** What of rows a field has, for us and for DuckDB. */
const filters: readonly (readonly [string, FieldTest, string])[] = [
  ["half of them", { field: "final_answer_correct", values: [true] }, "final_answer_correct"],
  ["7% of them", { field: "label", values: [3] }, "label = 3"],
  ["all of them", { field: "generator", values: ["bench"] }, "generator = 'bench'"],
  ["one of them", { field: "id", values: ["row-123456"] }, "id = 'row-123456'"],
];

async function measureFilters(session: DatasetSession): Promise<void> {
  const duckdb = values.duckdb ? await openDuckdb() : null;
  for (const [which, test, condition] of filters) {
    const work = `rows whose field has a value, ${which}`;
    let [mine, theirs] = [0, 0];
    const ours = async (): Promise<void> => void (mine = await found(session, { text: "", equals: [test] }));
    if (duckdb === null) {
      note(work, await best(3, ours), "1.2 x DuckDB", null);
      continue;
    }
    const plain = async (): Promise<void> => void (theirs = await duckdb.count(path, condition));
    const [time, least] = await bestOfBoth(10, plain, ours);
    if (mine !== theirs) throw new Error(`${work}: ${mine} are found; DuckDB finds ${theirs}`);
    note(work, least, "1.2 x DuckDB", ["DuckDB", time]);
    const [used, mineUsed] = await bestOfBoth(5, plain, ours, processorTime);
    note("  processor time of all threads for it", mineUsed, "", ["DuckDB", used]);
  }
}

/** A file of more than 2 GiB. */
async function measureHuge(): Promise<void> {
  const [[, needle], [, test]] = [needles[0]!, filters[0]!];
  const before = process.resourceUsage().maxRSS;
  const session = await openDataset(path, { stateDir: null, ripgrep });
  note("2.2 GB: first 100 rows", await best(1, () => session.rows(0, 100)), "", null);
  note("2.2 GB: index all rows", await best(1, () => session.whenIndexed()), "", null);
  note("2.2 GB: its last row, parsed", await best(5, () => session.row(rows - 1)), "at once", null);
  note("2.2 GB: search, literal", await best(3, () => found(session, needle)), "", null);
  const half = (): Promise<number> => found(session, { text: "", equals: [test] });
  note("2.2 GB: rows whose field has a value, half of them", await best(1, half), "", null);
  note("2.2 GB: search, cancelled at its first hit", await best(5, () => cancelling(session)), "", null);
  const grown = (process.resourceUsage().maxRSS - before) / 1024;
  note("2.2 GB: memory that all this took at most, MiB", grown, "", null);
  await session.close();
}

async function measureSave(session: DatasetSession): Promise<void> {
  const labels = ["incorrect", "correct"] as const;
  let edits = 0;
  const edit = (): Promise<unknown> =>
    session.apply(rows >> 1, {
      kind: "label",
      trace: 0,
      step: 0,
      label: labels[edits++ % 2] ?? null,
      by: "person",
    });
  note("one edit, journalled", await best(20, edit), "5 ms", null);
  let block = 0;
  const [copy, save] = await bestOfBoth(5, plainCopy, async () => {
    await edit();
    block = Math.max(block, await longestBlock(() => session.save(), worked));
  });
  note("save after one label", save, "1.3 x plain copy", ["copy + fsync", copy]);
  note("  longest work of this thread without a pause", block, "50 ms", null);
}

async function measureAll(): Promise<void> {
  if (values.only !== "search") await measureIndex();
  await measureSearch();
  const session = await openDataset(path, { stateDir: join(folder, "state"), ripgrep });
  await session.whenIndexed();
  await measureMany(session);
  await measureFilters(session);
  if (values.only !== "search") {
    await measureRows(session);
    await measureSave(session);
  }
  await session.close();
}

try {
  await generate(path, rows);
  await copyFile(path, join(folder, "warm"));
  await rm(join(folder, "warm"));
  const { size } = await stat(path);
  console.error(`${rows} rows, ${(size / 1e6).toFixed(0)} MB`);
  await (values.huge ? measureHuge() : measureAll());
  const table = [
    "| work | ours, ms | plain tool | ratio | goal |",
    "| --- | --- | --- | --- | --- |",
    ...lines.map(
      (line) =>
        `| ${line.work} | ${line.ours.toPrecision(3)} | ${line.plain} | ${line.ratio} | ${line.goal} |`,
    ),
  ].join("\n");
  console.log(table);
  if (values.write) {
    const head = `# Speed of the storage room\n\nMade by \`node test/bench/storage.ts --write\`: ${rows} rows, ${(size / 1e6).toFixed(0)} MB, Node ${process.versions.node}, warm. Best of several runs.\n\n`;
    await writeFile(new URL("storage.md", import.meta.url), `${head}${table}\n`);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

/**
 * `node test/bench/storage.ts [--rows N] [--ripgrep PATH] [--write]`: how long the storage room takes on a generated file of 374 thousand rows
 * (about 500 MB, the size of the paper's data), as ratios to plain tools in the same run. Prints a table; with
 * `--write` into storage.md too.
 */
import { execFileSync, spawn } from "node:child_process";
import { copyFile, mkdtemp, open, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openDataset } from "../../src/storage/index.ts";
import type { DatasetSession, SearchQuery } from "../../src/storage/types.ts";
import { generate, random } from "./generated.ts";
import { longestBlock } from "./longestBlock.ts";

const { values } = parseArgs({
  options: {
    rows: { type: "string", default: "374000" },
    ripgrep: { type: "string" },
    write: { type: "boolean", default: false },
    memory: { type: "string" },
  },
});
const rows = Number(values.rows);
if (values.memory !== undefined) {
  // In a process of its own: this one has made the file.
  const session = await openDataset(values.memory, { stateDir: null });
  await session.whenIndexed();
  process.stdout.write(String(process.resourceUsage().maxRSS / 1024));
  await session.close();
  process.exit();
}
const ripgrep = values.ripgrep ?? "rg";
const folder = await mkdtemp(join(tmpdir(), "stepdpo-bench-"));
const path = join(folder, "traces.jsonl");

/** Best of some runs, milliseconds: what else the machine does only ever makes it slower. */
async function best(runs: number, work: () => Promise<unknown>): Promise<number> {
  let least = Infinity;
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    await work();
    least = Math.min(least, performance.now() - start);
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
  const wc = await best(5, () => program("wc", ["-l", path]));
  const scan = await best(5, async () => {
    const session = await opened(null);
    await session.close();
  });
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
  const one = await best(3, async () => {
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
  for await (const hit of session.search(query)) count += hit.row >= 0 ? 1 : 0;
  return count;
}

async function measureSearch(): Promise<void> {
  const there = (await program(ripgrep, ["--version"])) === 0;
  for (const [name, program_] of [
    ["", null],
    ["ripgrep", ripgrep],
  ] as const) {
    if (program_ !== null && !there) continue;
    const session = await openDataset(path, { stateDir: null, ripgrep: program_ });
    await session.whenIndexed();
    for (const [kind, query] of [
      ["literal", { text: "a needle: naïve \\zeta", caseSensitive: true }],
      ["literal ignoring case", { text: "A NEEDLE: naïve \\zeta" }],
      ["regular expression", { text: "needle: na.ve \\\\z\\w+", kind: "regex", caseSensitive: true }],
    ] as const) {
      if ((await found(session, query)) !== 1) throw new Error(`The needle is not found: ${kind}`);
      const how = query.text.startsWith("A") ? ["-i"] : [];
      const direct = there
        ? await best(5, () =>
            program(ripgrep, ["--no-config", "-c", ...how, "-F", "a needle: naïve \\\\zeta", path]),
          )
        : null;
      const ours = await best(5, () => found(session, query));
      note(
        `search, ${kind}, ${name === "" ? "without ripgrep" : "with ripgrep"}`,
        ours,
        "1.5 x ripgrep",
        direct === null ? null : ["rg", direct],
      );
    }
    await session.close();
  }
  const session = await opened(null);
  note(
    "rows whose field has a value (half of them)",
    await best(1, () => found(session, { text: "true", field: "final_answer_correct" })),
    "",
    null,
  );
  await session.close();
}

async function measureSave(session: DatasetSession): Promise<void> {
  let step = 0;
  const edit = (): Promise<unknown> =>
    session.apply(rows >> 1, { kind: "label", trace: 0, step: step++ % 4, label: "incorrect", by: "person" });
  note("one edit, journalled", await best(20, edit), "5 ms", null);
  const copy = await best(3, plainCopy);
  let block = 0;
  const save = await best(3, async () => {
    await edit();
    block = Math.max(block, await longestBlock(() => session.save()));
  });
  note("save after one label", save, "1.3 x plain copy", ["copy + fsync", copy]);
  note("  longest block of the thread meanwhile", block, "50 ms", null);
}

try {
  await generate(path, rows);
  await copyFile(path, join(folder, "warm"));
  await rm(join(folder, "warm"));
  const { size } = await stat(path);
  console.error(`${rows} rows, ${(size / 1e6).toFixed(0)} MB`);
  await measureIndex();
  await measureSearch();
  const session = await opened(join(folder, "state"));
  await measureRows(session);
  await measureSave(session);
  await session.close();
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

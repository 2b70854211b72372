import { existsSync, readdirSync } from "node:fs";
import { appendFile, copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { allRows } from "../../../src/cli/dataset.ts";
import { addProblems, DatasetRules } from "../../../src/pipeline/check/checkDataset.ts";
import {
  checkRows,
  EvaluationBuilder,
  type CheckFinding,
  type CheckOptions,
} from "../../../src/pipeline/check/index.ts";
import { sameThread, type Looker } from "../../../src/pipeline/check/jobs.ts";
import { CheckThreads, ThreadEndedError, threadsToUse } from "../../../src/pipeline/check/threads.ts";
import { openDataset } from "../../../src/storage/index.ts";
import type { DatasetSession } from "../../../src/storage/types.ts";

const folder = await mkdtemp(join(tmpdir(), "stepdpo-threads-"));
const threads = new CheckThreads(2, null);
afterAll(async () => {
  await threads.close();
  await rm(folder, { recursive: true, force: true });
});

async function listed(findings: AsyncIterable<CheckFinding>): Promise<CheckFinding[]> {
  const found: CheckFinding[] = [];
  for await (const finding of findings) found.push(finding);
  return found;
}

/** Rows with something for most rules in each twenty of them. */
function row(at: number): string {
  const pair = {
    prompt: `A hen lays ${at % 700} eggs a day, and the farmer sells them all at once. How many in 3 days?`,
    initial_reason_steps: "Step 1: We count the eggs.\nStep 2:",
    chosen: ` In 3 days that is many more than in 1, ${at % 300}.`,
    rejected: at % 20 === 3 ? "" : " In 3 days that is few.",
    answer: "6",
  };
  if (at % 20 === 5) return `${JSON.stringify(pair)},`;
  if (at % 20 === 6) return JSON.stringify({ ...pair, chosen: " In 3\u200b days" });
  if (at % 20 === 7)
    return JSON.stringify({ prompt: "p", completions: ["a", "b", "c"], labels: [true, false, true] });
  if (at % 20 === 8) return JSON.stringify({ other: at });
  if (at === 409) return JSON.stringify({ ...pair, chosen: " a".repeat(1_100_000) });
  return JSON.stringify(pair);
}

describe("A check in threads", { timeout: 60_000 }, () => {
  const path = join(folder, "rows.jsonl");
  let session: DatasetSession;
  beforeAll(async () => {
    await writeFile(path, `\n${Array.from({ length: 1500 }, (_, at) => `${row(at)}\n`).join("")}`);
    session = await openDataset(path, { stateDir: join(folder, "state") });
    await session.whenIndexed();
  });
  afterAll(() => session.close());

  it("finds what one thread finds, in the same order, with unsaved edits in it", async () => {
    await session.apply(12, {
      kind: "values",
      title: "t",
      trace: 0,
      step: null,
      edits: [{ path: ["rejected"], value: "" }],
    });
    const builder = new EvaluationBuilder();
    await addProblems(builder, "own", session, threads, { rows: 1 });
    const evaluation = await builder.build();
    expect(evaluation.size).toBeGreaterThan(100);
    const options: CheckOptions = { evaluation, equations: true };
    const one = await listed(checkRows(allRows(session), options));
    expect(new Set(one.map(({ rule }) => rule)).size).toBeGreaterThan(8);
    expect(one.find(({ rule }) => rule === "unreadable-row")?.message).toMatch(/^rows\.jsonl:7: /u);
    expect(one.some(({ row: at, rule }) => at === 12 && rule === "empty-side")).toBe(true);
    for (const looker of [threads, sameThread()])
      expect(await listed(new DatasetRules(session, looker, options).all())).toEqual(one);
    const some = { rules: ["duplicate-pair", "empty-side", "length-bias"] };
    expect(await listed(new DatasetRules(session, threads, some).all())).toEqual(
      await listed(checkRows(allRows(session), some)),
    );
  });

  it("goes as far as asked, tells how far it is, and ends when told to", async () => {
    const seen: number[] = [];
    const stop = new AbortController();
    const extent = {
      rows: 1000,
      signal: stop.signal,
      progress: (rows: number) => {
        seen.push(rows);
        if (rows > 200) stop.abort(new Error("enough"));
      },
    };
    const dataset = new DatasetRules(session, threads, {});
    await expect(listed(dataset.all(extent))).rejects.toThrow("enough");
    expect(seen.at(-1)).toBeLessThan(600);
    const rest = await listed(dataset.all({ rows: 100 }));
    expect(Math.max(...rest.map(({ row: at }) => at ?? 0))).toBeLessThan(100);
    dataset.end();
  });

  it("looks at rows that came in meanwhile, and compares them with those before", async () => {
    const more = join(folder, "more.jsonl");
    await writeFile(more, `${row(0)}\n${row(1)}\n`);
    const own = await openDataset(more, { stateDir: null });
    const dataset = new DatasetRules(own, threads, { rules: ["duplicate-pair"] });
    expect(await listed(dataset.all())).toEqual([]);
    await appendFile(more, `${row(2)}\n${row(1)}\n`);
    await own.reload();
    const found = await dataset.again([2, 3], [], new AbortController().signal);
    expect([...found].map(([at, { length }]) => [at, length])).toEqual([
      [2, 0],
      [3, 1],
    ]);
    expect(found.get(3)?.[0]).toMatchObject({ line: 4, sameAs: 1 });
    await own.close();
  });

  it("says which rows a thread ended at, and goes on with a new thread", async () => {
    const program = join(folder, "dies.mjs");
    await writeFile(
      program,
      `import { parentPort } from "node:worker_threads";
       parentPort.on("message", ({ id, piece }) => {
         if (piece?.from === 256) process.exit(3);
         if (id !== undefined) parentPort.postMessage({ id, kind: "rows", looks: [] });
       });`,
    );
    const dying = new CheckThreads(1, null, pathToFileURL(program));
    const other = join(folder, "other.jsonl");
    await copyFile(path, other);
    const saved = await openDataset(other, { stateDir: null });
    try {
      const dataset = new DatasetRules(saved, dying, {});
      const failure = await listed(dataset.all()).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(ThreadEndedError);
      expect((failure as Error).message).toMatch(
        /ended while it looked at rows 257 to 384 \(it exited with code 3\)/u,
      );
      expect(await listed(new DatasetRules(saved, dying, {}).all({ rows: 256 }))).toEqual([]);
      expect(dying.running).toBe(1);
    } finally {
      await dying.close();
      await saved.close();
    }
    await expect(dying.look(1, { kind: "views", views: [] })).rejects.toThrow("closed");
  });

  it("says what a thread can't read, and keeps the thread", async () => {
    const closed = { fd: 987_654, path, options: { splitter: "auto" as const, mapping: null } };
    const one = Uint32Array.of(1);
    const piece = {
      kind: "bytes" as const,
      file: closed,
      from: 0,
      starts: Float64Array.of(0),
      lengths: one,
      lines: one,
    };
    const before = threads.running;
    await expect(threads.problems(piece)).rejects.toThrow(/EBADF/u);
    expect(threads.running).toBe(before);
  });

  it("lets go of its threads when there is nothing to do", async () => {
    const idle = new CheckThreads(1, 1);
    await idle.problems({ kind: "views", views: [] });
    await expect.poll(() => idle.running, { timeout: 10_000 }).toBe(0);
    expect(await idle.problems({ kind: "views", views: [] })).toEqual([]);
    await idle.close();
  });

  it("takes what is asked while threads end that had nothing to do", async () => {
    const idle = new CheckThreads(1, 1);
    for (let k = 0; k < 3; k++) {
      expect(await idle.problems({ kind: "views", views: [] })).toEqual([]);
      await new Promise((resolve) => setTimeout(resolve, 3));
    }
    await idle.close();
  });
});

const data = join(import.meta.dirname, "../../../../shared/data");
const files = existsSync(data)
  ? readdirSync(data, { recursive: true, encoding: "utf8" }).filter((name) => /\.jsonl?$/u.test(name))
  : [];

describe.skipIf(files.length === 0)(
  "real files (skipped where ../shared/data is absent)",
  { timeout: 60_000 },
  () => {
    it.each(files)("%s: threads find what one thread finds, fixes included", async (name) => {
      const own = await openDataset(join(data, name), { stateDir: null });
      try {
        const found = async (looker: Looker) =>
          listed(new DatasetRules(own, looker, { equations: true }).all({ rows: 300 }));
        expect(await found(threads)).toEqual(await found(sameThread()));
      } finally {
        await own.close();
      }
    });
  },
);

describe("Threads to use", () => {
  it("are one for each processor but those that stay free, never none and never many", () => {
    expect(threadsToUse(1000)).toBe(1);
    expect(threadsToUse(0)).toBeLessThanOrEqual(3);
  });
});

import fc from "fast-check";
import { writeFileSync } from "node:fs";
import { appendFile, readdir, readFile, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Chunk } from "../../../../src/pipeline/view/chunk.ts";
import { facetsOf as countsOf } from "../../../../src/pipeline/view/facets.ts";
import { FactTable } from "../../../../src/pipeline/view/factTable.ts";
import { FieldTable } from "../../../../src/pipeline/view/fieldTable.ts";
import { chunkOf, fill } from "../../../../src/pipeline/view/fill.ts";
import { createView } from "../../../../src/pipeline/view/index.ts";
import { loadTable, saveTable } from "../../../../src/pipeline/view/tableFile.ts";
import type { Facet } from "../../../../src/core/query.ts";
import { openDataset } from "../../../../src/storage/index.ts";
import type { DatasetSession } from "../../../../src/storage/types.ts";
import { jsonl, temporaryFolder } from "../../storage/support.ts";

const rows = Array.from({ length: 300 }, (_, k) => ({
  id: `r-${k}`,
  generator: "m",
  source: k % 3 === 0 ? "a" : "b",
  problem: `What is ${k}?`,
  steps: ["One.", "Two."],
  final_answer_correct: k % 2 === 0,
  label: k % 4 === 0 ? -1 : 1,
}));

interface Place {
  readonly path: string;
  readonly stateDir: string;
}

function dataset(): Place {
  const folder = temporaryFolder();
  const path = join(folder, "data.jsonl");
  writeFileSync(path, jsonl(rows));
  return { path, stateDir: join(folder, "state") };
}

/** Opens the dataset, lets `use` work on it, and gives its facets at the end. */
async function facetsOf(
  { path, stateDir }: Place,
  program = "this one",
  use: (session: DatasetSession) => Promise<unknown> = () => Promise.resolve(),
): Promise<readonly Facet[]> {
  const session = await openDataset(path, { stateDir, now: () => "2026-01-02T03:04:05.000Z" });
  const view = createView(session, { program, keptFromMs: 0 });
  try {
    await view.facets();
    await use(session);
    return await view.facets();
  } finally {
    await view.close();
    await session.close();
  }
}

async function keptFile({ stateDir }: Place): Promise<string> {
  const name = (await readdir(stateDir, { recursive: true })).find((one) => one.endsWith(".facts"));
  if (name === undefined) throw new Error("Nothing is kept.");
  return join(stateDir, name);
}

function rowsWith(facets: readonly Facet[], title: string, value: string): number | undefined {
  return facets.find((facet) => facet.title === title)?.values.find((one) => one.title === value)?.rows;
}

/** Opens the dataset and says how many rows come out of the kept table, and which are worked out. */
async function workOf({ path, stateDir }: Place): Promise<{ kept: number; first: number }> {
  const session = await openDataset(path, { stateDir });
  let work = { kept: 0, first: Infinity };
  try {
    await fill(session, 0, "this one", new AbortController().signal, {
      elsewhere: () => undefined,
      kept: (kept) => (work = { ...work, kept }),
      take: ({ from }) =>
        (work = { ...work, first: from === 0 && work.kept > 0 ? work.first : Math.min(work.first, from) }),
    });
    return work;
  } finally {
    await session.close();
  }
}

/** What the tables say that came out of the kept one and what was appended, and that were made anew; these are kept then. */
async function bothTables(
  { path, stateDir }: Place,
  isKept: boolean,
): Promise<{ filled: object; anew: object }> {
  const session = await openDataset(path, { stateDir });
  const texts = await session.textRows();
  if (texts === null) throw new Error("The rows of JSONL lie in one file.");
  const all = chunkOf(await session.rows(0, texts.starts.length));
  const chunks: Chunk[] = [];
  if (isKept) {
    await fill(session, 0, "this one", new AbortController().signal, {
      elsewhere: () => undefined,
      kept: () => undefined,
      take: (chunk) => chunks.push(chunk),
    });
  } else chunks.push(all);
  await saveTable(texts, "this one", { chunk: all, apart: [] });
  await texts.release();
  await session.close();
  return { filled: saidBy(chunks), anew: saidBy([all]) };
}

function saidBy(chunks: readonly Chunk[]): object {
  const [facts, fields] = [new FactTable(), new FieldTable()];
  for (const chunk of chunks) {
    facts.put(chunk.from, chunk.facts);
    fields.put(chunk.from, chunk.facts.flags.length, chunk.fields);
  }
  return { facts: facts.all(), facets: countsOf(facts, fields, 0, true) };
}

const label = { kind: "label", trace: 0, step: 0, label: "incorrect", by: "person" } as const;

describe("a table that took long to make", { timeout: 60_000 }, () => {
  it("is read again, not made again, and says the same", async () => {
    const place = dataset();
    const first = await facetsOf(place);
    const kept = await keptFile(place);
    const longAgo = new Date(1e12);
    await utimes(kept, longAgo, longAgo);
    expect(await facetsOf(place)).toEqual(first);
    expect((await stat(kept)).mtime).toEqual(longAgo);
    expect(rowsWith(first, "source", "a")).toBe(100);
    expect(rowsWith(first, "Label", "incorrect")).toBe(225);
  });

  it("is made again by another version of the program, or of the file, or where it is damaged", async () => {
    const place = dataset();
    const first = await facetsOf(place);
    const kept = await keptFile(place);
    const before = await readFile(kept);
    expect(await facetsOf(place, "another")).toEqual(first);
    expect((await readFile(kept)).equals(before)).toBe(false);
    await writeFile(kept, before.subarray(0, before.length - 100));
    expect(await facetsOf(place)).toEqual(first);
    await writeFile(place.path, jsonl(rows.slice(1)));
    expect(rowsWith(await facetsOf(place), "source", "a")).toBe(99);
  });

  it("holds the rows as they are in the file: edits count while they are unsaved, and once they are saved", async () => {
    const place = dataset();
    const edited = await facetsOf(place, "this one", async (session) => {
      await session.apply(0, label);
      await session.apply(4, label);
      await session.save();
      await session.apply(8, label);
    });
    expect(rowsWith(edited, "Label", "incorrect")).toBe(228);
    expect(rowsWith(edited, "Row", "edited")).toBe(1);
    // The one that was not saved waits in the journal.
    expect(rowsWith(await facetsOf(place), "Label", "incorrect")).toBe(227);
  });
});

describe("a kept table of a file that was appended to", { timeout: 120_000 }, () => {
  const more = rows.slice(0, 3).map((row) => ({ ...row, source: "c" }));

  it("is gone on with: but for the last row that there was, only new ones are worked out", async () => {
    const place = dataset();
    await facetsOf(place);
    expect(await workOf(place)).toEqual({ kept: 300, first: Infinity });
    await appendFile(place.path, jsonl(more));
    expect(await workOf(place)).toEqual({ kept: 299, first: 299 });
    const facets = await facetsOf(place);
    expect(rowsWith(facets, "source", "c")).toBe(3);
    expect(await workOf(place)).toEqual({ kept: 303, first: Infinity });
    expect(facets).toEqual(await facetsOf({ ...place, stateDir: join(place.stateDir, "another") }));
  });

  it("says what a table that is made anew says, wherever the last row was torn", async () => {
    const text = Buffer.from(jsonl([...rows, ...more, { nothing: "known" }, ...rows.slice(0, 20)]));
    const start = Buffer.byteLength(jsonl(rows.slice(0, 290)));
    const cut = fc.integer({ min: start, max: text.length });
    await fc.assert(
      fc.asyncProperty(fc.array(cut, { minLength: 1, maxLength: 3 }), async (cuts) => {
        const place = dataset();
        let at = 0;
        for (const end of [start, ...cuts.sort((a, b) => a - b)]) {
          await (at === 0 ? writeFile : appendFile)(place.path, text.subarray(at, end));
          const { filled, anew } = await bothTables(place, at > 0);
          expect(filled).toEqual(anew);
          at = end;
        }
      }),
      { numRuns: 30 },
    );
  });

  it("is written again when the dataset is closed, not at each row that comes", async () => {
    const place = dataset();
    await facetsOf(place);
    const kept = await keptFile(place);
    const longAgo = new Date(1e12);
    await utimes(kept, longAgo, longAgo);
    await facetsOf(place, "this one", async (session) => {
      await appendFile(place.path, jsonl(more));
      await expect.poll(() => session.info.rows).toBe(303);
      const view = createView(session);
      expect(rowsWith(await view.facets(), "source", "c")).toBe(3);
      await view.close();
      expect((await stat(kept)).mtime).toEqual(longAgo);
    });
    expect((await stat(kept)).mtime).not.toEqual(longAgo);
    expect(await workOf(place)).toEqual({ kept: 303, first: Infinity });
  });

  it("is made anew where the file was written anew, longer, in its place", async () => {
    const place = dataset();
    await facetsOf(place);
    const changed = rows.map((row, k) => (k === 150 ? { ...row, source: "z" } : row));
    await writeFile(place.path, jsonl([...changed, ...more]));
    expect(await workOf(place)).toMatchObject({ kept: 0 });
    expect(rowsWith(await facetsOf(place), "source", "z")).toBe(1);
  });

  it("may be of the first rows alone, where the count was not done", async () => {
    const place = dataset();
    const session = await openDataset(place.path, { stateDir: place.stateDir });
    const texts = await session.textRows();
    if (texts === null) throw new Error("The rows of JSONL lie in one file.");
    const chunk = chunkOf(await session.rows(0, 100));
    await saveTable(texts, "this one", { chunk, apart: [7, 250] });
    expect(await loadTable(texts, "this one")).toMatchObject({ apart: [7], chunk: { from: 0 } });
    await texts.release();
    await session.close();
    expect(await workOf(place)).toEqual({ kept: 99, first: 99 });
  });
});

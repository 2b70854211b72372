import { writeFileSync } from "node:fs";
import { readdir, readFile, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createView } from "../../../../src/pipeline/view/index.ts";
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

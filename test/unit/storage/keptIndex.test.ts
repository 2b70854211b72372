import { appendFileSync, readFileSync, readdirSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { jsonl, label, openPath, openText, processRow, temporaryFolder } from "./support.ts";

/** Over the size that is scanned anew each time, so that keeping its index matters. */
const many = Array.from({ length: 6000 }, (_, id) => processRow(id));
const large = jsonl(many);

/** The files that hold indexes, in the state folder. */
function indexFiles(stateDir: string): string[] {
  return readdirSync(stateDir, { recursive: true, encoding: "utf8" })
    .filter((name) => /index/u.test(name) && statSync(join(stateDir, name)).isFile())
    .map((name) => join(stateDir, name));
}

/** Opens a large dataset and closes it: its index is kept. */
async function keptIndex(): Promise<{ path: string; stateDir: string; file: string }> {
  const folder = temporaryFolder();
  const { session, path, stateDir } = await openText(large, { folder });
  expect(session.info.indexMs).toBeGreaterThan(0);
  await session.close();
  const [file] = indexFiles(stateDir!);
  if (file === undefined) throw new Error("No index is kept.");
  return { path, stateDir: stateDir!, file };
}

async function expectRows(path: string, stateDir: string, rows: readonly object[]): Promise<number | null> {
  const { session } = await openPath(path, { stateDir });
  expect(session.info.rows).toBe(rows.length);
  const places = [0, rows.length >> 1, rows.length - 1];
  for (const row of places) {
    const view = await session.row(row);
    expect([row, JSON.parse(view.raw), view.line]).toEqual([row, rows[row], row + 1]);
  }
  return session.info.indexMs;
}

describe("an index that is kept", () => {
  it("is taken where the file is as it was: nothing is scanned", async () => {
    const { path, stateDir } = await keptIndex();
    expect(await expectRows(path, stateDir, many)).toBe(0);
  });

  it("is taken as far as it goes where rows were appended", async () => {
    const { path, stateDir } = await keptIndex();
    const more = [processRow(7000), processRow(7001)];
    appendFileSync(path, jsonl(more));
    expect(await expectRows(path, stateDir, [...many, ...more])).toBeGreaterThan(0);
  });

  it.each<[string, (bytes: Buffer) => Uint8Array]>([
    ["cut off", (bytes) => bytes.subarray(0, bytes.length - 40)],
    ["empty", () => Buffer.alloc(0)],
    ["no index at all", () => Buffer.from("nothing like it, but long enough to be looked at")],
    [
      "of another version",
      (bytes) => Buffer.from(bytes.toString("latin1").replace('"version":1', '"version":9'), "latin1"),
    ],
    ["too long", (bytes) => Buffer.concat([bytes, Buffer.alloc(16)])],
  ])("is made anew where it is %s", async (_, damage) => {
    const { path, stateDir, file } = await keptIndex();
    writeFileSync(file, damage(readFileSync(file)));
    expect(await expectRows(path, stateDir, many)).toBeGreaterThan(0);
  });

  it("is made anew where the file's end differs, though size and time are as they were", async () => {
    const folder = temporaryFolder();
    const path = join(folder, "data.jsonl");
    const stateDir = join(folder, "state");
    // A time that the file system holds exactly.
    const written = (rows: readonly object[]): void => {
      writeFileSync(path, jsonl(rows));
      utimesSync(path, 1_700_000_000, 1_700_000_000);
    };
    written(many);
    const { session } = await openPath(path, { stateDir });
    await session.close();
    const reversed = many.toReversed();
    expect(jsonl(reversed).length).toBe(large.length);
    written(reversed);
    expect(await expectRows(path, stateDir, reversed)).toBeGreaterThan(0);
  });
});

describe("rows after one that takes more lines than before", () => {
  it("are told by their lines, before and after a save and anew", async () => {
    const rows = [0, 1, 2, 3].map((id) => processRow(id));
    const { session, path, content } = await openText(JSON.stringify(rows, null, 2), { name: "a.json" });
    const lines = async (): Promise<readonly (number | null)[]> =>
      (await session.rows(0, 4)).map(({ line }) => line);
    // A correct step before the first error has no place in the format: it goes under a key of its own.
    await session.apply(1, label(0, "neutral"));
    await session.save();
    const text = (await content()).split("\n");
    const starts = text.flatMap((line, k) => (/^ {2}\{/u.test(line) ? [k + 1] : []));
    expect(text.length).toBeGreaterThan(JSON.stringify(rows, null, 2).split("\n").length);
    expect(await lines()).toEqual(starts);
    const again = await openPath(path, { stateDir: null });
    expect((await again.session.rows(0, 4)).map(({ line }) => line)).toEqual(starts);
  });
});

import { appendFileSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import * as fs from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Disk } from "../../../src/storage/files/replaceFile.ts";
import type { DatasetSession } from "../../../src/storage/types.ts";
import {
  jsonl,
  label,
  openPath,
  openText,
  processRow,
  solutionRow,
  temporaryFolder,
  win,
} from "./support.ts";

const rows = [0, 1, 2].map((id) => processRow(id));

/** A disk on which the work is called off when the file is opened to be written. */
function calledOff(): { disk: Disk; signal: AbortSignal } {
  const stop = new AbortController();
  const { rename, unlink } = fs;
  const open: Disk["open"] = async (path, flags, mode) => {
    const handle = await fs.open(path, flags, mode);
    if (flags === "wx+" && String(path).includes("copy")) stop.abort();
    return handle;
  };
  return { disk: { open, rename, unlink }, signal: stop.signal };
}

describe("saving as another file", () => {
  it("leaves nothing behind where it is called off in the middle; edits stay", async () => {
    const { disk, signal } = calledOff();
    const { session, path } = await openText(jsonl(rows), { disk });
    await session.apply(1, label(0, "incorrect"));
    const before = readdirSync(join(path, "..")).filter((name) => name !== "state");
    await expect(session.saveAs(join(path, "..", "copy.jsonl"), signal)).rejects.toMatchObject({
      name: "AbortError",
    });
    expect(readdirSync(join(path, "..")).filter((name) => name !== "state")).toEqual(before);
    expect(session.info.dirty).toBe(true);
    await session.save();
    expect(readFileSync(path, "utf8")).toBe(jsonl([rows[0], processRow(1, 3, 0), rows[2]]));
  });

  it("leaves no half a folder, and mixes rows with no other files", async () => {
    const { disk, signal } = calledOff();
    const path = join(temporaryFolder(), "rows");
    mkdirSync(path);
    for (const [at, row] of rows.entries()) writeFileSync(join(path, `${at}.json`), JSON.stringify(row));
    const { session } = await openPath(path, { disk });
    await expect(session.saveAs(join(path, "..", "copy"), signal)).rejects.toMatchObject({
      name: "AbortError",
    });
    expect(existsSync(join(path, "..", "copy"))).toBe(false);

    const other = join(path, "..", "other");
    mkdirSync(other);
    writeFileSync(join(other, "1.json"), "mine");
    await expect(session.saveAs(other)).rejects.toThrow(/holds files already/u);
    expect(readdirSync(other)).toEqual(["1.json"]);
    expect(readFileSync(join(other, "1.json"), "utf8")).toBe("mine");
  });

  it("takes its pairs along, and leaves those of the file that it replaces behind", async () => {
    const { session, path } = await openText(jsonl([solutionRow(0)]));
    const folder = join(path, "..");
    const other = await openText(jsonl([solutionRow(0)]), { folder, name: "copy.jsonl" });
    const pairs = join(folder, "copy.pairs.jsonl");
    await other.session.apply(0, win(1, " y"));
    await other.session.save();
    await other.session.close();
    appendFileSync(pairs, "of another program\n");
    await session.saveAs(other.path);
    expect(readFileSync(pairs, "utf8")).toBe("of another program\n");
    await session.apply(0, win(0, " x"));
    await session.saveAs(other.path);
    expect(readFileSync(pairs, "utf8")).toMatch(/^of another program\n\{.*" x".*\n$/u);
    expect(existsSync(join(folder, "data.pairs.jsonl"))).toBe(false);
    writeFileSync(pairs, readFileSync(pairs, "utf8").split("\n")[1]!);
    await session.undo(session.edits[0]!);
    await session.saveAs(other.path);
    expect(existsSync(pairs)).toBe(false);
  });

  it.each<[string, (session: DatasetSession, copy: string) => Promise<void>]>([
    ["a save", (session, copy) => session.saveAs(copy)],
    ["a copy of some rows", (session, copy) => session.copyRows(copy, { without: new Set([0]) })],
  ])("by %s leaves pairs be that are of another dataset of that name", async (_, save) => {
    const { session, path } = await openText(jsonl([solutionRow(0), solutionRow(1)]));
    const array = JSON.stringify([solutionRow(5), solutionRow(6)]);
    const other = await openText(array, { folder: join(path, ".."), name: "copy.json" });
    await other.session.apply(1, win(1, " y"));
    await other.session.save();
    const pairs = join(path, "..", "copy.pairs.jsonl");
    const before = readFileSync(pairs, "utf8");
    await save(session, join(path, "..", "copy.jsonl"));
    await save(session, join(path, "..", "copy.jsonl"));
    expect(readFileSync(pairs, "utf8")).toBe(before);
  });

  it("says so where the folder it is to go to isn't there", async () => {
    const { session, path } = await openText(jsonl(rows));
    await expect(session.saveAs(join(path, "../none/copy.jsonl"))).rejects.toMatchObject({
      kind: "write-failed",
      message: expect.stringMatching(
        /copy\.jsonl: its folder is not there\..* Your edits are kept\./u,
      ) as string,
    });
  });

  it("refuses rows that have no place in the file any more", async () => {
    const { session, path } = await openText(jsonl(rows));
    await session.apply(2, label(0, "incorrect"));
    writeFileSync(path, jsonl(rows.slice(0, 2)));
    await expect(session.save()).rejects.toMatchObject({ kind: "changed-on-disk" });
    await expect(session.saveAs(join(path, "..", "copy.jsonl"))).rejects.toThrow(/Rows 3 are no longer/u);
    expect(session.edits).toHaveLength(1);
    expect(readdirSync(join(path, ".."))).not.toContain("copy.jsonl");
  });
});

import * as fs from "node:fs/promises";
import { appendFileSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { Fingerprint } from "../../../src/storage/files/fingerprint.ts";
import { nodeDisk, type Disk } from "../../../src/storage/files/replaceFile.ts";
import {
  journalLine,
  parseJournal,
  unsavedOps,
  type JournalEntry,
} from "../../../src/storage/journal/journal.ts";
import { rowEffect, type Op } from "../../../src/storage/journal/editLog.ts";
import { statePaths } from "../../../src/storage/sharing/statePaths.ts";
import type { DatasetSession } from "../../../src/storage/types.ts";
import {
  jsonl,
  label,
  openOther,
  openPath,
  openText,
  processRow,
  temporaryFolder,
  until,
} from "./support.ts";

const rows = [0, 1, 2, 3].map((id) => processRow(id));
const text = jsonl(rows);

/** A disk on which something else happens, once, when a save has begun to write its file. */
function interrupted(): { readonly disk: Disk; during: (() => Promise<void> | void) | null } {
  const parts: { disk: Disk; during: (() => Promise<void> | void) | null } = { disk: nodeDisk, during: null };
  const open: Disk["open"] = async (path, flags, mode) => {
    const handle = await fs.open(path, flags, mode);
    const { during } = parts;
    if (during !== null && String(path).endsWith(".stepdpo-tmp")) {
      parts.during = null;
      await during();
    }
    return handle;
  };
  parts.disk = { ...nodeDisk, open };
  return parts;
}

describe("while a save writes its file,", () => {
  it.each<[string, (path: string) => void, readonly object[]]>([
    [
      "another program replaces the dataset",
      (path) => {
        writeFileSync(`${path}.new`, jsonl([processRow(77), ...rows.slice(1)]));
        renameSync(`${path}.new`, path);
      },
      [processRow(77), processRow(1, 3, 0), ...rows.slice(2)],
    ],
    [
      "another program writes the dataset anew in place",
      (path) => writeFileSync(path, jsonl([processRow(78), ...rows.slice(1)])),
      [processRow(78), processRow(1, 3, 0), ...rows.slice(2)],
    ],
    [
      "another program appends",
      (path) => appendFileSync(path, jsonl([processRow(4)])),
      [rows[0]!, processRow(1, 3, 0), ...rows.slice(2), processRow(4)],
    ],
  ])("%s: both changes are in the file", async (_, change, expected) => {
    const parts = interrupted();
    const { session, path } = await openText(text, { disk: parts.disk });
    await session.apply(1, label(0, "incorrect"));
    parts.during = () => change(path);
    await session.save();
    expect(parts.during).toBeNull();
    expect(readFileSync(path, "utf8")).toBe(jsonl(expected));
    expect(session.info.dirty).toBe(false);
  });

  it.each<[string, (path: string, session: DatasetSession) => Promise<unknown>]>([
    [
      "another window's edit",
      async (path) => (await openOther(path)).session.apply(2, label(1, "incorrect")),
    ],
    ["a reload", (_, session) => session.reload()],
  ])("another program appends, which %s takes in: its row stays", async (_, look) => {
    const parts = interrupted();
    const { session, path } = await openText(text, { disk: parts.disk });
    await session.apply(1, label(0, "incorrect"));
    parts.during = async () => {
      appendFileSync(path, jsonl([processRow(4)]));
      await look(path, session);
    };
    await session.save({ own: true });
    expect(parts.during).toBeNull();
    const expected = jsonl([rows[0]!, processRow(1, 3, 0), ...rows.slice(2), processRow(4)]);
    expect(readFileSync(path, "utf8")).toBe(expected);
  });

  it.each<[string, (path: string, session: DatasetSession) => Promise<unknown>]>([
    ["nobody looks", () => Promise.resolve()],
    ["a reload takes it in", (_, session) => session.reload()],
    ["another window's edit takes it in", async (path) => (await openOther(path)).session.reload()],
  ])("another program appends each time that a save writes, and %s: it is saved", async (_, look) => {
    const parts = interrupted();
    const { session, path } = await openText(text, { disk: parts.disk });
    await session.apply(3, label(0, "incorrect"));
    let appended = 4;
    const append = async (): Promise<void> => {
      appendFileSync(path, jsonl([processRow(appended++)]));
      await look(path, session);
      parts.during = append;
    };
    parts.during = append;
    await session.save();
    expect(session.info.dirty).toBe(false);
    const more = Array.from({ length: appended - 4 }, (_, at) => processRow(4 + at));
    const expected = [...rows.slice(0, 3), processRow(3, 3, 0), ...more];
    expect(readFileSync(path, "utf8")).toBe(jsonl(expected));
    parts.during = null;
    // The rows copied after the last look are indexed at the next one.
    await session.reload();
    expect(session.info.rows).toBe(expected.length);
    const last = expected.length - 1;
    await session.apply(last, label(0, "incorrect"));
    await session.save();
    expect(readFileSync(path, "utf8")).toBe(jsonl([...expected.slice(0, -1), processRow(last, 3, 0)]));
  });

  it("another program finishes the last row, which is edited: it is not written over", async () => {
    const parts = interrupted();
    const { session, path } = await openText(text.trimEnd(), { disk: parts.disk });
    await session.apply(3, label(0, "incorrect"));
    parts.during = () => appendFileSync(path, " x\n");
    await expect(session.save()).rejects.toMatchObject({ kind: "changed-on-disk" });
    expect(readFileSync(path, "utf8")).toBe(`${text.trimEnd()} x\n`);
    expect(session.edits).toHaveLength(1);
  });

  it("another program adds labels beside a packed file, which a reload takes in: they stay", async () => {
    const parts = interrupted();
    const { session, path } = await openText(gzipSync(text), { name: "data.jsonl.gz", disk: parts.disk });
    const labels = join(path, "..", "data.labels.jsonl");
    await session.apply(1, label(0, "incorrect"));
    parts.during = async () => {
      appendFileSync(labels, '{"kept":true}\n');
      await session.reload();
    };
    await session.save();
    expect(parts.during).toBeNull();
    const lines = readFileSync(labels, "utf8").trimEnd().split("\n");
    expect(lines).toEqual(['{"kept":true}', expect.stringContaining('"label":0')]);
  });

  it("another program changes the row that is saved: it is not written over", async () => {
    const parts = interrupted();
    const { session, path } = await openText(text, { disk: parts.disk });
    await session.apply(1, label(0, "incorrect"));
    const other = jsonl([rows[0], processRow(55), ...rows.slice(2)]);
    parts.during = () => writeFileSync(path, other);
    await expect(session.save()).rejects.toMatchObject({ kind: "changed-on-disk" });
    expect(readFileSync(path, "utf8")).toBe(other);
    expect(session.edits).toHaveLength(1);
  });

  it("another program deletes the dataset: it is not made anew unasked", async () => {
    const parts = interrupted();
    const { session, path } = await openText(text, { disk: parts.disk });
    await session.apply(1, label(0, "incorrect"));
    parts.during = () => rmSync(path);
    await expect(session.save()).rejects.toMatchObject({ kind: "missing" });
    expect(session.edits).toHaveLength(1);
  });

  it("another process drops an edit that is being saved: it is not in the file", async () => {
    const parts = interrupted();
    const { session, path } = await openText(text, { disk: parts.disk });
    const other = await openOther(path);
    await other.session.apply(2, label(0, "incorrect"));
    await session.apply(1, label(0, "incorrect"));
    await until(() => expect(session.edits).toHaveLength(2));
    parts.during = () => other.session.revert();
    await session.save();
    expect(readFileSync(path, "utf8")).toBe(jsonl([rows[0], processRow(1, 3, 0), ...rows.slice(2)]));
    expect(session.info.dirty).toBe(false);
    await until(() => expect(other.session.info.dirty).toBe(false));
  });

  it("one edits on: that edit is unsaved after it", async () => {
    const parts = interrupted();
    const { session, path } = await openText(text, { disk: parts.disk });
    await session.apply(1, label(0, "incorrect"));
    parts.during = async () => {
      await session.apply(2, label(0, "incorrect"));
    };
    await session.save();
    expect(readFileSync(path, "utf8")).toBe(jsonl([rows[0], processRow(1, 3, 0), ...rows.slice(2)]));
    expect(session.edits.map(({ row }) => row)).toEqual([2]);
    await session.save();
    expect(readFileSync(path, "utf8")).toBe(
      jsonl([rows[0], processRow(1, 3, 0), processRow(2, 3, 0), rows[3]]),
    );
  });
});

/** Writes a file at a time of its own: the file system's clock may say the same as when it was read. */
function writeAnew(path: string, text: string, seconds: number): void {
  writeFileSync(path, text);
  utimesSync(path, seconds, seconds);
}

describe("a change of the dataset that leaves its size as it was", () => {
  it("is seen, whether it is of an edited row or another", async () => {
    const { session, path } = await openText(text);
    await session.apply(1, label(0, "incorrect"));
    const others = jsonl([processRow(5), ...rows.slice(1)]);
    expect(others.length).toBe(text.length);
    writeAnew(path, others, 1_700_000_000);
    await session.save();
    expect(readFileSync(path, "utf8")).toBe(jsonl([processRow(5), processRow(1, 3, 0), ...rows.slice(2)]));
    await session.apply(2, label(0, "incorrect"));
    const edited = readFileSync(path, "utf8").replace(/case-2/u, "case-9");
    writeAnew(path, edited, 1_700_000_001);
    await expect(session.save()).rejects.toMatchObject({ kind: "changed-on-disk" });
    expect(readFileSync(path, "utf8")).toBe(edited);
  });
});

describe("in the last moment before a save puts its file in place,", () => {
  it("while the journal is flushed, another program changes the dataset: both changes are in the file", async () => {
    let during: (() => void) | null = null;
    const open: Disk["open"] = async (path, flags, mode) => {
      const handle = await fs.open(path, flags, mode);
      const flush = handle.datasync.bind(handle);
      handle.datasync = async () => {
        const now = during;
        during = null;
        now?.();
        return flush();
      };
      return handle;
    };
    const { session, path, stateDir } = await openText(text, { disk: { ...nodeDisk, open } });
    await session.apply(1, label(0, "incorrect"));
    const { journal } = statePaths(stateDir!, path);
    const change = (): void => writeFileSync(path, jsonl([processRow(77), ...rows.slice(1)]));
    const waitsForCommit = (): void => {
      if (readFileSync(journal, "utf8").includes('"commit"')) change();
      else during = waitsForCommit;
    };
    during = waitsForCommit;
    await session.save();
    expect(during).toBeNull();
    const expected = jsonl([processRow(77), processRow(1, 3, 0), ...rows.slice(2)]);
    expect(readFileSync(path, "utf8")).toBe(expected);
  });

  it("another program appends: its row is carried over", async () => {
    let more: string | null = jsonl([processRow(4)]);
    const rename: Disk["rename"] = async (from, to) => {
      if (String(to).endsWith("data.jsonl") && more !== null) appendFileSync(to, more);
      more = null;
      return fs.rename(from, to);
    };
    const path = join(temporaryFolder(), "data.jsonl");
    writeAnew(path, text, 1.7e9);
    const { session } = await openPath(path, { disk: { ...nodeDisk, rename } });
    await session.apply(1, label(0, "incorrect"));
    await session.save();
    await session.close();
    expect(more).toBeNull();
    const expected = jsonl([rows[0]!, processRow(1, 3, 0), ...rows.slice(2), processRow(4)]);
    expect(readFileSync(path, "utf8")).toBe(expected);
  });
});

describe("a change of the dataset that leaves its size and its time as they were", () => {
  it.each(["data.jsonl", "data.json"])("is not written over in %s", async (name) => {
    const layout = (all: readonly object[]): string =>
      name.endsWith("l") ? jsonl(all) : JSON.stringify(all);
    const { session, path } = await openText(layout(rows), { name });
    utimesSync(path, 1.7e9, 1.7e9);
    await session.reload();
    await session.apply(1, label(0, "incorrect"));
    const theirs = layout([processRow(5), processRow(6), ...rows.slice(2)]);
    writeAnew(path, theirs, 1.7e9);
    await expect(session.save()).rejects.toMatchObject({ kind: "changed-on-disk" });
    expect(readFileSync(path, "utf8")).toBe(theirs);
    expect(await session.conflict(1)).toMatchObject({ theirs: JSON.stringify(processRow(6)) });
    await session.resolve(1, "mine");
    await session.save();
    expect(readFileSync(path, "utf8")).toBe(layout([processRow(5), processRow(1, 3, 0), ...rows.slice(2)]));
  });
});

describe("saves asked for while one is under way", () => {
  it("are one: it takes in all edits made until it starts", async () => {
    let renames = 0;
    const parts = interrupted();
    const rename: Disk["rename"] = async (from, to) => {
      renames++;
      await fs.rename(from, to);
    };
    const { session, path } = await openText(text, { disk: { ...parts.disk, rename } });
    await session.apply(0, label(0, "incorrect"));
    const saves: Promise<void>[] = [];
    parts.during = async () => {
      for (const row of [1, 2, 3]) {
        await session.apply(row, label(0, "incorrect"));
        saves.push(session.save(), session.save());
      }
    };
    await session.save();
    await Promise.all(saves);
    expect(saves).toHaveLength(6);
    expect(readFileSync(path, "utf8")).toBe(jsonl([0, 1, 2, 3].map((id) => processRow(id, 3, 0))));
    expect(renames).toBe(2);
  });
});

function op(seq: number, row: number): Op {
  const edit = { id: seq, row, change: label(0, "incorrect"), title: "Label", at: "2026-01-01T00:00:00Z" };
  const effect = rowEffect(`{"a":${seq}}`, [{ offset: 5, length: 1, text: "9" }]);
  return { seq, by: "me", op: "apply", edit, effect };
}

describe("a journal", () => {
  const entries: readonly JournalEntry[] = [1, 2, 3].map((seq) => ({ kind: "op", op: op(seq, seq) }));
  const lines = entries.map(journalLine);

  it("is read line by line; what was damaged is left out, valid JSON though it is", () => {
    expect(parseJournal(lines.join(""))).toEqual(entries);
    const damaged = lines[1]!.replace('"row":2', '"row":3');
    expect(() => JSON.parse(damaged.slice(17)) as unknown).not.toThrow();
    expect(parseJournal(`${lines[0]}${damaged}${lines[2]}`)).toEqual([entries[0], entries[2]]);
  });

  it.each([1, 17, 18, 60])("whose last line was cut off after %d bytes gives those before it", (length) => {
    expect(parseJournal(`${lines[0]}${lines[1]!.slice(0, length)}`)).toEqual([entries[0]]);
  });

  it("is whole where only the last line end is missing", () => {
    expect(parseJournal(lines.join("").trimEnd())).toEqual(entries);
  });

  const made: Fingerprint = { dev: "1", ino: "2", size: 3, mtime: "4" };
  const before: Fingerprint = { ...made, ino: "9" };
  const commit: JournalEntry = { kind: "commit", seq: 2, targets: null, from: before, fingerprint: made };

  it.each<[string, readonly JournalEntry[], Fingerprint | null, readonly number[]]>([
    ["a save whose file is in place has its edits, though killed before it said so", [commit], made, [3]],
    ["a save whose file is not in place doesn't", [commit], before, [1, 2, 3]],
    ["nor one that failed after all", [commit, { kind: "aborted", seq: 2 }], made, [1, 2, 3]],
    ["nor one of a dataset that is gone", [commit], null, [1, 2, 3]],
    ["a save of some rows has theirs alone", [{ ...commit, targets: ["2"] }], made, [1, 3]],
    ["a save that said so has its edits", [{ kind: "saved", seq: 2, targets: null }], null, [3]],
    ["dropped edits are gone", [{ kind: "drop", ops: ["me:2"] }], before, [1, 3]],
  ])("tells what is unsaved: %s", (_, more, now, left) => {
    expect(unsavedOps([...entries, ...more], now).map(({ seq }) => seq)).toEqual(left);
  });
});

describe("a save that fails once its file is in place", () => {
  it("leaves edits that can be saved again", async () => {
    let broken = true;
    const rename: Disk["rename"] = async (from, to) => {
      await fs.rename(from, to);
      if (broken) throw Object.assign(new Error("EIO: injected"), { code: "EIO" });
    };
    const { session, path } = await openText(text, { disk: { ...nodeDisk, rename } });
    await session.apply(1, label(0, "incorrect"));
    await expect(session.save()).rejects.toMatchObject({ kind: "write-failed" });
    const whole = jsonl([rows[0], processRow(1, 3, 0), ...rows.slice(2)]);
    expect(readFileSync(path, "utf8")).toBe(whole);
    broken = false;
    await session.apply(2, label(0, "incorrect"));
    await session.save();
    expect(readFileSync(path, "utf8")).toBe(
      jsonl([rows[0], processRow(1, 3, 0), processRow(2, 3, 0), rows[3]]),
    );
    expect((await fs.readdir(join(path, ".."))).sort()).toEqual(["data.jsonl", "state"]);
    expect(session.info.dirty).toBe(false);
  });
});

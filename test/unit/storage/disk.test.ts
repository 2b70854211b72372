import * as fs from "node:fs/promises";
import {
  appendFileSync,
  chmodSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { openDataset } from "../../../src/storage/index.ts";
import { ByteFile } from "../../../src/storage/files/byteFile.ts";
import { fingerprintOf } from "../../../src/storage/files/fingerprint.ts";
import { Predecessors } from "../../../src/storage/files/predecessors.ts";
import { temporaryName, type Disk } from "../../../src/storage/files/replaceFile.ts";
import { statePaths } from "../../../src/storage/sharing/statePaths.ts";
import {
  jsonl,
  label,
  openPath,
  openText,
  processRow,
  solutionRow,
  temporaryFolder,
  until,
  win,
} from "./support.ts";

const rows = [0, 1, 2, 3].map((id) => processRow(id));
const text = jsonl(rows);

/** Nothing but the dataset and its state is left in the folder. */
function visible(path: string): string[] {
  return readdirSync(join(path, "..")).filter((name) => name !== "state");
}

describe("another program", () => {
  it("appends: rows come in by themselves", async () => {
    const { session, events, path } = await openText(text);
    await session.apply(0, label(0, "incorrect"));
    appendFileSync(path, jsonl([processRow(4)]));
    // The rows are there before all clients are told of it.
    await until(() =>
      expect(events).toContainEqual({ kind: "changed-on-disk", how: "appended", editedRows: [] }),
    );
    expect(session.info.rows).toBe(5);
    await session.save();
    const expected = jsonl([processRow(0, 3, 0), ...rows.slice(1), processRow(4)]);
    expect(readFileSync(path, "utf8")).toBe(expected);
  });

  it("appends in pieces: an unfinished last row is read again", async () => {
    const { session, path, events } = await openText(text.slice(0, -1));
    const more = `\n${jsonl([processRow(4)])}`;
    for (const piece of [more.slice(0, 10), more.slice(10, 40), more.slice(40)]) {
      appendFileSync(path, piece);
      await session.reload();
    }
    expect(session.info.rows).toBe(5);
    expect((await session.rows(0, 5)).map((row) => row.error)).toEqual([null, null, null, null, null]);
    expect(events).toContainEqual({ kind: "rows", rows: [4] });
  });

  it("appends just before a save: nothing is lost", async () => {
    const { session, path } = await openText(text);
    await session.apply(3, label(0, "incorrect"));
    appendFileSync(path, jsonl([processRow(4)]));
    await session.save();
    expect(readFileSync(path, "utf8")).toBe(jsonl([...rows.slice(0, 3), processRow(3, 3, 0), processRow(4)]));
  });

  it("changes other rows: edits stay and go over the new file", async () => {
    const { session, path, events } = await openText(text);
    await session.apply(3, label(0, "incorrect"));
    const other = jsonl([processRow(77), ...rows.slice(1)]);
    writeFileSync(`${path}.new`, other);
    renameSync(`${path}.new`, path);
    await session.save();
    expect(events).toContainEqual({ kind: "changed-on-disk", how: "changed", editedRows: [] });
    expect(readFileSync(path, "utf8")).toBe(
      jsonl([processRow(77), ...rows.slice(1, 3), processRow(3, 3, 0)]),
    );
  });

  it("changes an edited row: the save is refused until that is resolved", async () => {
    const { session, path, events } = await openText(text);
    await session.apply(1, label(0, "incorrect"));
    await session.apply(2, label(0, "incorrect"));
    const other = jsonl([rows[0], processRow(55), rows[2], rows[3]]);
    writeFileSync(path, other);
    await expect(session.save()).rejects.toMatchObject({ kind: "changed-on-disk" });
    expect(events).toContainEqual({ kind: "changed-on-disk", how: "changed", editedRows: [1] });
    expect(session.info.warning).toContain("row 2 of data.jsonl");
    expect(readFileSync(path, "utf8")).toBe(other);
    const lost = await session.reload();
    expect(lost).toMatchObject([{ row: 1 }]);
    expect(session.info.warning).toBeNull();
    await session.save();
    expect(readFileSync(path, "utf8")).toBe(jsonl([rows[0], processRow(55), processRow(2, 3, 0), rows[3]]));
  });

  it("changes an edited row: the person may put hers over it", async () => {
    const { session, path } = await openText(text);
    await session.apply(1, label(0, "incorrect"));
    writeFileSync(path, jsonl([processRow(44), processRow(55), rows[2], rows[3]]));
    await expect(session.save()).rejects.toMatchObject({ kind: "changed-on-disk" });
    await session.save({ overwrite: true });
    expect(readFileSync(path, "utf8")).toBe(jsonl([processRow(44), processRow(1, 3, 0), rows[2], rows[3]]));
    expect(session.info.dirty).toBe(false);
  });

  it("changes an edited row as hers are put over others: that one is left to be chosen", async () => {
    const { session, path } = await openText(text);
    await session.apply(1, label(0, "incorrect"));
    await session.apply(2, label(0, "incorrect"));
    writeFileSync(path, jsonl([rows[0], processRow(55), rows[2], rows[3]]));
    await expect(session.save()).rejects.toMatchObject({ kind: "changed-on-disk" });
    const theirs = jsonl([rows[0], processRow(55), processRow(66), rows[3]]);
    writeFileSync(path, theirs);
    await expect(session.save({ overwrite: true })).rejects.toMatchObject({ kind: "changed-on-disk" });
    expect(readFileSync(path, "utf8")).toBe(theirs);
    expect(session.conflicts).toEqual([1, 2]);
  });

  it("takes an edited row away: overwriting is refused with what to do", async () => {
    const { session, path } = await openText(text);
    await session.apply(3, label(0, "incorrect"));
    writeFileSync(path, jsonl(rows.slice(0, 2)));
    await expect(session.save({ overwrite: true })).rejects.toMatchObject({
      kind: "changed-on-disk",
      message: expect.stringContaining("Rows 4 are no longer") as string,
    });
    expect(await session.reload()).toMatchObject([{ row: 3 }]);
    expect(session.info.rows).toBe(2);
  });

  it("deletes the file: edits are kept and can be written anew", async () => {
    const { session, path, events } = await openText(text);
    await session.apply(1, label(0, "incorrect"));
    rmSync(path);
    await expect(session.save()).rejects.toMatchObject({ kind: "missing" });
    expect(events).toContainEqual({ kind: "changed-on-disk", how: "deleted", editedRows: [1] });
    expect((await session.row(2)).error).toBeNull();
    await session.save({ overwrite: true });
    expect(readFileSync(path, "utf8")).toBe(jsonl([rows[0], processRow(1, 3, 0), rows[2], rows[3]]));
    expect(session.info.warning).toBeNull();
  });

  it.each<[string, (path: string) => void, RegExp]>([
    ["a folder", (path) => mkdirSync(path), /it is a folder/u],
    ["a packed file", (path) => writeFileSync(path, gzipSync(text)), /not text/u],
  ])(
    "puts %s in place of the file: that is said, nothing is lost, and it may come back",
    async (_, put, why) => {
      const { session, path } = await openText(text);
      await session.apply(1, label(0, "incorrect"));
      rmSync(path);
      put(path);
      await until(() => expect(session.info.warning).toMatch(why));
      expect(session.info.warning).toContain("What is open here is kept: save it as another file.");
      await expect(session.save()).rejects.toThrow(why);
      expect((await session.row(2)).raw).toBe(JSON.stringify(rows[2]));
      const copy = join(path, "..", "copy.jsonl");
      await session.saveAs(copy);
      const edited = jsonl([rows[0], processRow(1, 3, 0), rows[2], rows[3]]);
      expect(readFileSync(copy, "utf8")).toBe(edited);
      rmSync(path, { recursive: true });
      writeFileSync(path, text);
      await until(() => expect(session.info.warning).toBeNull());
      await session.save();
      expect(readFileSync(path, "utf8")).toBe(edited);
    },
  );

  it("cuts the file off while it is open: rows that are gone say so, and are gone once it is looked at", async () => {
    const { session, path, content } = await openText(text);
    const half = `${JSON.stringify(rows[0])}\n${JSON.stringify(rows[1]).slice(0, 40)}`;
    truncateSync(path, Buffer.byteLength(half));
    const [first, second] = await session.rows(0, 2);
    expect(first!.error).toBeNull();
    expect(second!.error).toMatch(/^data\.jsonl:2: .*(not in the file any more|not JSON)/u);
    await session.reload();
    expect(session.info.rows).toBe(2);
    await session.apply(0, label(0, "incorrect"));
    await session.save();
    expect(await content()).toBe(half.replace('"label":-1', '"label":0'));
  });

  it("only touches the file: nothing is lost", async () => {
    const { session, path } = await openText(text);
    await session.apply(1, label(0, "incorrect"));
    utimesSync(path, new Date(), new Date(0));
    await session.save();
    expect(readFileSync(path, "utf8")).toBe(jsonl([rows[0], processRow(1, 3, 0), rows[2], rows[3]]));
  });
});

describe("the file", () => {
  it("keeps its mode and owner", async () => {
    const { session, path } = await openText(text);
    chmodSync(path, 0o640);
    const before = statSync(path);
    await session.apply(0, label(0, "incorrect"));
    await session.save();
    const after = statSync(path);
    expect([after.mode, after.uid, after.gid]).toEqual([before.mode, before.uid, before.gid]);
    expect(visible(path)).toEqual(["data.jsonl"]);
  });

  it("behind a symbolic link is written, the link stays", async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "real"));
    writeFileSync(join(folder, "real", "target.jsonl"), text);
    symlinkSync(join("real", "target.jsonl"), join(folder, "link.jsonl"));
    const { session } = await openPath(join(folder, "link.jsonl"));
    await session.apply(0, label(0, "incorrect"));
    await session.save();
    await expect(fs.lstat(join(folder, "link.jsonl")).then((stats) => stats.isSymbolicLink())).resolves.toBe(
      true,
    );
    expect(readFileSync(join(folder, "real", "target.jsonl"), "utf8")).toBe(
      jsonl([processRow(0, 3, 0), ...rows.slice(1)]),
    );
  });

  it("whose pairs, or a row's own file, are behind a symbolic link: the link stays", async () => {
    const folder = temporaryFolder();
    for (const name of ["real", "rows"]) mkdirSync(join(folder, name));
    writeFileSync(join(folder, "real", "row.json"), JSON.stringify(solutionRow(1)));
    writeFileSync(join(folder, "real", "pairs.jsonl"), "of another program\n");
    symlinkSync(join("..", "real", "row.json"), join(folder, "rows", "1.json"));
    symlinkSync(join("real", "pairs.jsonl"), join(folder, "rows.pairs.jsonl"));
    const { session } = await openPath(join(folder, "rows"));
    await session.apply(0, { kind: "gold", answer: "77" });
    await session.apply(0, win(0, " kept"));
    await session.save();
    expect(readFileSync(join(folder, "real", "row.json"), "utf8")).toContain("77");
    expect(readFileSync(join(folder, "real", "pairs.jsonl"), "utf8")).toMatch(
      /^of another program\n.*" kept"/u,
    );
    for (const link of [join("rows", "1.json"), "rows.pairs.jsonl"])
      expect((await fs.lstat(join(folder, link))).isSymbolicLink()).toBe(true);
  });

  it("with another hard link: said beforehand, and the other name keeps the old content", async () => {
    const folder = temporaryFolder();
    const path = join(folder, "a.jsonl");
    writeFileSync(path, text);
    linkSync(path, join(folder, "b.jsonl"));
    const { session } = await openPath(path);
    expect(session.info.warning).toContain("2 names");
    await session.apply(0, label(0, "incorrect"));
    await session.save();
    expect(readFileSync(path, "utf8")).not.toBe(text);
    expect(readFileSync(join(folder, "b.jsonl"), "utf8")).toBe(text);
  });
});

/** A disk on which writing beside a dataset fails as `fail` says. */
function failing(
  code: string,
  when: { open?: boolean; rename?: boolean; write?: boolean; short?: boolean },
): Disk & { mend(): void } {
  let broken = true;
  const error = (): Error => Object.assign(new Error(`${code}: injected`), { code });
  return {
    mend: () => void (broken = false),
    unlink: fs.unlink,
    rename: (from, to) => (broken && when.rename ? Promise.reject(error()) : fs.rename(from, to)),
    open: async (path, flags, mode) => {
      const ours = broken && String(path).endsWith(".stepdpo-tmp");
      if (ours && when.open) throw error();
      const handle = await fs.open(path, flags, mode);
      if (ours && (when.write || when.short)) {
        let room = 100;
        const write = handle.write.bind(handle) as (...args: unknown[]) => Promise<{ bytesWritten: number }>;
        handle.write = (async (bytes: Uint8Array, offset: number, length: number, position: number) => {
          if (room === 0) throw error();
          const part = Math.min(length, room);
          room -= part;
          return write(bytes, offset, part, position);
        }) as typeof handle.write;
      }
      return handle;
    },
  };
}

describe.each([
  ["a read-only folder", failing("EACCES", { open: true }), /permission/],
  ["a read-only file system", failing("EROFS", { open: true }), /read-only/],
  ["a disk that gets full", failing("ENOSPC", { write: true }), /disk is full/],
  ["a rename that fails", failing("EIO", { rename: true }), /disk reported an error/],
])("%s", (_, disk, message) => {
  it("loses nothing and says so", async () => {
    const { session, path } = await openText(text, { disk });
    await session.apply(0, label(0, "incorrect"));
    await expect(session.save()).rejects.toMatchObject({
      kind: "write-failed",
      message: expect.stringMatching(message) as string,
    });
    expect(readFileSync(path, "utf8")).toBe(text);
    expect(visible(path)).toEqual(["data.jsonl"]);
    expect(session.info.dirty).toBe(true);
    expect(session.edits).toHaveLength(1);
    disk.mend();
    await session.save();
    expect(readFileSync(path, "utf8")).toBe(jsonl([processRow(0, 3, 0), ...rows.slice(1)]));
  });
});

describe("what is no dataset", () => {
  it("is missing", async () => {
    await expect(openDataset(join(temporaryFolder(), "no.jsonl"), { stateDir: null })).rejects.toMatchObject({
      kind: "missing",
    });
  });

  it("is UTF-16", async () => {
    await expect(openText(Buffer.from("\ufeff{}", "utf16le"))).rejects.toMatchObject({
      kind: "not-a-dataset",
    });
  });

  it("is a socket or the like", async () => {
    await expect(openDataset("/dev/null", { stateDir: null })).rejects.toMatchObject({
      kind: "not-a-dataset",
    });
  });

  it("is empty: a dataset of no rows, which is nothing to warn of", async () => {
    const { session, path } = await openText("");
    expect(session.info).toMatchObject({ rows: 0, indexed: true, warning: null });
    appendFileSync(path, text);
    await session.reload();
    expect(session.info).toMatchObject({ rows: 4, warning: null });
  });

  it("is an array that was cut off: what is there opens", async () => {
    const { session } = await openText(JSON.stringify(rows, null, 1).slice(0, -80), { name: "a.json" });
    expect(session.info.warning).toContain("closing bracket");
    expect((await session.rows(0, 9)).map((row) => row.error === null)).toEqual([true, true, true, false]);
  });
});

describe("a killed process", () => {
  /** Leaves a journal as a process does that is killed with unsaved edits. */
  async function leave(folder: string): Promise<string> {
    const opened = await openText(jsonl([...rows, solutionRow(1)]), { folder });
    await opened.session.apply(0, label(0, "incorrect"));
    await opened.session.apply(4, win(0, " kept"));
    await opened.session.apply(1, label(1, "incorrect"));
    await opened.session.close();
    return opened.path;
  }

  it("leaves edits that are offered and taken back only when asked", async () => {
    const path = await leave(temporaryFolder());
    const { session } = await openPath(path);
    expect(session.info.dirty).toBe(false);
    expect(session.recoverable!.map((edit) => edit.title)).toEqual([
      "Label step 1 incorrect",
      "Set win of step 1",
      "Label step 2 incorrect",
    ]);
    // Other edits may come first.
    await session.apply(2, label(2, "incorrect"));
    expect(await session.recover()).toEqual([]);
    expect(session.recoverable).toBeNull();
    expect(session.edits).toHaveLength(4);
    await session.save();
    const labels = readFileSync(path, "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => (JSON.parse(line) as { label?: number }).label);
    expect(labels).toEqual([0, 1, 2, -1, undefined]);
    await session.close();
    const again = await openPath(path);
    expect(again.session.recoverable).toBeNull();
    expect((await again.session.row(4)).row!.pairs).toHaveLength(1);
  });

  it("leaves edits that wait through sessions which ignore them, and through another kill", async () => {
    const path = await leave(temporaryFolder());
    const ignoring = await openPath(path);
    await ignoring.session.apply(3, label(0, "incorrect"));
    await ignoring.session.close();
    const { session } = await openPath(path);
    expect(session.recoverable).toHaveLength(4);
    await session.recover();
    expect(session.edits.map((edit) => edit.row)).toEqual([0, 4, 1, 3]);
    await session.revert();
    await session.close();
    expect((await openPath(path)).session.recoverable).toBeNull();
  });

  it("leaves edits that can be forgotten", async () => {
    const path = await leave(temporaryFolder());
    const first = await openPath(path);
    await first.session.discardRecovered();
    await first.session.close();
    expect((await openPath(path)).session.recoverable).toBeNull();
  });

  it.each(["torn", "damaged"])("leaves a %s journal: its valid part is offered", async (how) => {
    const path = await leave(temporaryFolder());
    const { journal } = statePaths(join(path, "..", "state"), path);
    const lines = readFileSync(journal, "utf8");
    const cut = lines.slice(0, -20);
    writeFileSync(journal, how === "torn" ? cut : `${cut}${"x".repeat(19)}\n`);
    const { session } = await openPath(path);
    expect(session.recoverable!.map((edit) => edit.row)).toEqual([0, 4]);
  });

  it("leaves temporary files, beside the dataset or of its state: they go when the next one opens or closes it", async () => {
    const folder = temporaryFolder();
    const name = basename(temporaryName(join(folder, "data.jsonl")));
    const [gone, old, far] = [
      name.replace(`.${process.pid}-`, ".999999999-"),
      name.replace("data", "copy"),
      name.replace(/-\w{8}\./u, "-00000000."),
    ];
    writeFileSync(join(folder, "data.jsonl"), text);
    // Of an earlier process with this one's number, which is told by the time alone.
    for (const one of [gone, old, far]) writeFileSync(join(folder, one), "half");
    utimesSync(join(folder, old), 0, 1e9);
    const { session, path, stateDir } = await openPath(join(folder, "data.jsonl"));
    await until(() => expect(visible(path)).toEqual([far, "data.jsonl"]));
    const { folder: state } = statePaths(stateDir!, path);
    writeFileSync(join(state, gone), "half");
    writeFileSync(join(folder, name), "being written");
    utimesSync(join(folder, far), 0, 1e9);
    await session.close();
    expect(visible(path)).toEqual([name, "data.jsonl"]);
    expect(readdirSync(state)).not.toContain(gone);
  });

  it("leaves temporary files in a folder of one-row files: they go", async () => {
    const path = join(temporaryFolder(), "rows");
    mkdirSync(path);
    writeFileSync(join(path, "0.json"), JSON.stringify(rows[0]));
    const name = basename(temporaryName(join(path, "0.json"))).replace(`.${process.pid}-`, ".999999999-");
    writeFileSync(join(path, name), "half");
    await openPath(path);
    await until(() => expect(readdirSync(path)).toEqual(["0.json"]));
  });
});

it("what a running job appends to the file that a save replaced is carried over", async () => {
  const { session, path } = await openText(text);
  const job = await fs.open(path, "a");
  await session.apply(0, label(0, "incorrect"));
  await session.save();
  const [first, second] = [jsonl([processRow(4)]), jsonl([processRow(5)])];
  await job.appendFile(first.slice(0, 30));
  await session.reload();
  await session.apply(1, label(0, "incorrect"));
  await session.save();
  await job.appendFile(first.slice(30));
  // Nothing tells of a file without a name: it is looked at every two seconds.
  await until(async () => expect((await session.row(4)).error).toBeNull());
  expect(session.info.warning).toContain("is appending");
  await job.appendFile(second);
  await session.close();
  await job.close();
  expect(readFileSync(path, "utf8")).toBe(
    jsonl([processRow(0, 3, 0), processRow(1, 3, 0), rows[2], rows[3], processRow(4), processRow(5)]),
  );
});

it("many saves of a file that a job may be appending to hold few of the files that they replaced", async () => {
  const folder = temporaryFolder();
  const predecessors = new Predecessors();
  const files: ByteFile[] = [];
  for (let save = 0; save < 12; save++) {
    const path = join(folder, String(save));
    writeFileSync(path, "");
    files.push(await ByteFile.open(path));
    await predecessors.add(files[save]!, 0);
    if (save === 3) appendFileSync(path, "more\n");
    const target = join(folder, "data.jsonl");
    writeFileSync(target, "", { flag: "a" });
    await predecessors.carryOver(target, await fingerprintOf(target));
  }
  const held = files.flatMap(({ handle }, save) => (handle.fd < 0 ? [] : [save]));
  expect(held).toEqual([0, 3, 8, 9, 10, 11]);
  expect(readFileSync(join(folder, "data.jsonl"), "utf8")).toBe("more\n");
  await predecessors.close();
  expect(files.every(({ handle }) => handle.fd < 0)).toBe(true);
});

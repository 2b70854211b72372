import {
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
  appendFileSync,
  mkdirSync,
} from "node:fs";
import * as fs from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { Disk } from "../../../src/storage/files/replaceFile.ts";
import { Session } from "../../../src/storage/session.ts";
import { Lock } from "../../../src/storage/sharing/lock.ts";
import { processes } from "../../../src/storage/sharing/processes.ts";
import { statePaths, type StatePaths } from "../../../src/storage/sharing/statePaths.ts";
import type { DatasetSession } from "../../../src/storage/types.ts";
import {
  forgetTexts,
  jsonl,
  label,
  openOther,
  openPath,
  openText,
  processRow,
  solutionRow,
  temporaryFolder,
  until,
  win,
  type Opened,
} from "./support.ts";

const rows = [0, 1, 2, 3].map((id) => processRow(id));
const text = jsonl(rows);

/** Two processes that have one file open. */
async function two(
  content: string | Uint8Array = text,
  name = "data.jsonl",
): Promise<[Opened, Opened, StatePaths]> {
  const first = await openText(content, { name });
  const second = await openOther(first.path);
  return [first, second, statePaths(first.stateDir!, first.path)];
}

async function rawsOf({ session }: Opened): Promise<string[]> {
  return (await session.rows(0, 99)).map((row) => row.raw);
}

describe.each([
  ["JSONL", "a.jsonl", text],
  ["an array", "a.json", JSON.stringify(rows, null, 2)],
  ["gzip", "a.jsonl.gz", gzipSync(text)],
])("%s open in two processes", (_, name, content) => {
  it("is edited, undone and saved by both", async () => {
    const [first, second] = await two(content, name);
    const own = await first.session.apply(0, label(0, "incorrect"));
    await until(() => expect(second.session.info.dirty).toBe(true));
    expect(second.session.edits).toEqual([{ ...own, elsewhere: true }]);
    expect(first.session.edits).toEqual([own]);
    expect(second.events).toContainEqual({ kind: "elsewhere", dirty: true });
    expect((await second.session.row(0)).row!.traces[0]!.steps[0]!.label).toBe("incorrect");
    const other = await second.session.apply(3, label(1, "incorrect"));
    await first.session.undo(own);
    await first.session.redo(own);
    await until(async () => expect(await rawsOf(first)).toEqual(await rawsOf(second)));
    await second.session.save();
    await until(() => expect(first.session.info.dirty).toBe(false));
    expect(first.events).toContainEqual({ kind: "elsewhere", dirty: false });
    expect(first.session.edits).toEqual([]);
    await second.session.undo(other);
    await first.session.undo(own);
    await until(() => expect(second.session.edits).toEqual([]));
    await first.session.save();
    await until(() => expect(second.session.info.dirty).toBe(false));
    for (const { events, session } of [first, second]) {
      expect(events.filter((event) => event.kind === "changed-on-disk")).toEqual([]);
      expect(session.info.warning).toBeNull();
      expect((await session.rows(0, 9)).map((row) => JSON.parse(row.raw) as unknown)).toEqual(rows);
    }
    if (typeof content === "string") expect(readFileSync(first.path, "utf8")).toBe(content);
  });
});

describe("an edit of one process", () => {
  it("is not undone under an edit that another made on it", async () => {
    const [first, second] = await two();
    const own = await first.session.apply(0, { kind: "stepText", trace: 0, step: 0, text: "one" });
    const other = await second.session.apply(0, { kind: "stepText", trace: 0, step: 0, text: "two" });
    await expect(first.session.undo(own)).rejects.toMatchObject({
      kind: "refused",
      message: expect.stringContaining("row 1 has changed since in another program") as string,
    });
    await second.session.undo(other);
    await first.session.undo(own);
    // What another process has undone is undone.
    await second.session.undo(own);
    expect(await rawsOf(first)).toEqual(rows.map((row) => JSON.stringify(row)));
    await until(() => expect(second.session.info.dirty).toBe(false));
  });

  it("is undone and done again under edits that others made elsewhere in its row, saved or not", async () => {
    const [first, second] = await two();
    const own = await first.session.apply(0, label(0, "incorrect"));
    const later = await first.session.apply(0, { kind: "stepText", trace: 0, step: 2, text: "mine" });
    await second.session.apply(0, { kind: "stepText", trace: 0, step: 1, text: "theirs" });
    // One's own go in reverse order.
    await expect(first.session.undo(own)).rejects.toMatchObject({ kind: "refused" });
    const rowWith = (label: number, steps: Readonly<Record<number, string>>): string => {
      const row = processRow(0, 3, label) as { steps: string[] };
      return JSON.stringify({ ...row, steps: row.steps.map((step, k) => steps[k] ?? step) });
    };
    const expectBoth = async (raw: string): Promise<void> => {
      await until(async () => expect((await rawsOf(first))[0]).toBe(raw));
      await until(async () => expect((await rawsOf(second))[0]).toBe(raw));
    };
    await first.session.undo(later);
    await expectBoth(rowWith(0, { 1: "theirs" }));
    await first.session.undo(own);
    await expectBoth(rowWith(-1, { 1: "theirs" }));
    await first.session.redo(own);
    await first.session.redo(later);
    await expectBoth(rowWith(0, { 1: "theirs", 2: "mine" }));
    await second.session.save();
    await second.session.apply(0, { kind: "stepText", trace: 0, step: 0, text: "theirs too" });
    await first.session.undo(later);
    await expectBoth(rowWith(0, { 0: "theirs too", 1: "theirs" }));
    await first.session.save();
    expect(readFileSync(first.path, "utf8").split("\n")[0]).toBe(
      rowWith(0, { 0: "theirs too", 1: "theirs" }),
    );
    await first.session.close();
    await second.session.close();
    expect((await openPath(first.path)).session.recoverable).toBeNull();
  });

  it("of a text is undone with the labels behind it, which stay on their steps", async () => {
    const answer = "a one\n\nb two\n\nThe answer is: 5";
    const [first, second] = await two(jsonl([{ query: "q", response: answer }]));
    const own = await first.session.apply(0, { kind: "stepText", trace: 0, step: 0, text: "a longer one" });
    await second.session.apply(0, label(1, "incorrect"));
    await first.session.undo(own);
    const [trace] = (await first.session.row(0)).row!.traces;
    expect(trace!.text).toBe(answer);
    expect(trace!.steps.map((step) => [step.text.trim(), step.label])).toEqual([
      ["a one", null],
      ["b two", "incorrect"],
      ["The answer is: 5", null],
    ]);
    await until(async () => expect(await rawsOf(second)).toEqual(await rawsOf(first)));
    await first.session.redo(own);
    const text = (await first.session.row(0)).row!.traces[0]!.text;
    expect(text).toBe(answer.replace("one", "longer one"));
  });

  it("of a row without a format is undone where its fields are its own", async () => {
    const [first, second] = await two('{"a":1,"b":[1,2]}\n');
    const set = (path: (string | number)[], value: number) =>
      ({ kind: "values", title: "Set", trace: 0, step: null, edits: [{ path, value }] }) as const;
    const own = await first.session.apply(0, set(["a"], 5));
    await second.session.apply(0, set(["b", 1], 77));
    await first.session.undo(own);
    expect(await rawsOf(first)).toEqual(['{"a":1,"b":[1,77]}']);
    const array = await first.session.apply(0, set(["b", 0], 8));
    await second.session.apply(0, set(["b", 0], 9));
    await expect(first.session.undo(array)).rejects.toMatchObject({ kind: "refused" });
  });

  it("may be undone by another", async () => {
    const [first, second] = await two();
    const own = await first.session.apply(0, label(0, "incorrect"));
    await until(() => expect(second.session.edits).toHaveLength(1));
    await second.session.undo(second.session.edits[0]!);
    await until(() => expect(first.session.info.dirty).toBe(false));
    await first.session.undo(own);
    await first.session.redo(own);
    expect(first.session.edits).toHaveLength(1);
  });

  it("stays when another process drops its own", async () => {
    const [first, second] = await two();
    await first.session.apply(0, label(0, "incorrect"));
    await second.session.apply(0, { kind: "stepText", trace: 0, step: 0, text: "mine" });
    await second.session.apply(1, label(0, "incorrect"));
    await second.session.revert();
    expect(second.session.edits.map(({ row }) => row)).toEqual([0]);
    expect(second.session.info.dirty).toBe(true);
    const left = jsonl([processRow(0, 3, 0), ...rows.slice(1)]);
    await until(async () => expect(`${(await rawsOf(first)).join("\n")}\n`).toBe(left));
    await first.session.revert();
    await until(() => expect(second.session.info.dirty).toBe(false));
  });

  it("stays with the other when its process ends, and is left over when both have ended", async () => {
    const [first, second] = await two();
    await first.session.apply(0, label(0, "incorrect"));
    await first.session.close();
    await until(() => expect(second.session.info.dirty).toBe(true));
    const third = await openPath(first.path);
    await until(() => expect(third.session.edits).toHaveLength(1));
    expect(third.session.recoverable).toBeNull();
    await third.session.close();
    await second.session.close();
    const again = await openPath(first.path);
    expect(again.session.info.dirty).toBe(false);
    expect(again.session.recoverable).toHaveLength(1);
    // Recovered in one process, it is not offered in the other any more.
    const beside = await openOther(first.path);
    expect(beside.session.recoverable).toHaveLength(1);
    await again.session.recover();
    await until(() => expect(beside.session.recoverable).toBeNull());
    expect(await beside.session.recover()).toEqual([]);
    expect(beside.session.edits).toHaveLength(1);
  });

  it("comes back with the window that was closed, once", async () => {
    const [first, second] = await two();
    await first.session.apply(0, label(0, "incorrect"));
    const backup = join(first.path, "..", "backup");
    await first.session.backup(backup);
    await first.session.close();
    const again = await openPath(first.path);
    await again.session.restore(backup);
    expect(again.session.edits).toHaveLength(1);
    await second.session.save();
    expect(readFileSync(first.path, "utf8")).toBe(jsonl([processRow(0, 3, 0), ...rows.slice(1)]));
  });
});

describe("saving", () => {
  it("of one's own leaves what others have unsaved", async () => {
    const [editor, command] = await two(jsonl([...rows, solutionRow(4)]));
    await editor.session.apply(0, label(0, "incorrect"));
    await editor.session.apply(4, win(0, " theirs"));
    await command.session.apply(1, label(0, "incorrect"));
    await command.session.apply(4, win(1, " mine"));
    await command.session.save({ own: true });
    expect(readFileSync(editor.path, "utf8")).toBe(
      jsonl([rows[0], processRow(1, 3, 0), ...rows.slice(2), solutionRow(4)]),
    );
    const pairs = join(editor.path, "..", "data.pairs.jsonl");
    expect(readFileSync(pairs, "utf8")).toContain(" mine");
    expect(readFileSync(pairs, "utf8")).not.toContain(" theirs");
    await until(() => expect(editor.session.edits.map(({ row }) => row)).toEqual([0, 4]));
    const joined = await command.session.apply(0, { kind: "stepText", trace: 0, step: 0, text: "joined" });
    await command.session.save({ own: true });
    expect(command.session.edits.map(({ id }) => id)).toContain(joined.id);
    await command.session.close();
    await editor.session.save();
    expect(readFileSync(editor.path, "utf8")).toContain("joined");
    expect(readFileSync(pairs, "utf8").trimEnd().split("\n")).toHaveLength(2);
  });

  it("is done by one process at a time, and takes in all edits made meanwhile", async () => {
    const many = Array.from({ length: 3000 }, (_, id) => processRow(id));
    const [first, second] = await two(jsonl(many));
    await Promise.all(
      [first, second].flatMap(({ session }, k) =>
        Array.from({ length: 15 }, async (_, n) => {
          await session.apply(2 * n + k, label(n % 3, "incorrect"));
          await session.save();
        }),
      ),
    );
    const saved = readFileSync(first.path, "utf8").split("\n").slice(0, 30);
    expect(saved.map((line) => (JSON.parse(line) as { label: number }).label)).toEqual(
      Array.from({ length: 30 }, (_, row) => Math.floor(row / 2) % 3),
    );
    await until(() => {
      expect(first.session.info.dirty).toBe(false);
      expect(second.session.info.dirty).toBe(false);
    });
    expect(first.session.info.warning).toBeNull();
  });

  it("goes on over an edit that the other makes in the same row", async () => {
    const [first, second] = await two();
    for (let round = 0; round < 20; round++) {
      const own = { kind: "stepText", trace: 0, step: 0, text: `first ${round}` } as const;
      const other = { kind: "stepText", trace: 0, step: 1, text: `second ${round}` } as const;
      await Promise.all([
        first.session.apply(1, own).then(() => first.session.save()),
        second.session.apply(1, other).then(() => second.session.save()),
      ]);
      const row = JSON.parse(readFileSync(first.path, "utf8").split("\n")[1]!) as { steps: string[] };
      expect(row.steps.slice(0, 2)).toEqual([`first ${round}`, `second ${round}`]);
    }
  });

  it.each([
    ["that saw it before", true],
    ["that sees all of it at once", false],
  ])("of a row that another program changed leaves the edits of one %s", async (_, looks) => {
    const opened = await openText(text);
    const { session, path } = opened;
    await session.apply(1, label(0, "incorrect"));
    const looking = vi.spyOn(Session.prototype, "lookAround");
    onTestFinished(() => looking.mockRestore());
    if (!looks) looking.mockResolvedValue();
    // Who comes late doesn't know what that edit changed.
    await forgetTexts(opened);
    writeFileSync(path, jsonl([rows[0], processRow(77), ...rows.slice(2)]));
    if (looks) await until(() => expect(session.conflicts).toEqual([1]));
    const late = await openOther(path);
    await late.session.apply(1, label(1, "incorrect"));
    await late.session.save({ own: true });
    await late.session.close();
    const mine = JSON.stringify(processRow(1, 3, 0));
    const theirs = JSON.stringify(processRow(77, 3, 1));
    // With what the other wrote into the journal its file is looked at, too.
    expect(await session.conflict(1)).toMatchObject({ mine, theirs });
    expect(session.info.dirty).toBe(true);
    await session.resolve(1, "mine");
    await session.save();
    expect(readFileSync(path, "utf8").split("\n")[1]).toBe(mine);
  });

  it("of a row that another program changed is refused to one that came late, too", async () => {
    const { session, path } = await openText(text);
    await session.apply(1, label(0, "incorrect"));
    writeFileSync(path, jsonl([rows[0], processRow(77), ...rows.slice(2)]));
    const late = await openOther(path);
    const conflict = await late.session.conflict(1);
    expect(late.session.conflicts).toEqual([1]);
    await until(async () => expect(await session.conflict(1)).toEqual(conflict));
    expect(conflict).toMatchObject({ mine: JSON.stringify(processRow(1, 3, 0)) });
    await expect(late.session.save()).rejects.toMatchObject({ kind: "changed-on-disk" });
    await late.session.resolve(1, "mine");
    await until(() => expect(session.conflicts).toEqual([]));
    await session.save();
    expect(readFileSync(path, "utf8")).toBe(jsonl([rows[0], processRow(1, 3, 0), ...rows.slice(2)]));
  });

  it("after a conflict that one process resolved goes through in the other", async () => {
    const [first, second] = await two();
    await first.session.apply(1, label(0, "incorrect"));
    await until(() => expect(second.session.info.dirty).toBe(true));
    writeFileSync(first.path, jsonl([rows[0], processRow(55), ...rows.slice(2)]));
    await until(() => {
      expect(first.session.conflicts).toEqual([1]);
      expect(second.session.conflicts).toEqual([1]);
    });
    await first.session.resolve(1, "mine");
    await until(() => expect(second.session.conflicts).toEqual([]));
    await second.session.save();
    expect(readFileSync(first.path, "utf8")).toBe(jsonl([rows[0], processRow(1, 3, 0), ...rows.slice(2)]));
  });
});

describe("reading alone", () => {
  it("shows the file as it is saved, and leaves the journal to others", async () => {
    const first = await openText(text);
    await first.session.apply(0, label(0, "incorrect"));
    const reader = await openOther(first.path, { reading: true });
    expect(await rawsOf(reader)).toEqual(text.trimEnd().split("\n"));
    expect(reader.session.info.readOnly).toContain("reading");
    await expect(reader.session.apply(1, label(0, "incorrect"))).rejects.toMatchObject({ kind: "refused" });
    await first.session.close();
    await reader.session.close();
    expect((await openPath(first.path)).session.recoverable).toHaveLength(1);
  });
});

describe("state that was damaged", () => {
  it.each([
    ["of a process that was killed", JSON.stringify({ pid: 999_999_999, host: hostname(), started: null })],
    [
      "of a process whose number another has now",
      JSON.stringify({ pid: process.pid, host: hostname(), started: "1" }),
    ],
    ["half written", '{"pid": 12'],
    ["empty", ""],
  ])("a lock %s is taken away", async (_, content) => {
    const [first, second, state] = await two();
    for (const lock of [state.lock, state.saving, `${state.lock}~`]) writeFileSync(lock, content);
    await Promise.all([
      first.session.apply(0, label(0, "incorrect")),
      second.session.apply(1, label(0, "incorrect")),
    ]);
    await first.session.save();
    expect(readFileSync(first.path, "utf8")).toBe(
      jsonl([processRow(0, 3, 0), processRow(1, 3, 0), ...rows.slice(2)]),
    );
  });

  it("a lock that is being made is not taken for a broken one by who has waited long", async () => {
    const path = join(temporaryFolder(), "lock");
    const [lock, holder] = [new Lock(path), JSON.stringify(processes.own)];
    writeFileSync(path, holder);
    let time = 0;
    const clock = vi.spyOn(performance, "now").mockImplementation(() => time);
    onTestFinished(() => clock.mockRestore());
    const looksTwice = async (): Promise<void> => {
      for (const seen = clock.mock.calls.length; clock.mock.calls.length < seen + 3;) await fs.stat(path);
    };
    const taken = lock.take(60_000);
    await looksTwice();
    time = 5000;
    await looksTwice();
    for (const content of ["", holder]) {
      writeFileSync(`${path}.next`, content);
      renameSync(`${path}.next`, path);
      await looksTwice();
    }
    expect(readFileSync(path, "utf8")).toBe(holder);
    unlinkSync(path);
    expect(await taken).toBeNull();
    await lock.release();
  });

  it("a journal that ends in half a line goes on after it", async () => {
    const [first, second, state] = await two();
    await first.session.apply(0, label(0, "incorrect"));
    appendFileSync(state.journal, readFileSync(state.journal).subarray(-40, -10));
    await second.session.apply(1, label(0, "incorrect"));
    await first.session.apply(2, label(0, "incorrect"));
    await until(async () => expect(await rawsOf(first)).toEqual(await rawsOf(second)));
    await first.session.close();
    await second.session.close();
    expect((await openPath(first.path)).session.recoverable!.map(({ row }) => row)).toEqual([0, 1, 2]);
  });

  it.each(["the journal", "the whole folder"])("%s that was deleted is made again", async (what) => {
    const [first, second, state] = await two();
    await first.session.apply(0, label(0, "incorrect"));
    await until(() => expect(second.session.info.dirty).toBe(true));
    if (what === "the journal") unlinkSync(state.journal);
    else rmSync(state.folder, { recursive: true });
    await second.session.apply(1, label(0, "incorrect"));
    await first.session.apply(2, label(0, "incorrect"));
    expect(first.session.edits.map(({ row }) => row)).toEqual([0, 1, 2]);
    await until(() => expect(second.session.edits.map(({ row }) => row)).toEqual([0, 1, 2]));
    await first.session.close();
    await second.session.close();
    expect((await openPath(first.path)).session.recoverable!.map(({ row }) => row)).toEqual([0, 1, 2]);
  });

  it("files from the future and the past do no harm", async () => {
    const [first, second, state] = await two();
    await first.session.apply(0, label(0, "incorrect"));
    utimesSync(state.journal, new Date(0), new Date(Date.now() + 1e9));
    utimesSync(state.open, new Date(0), new Date(0));
    await second.session.apply(1, label(0, "incorrect"));
    utimesSync(state.journal, new Date(0), new Date(0));
    await first.session.save();
    expect(first.session.info.dirty).toBe(false);
  });

  it("a folder that can't be written: edits are taken, and a warning says so until it can", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "state"), "a file where the folder should be");
    const { session, path } = await openText(text, { folder });
    await session.apply(0, label(0, "incorrect"));
    expect(session.info.warning).toContain("would be lost");
    unlinkSync(join(folder, "state"));
    mkdirSync(join(folder, "state"));
    await session.apply(1, label(0, "incorrect"));
    expect(session.info.warning).toBeNull();
    await session.close();
    expect((await openPath(path)).session.recoverable).toHaveLength(2);
  });

  it.each<[string, (session: DatasetSession) => Promise<unknown>, readonly number[]]>([
    ["the next edit", (session) => session.apply(2, label(0, "incorrect")), [0, 1, 2]],
    ["closing it", (session) => session.close(), [0, 1]],
  ])(
    "a disk full in the middle of a journal's line: with room, %s writes all edits",
    async (_, next, kept) => {
      let full = true;
      const open: Disk["open"] = async (path, flags, mode) => {
        const handle = await fs.open(path, flags, mode);
        const append = handle.appendFile.bind(handle);
        handle.appendFile = async (data) => {
          if (!full) return append(data);
          await append((data as string).slice(0, 100));
          throw Object.assign(new Error("ENOSPC: injected"), { code: "ENOSPC" });
        };
        return handle;
      };
      const { rename, unlink } = fs;
      const { session, path } = await openText(text, { disk: { open, rename, unlink } });
      await session.apply(0, label(0, "incorrect"));
      expect(session.info.warning).toMatch(/would be lost .* the disk is full/u);
      await session.apply(1, label(0, "incorrect"));
      full = false;
      await next(session);
      expect(session.info.warning).toBeNull();
      await session.close();
      expect((await openPath(path)).session.recoverable!.map(({ row }) => row)).toEqual(kept);
    },
  );

  it("a full disk leaves no lock that says nothing: others would wait for it", async () => {
    const lock = new Lock(join(temporaryFolder(), "lock"));
    const handle = await fs.open(import.meta.filename);
    const write = vi.spyOn(Object.getPrototypeOf(handle) as fs.FileHandle, "writeFile");
    onTestFinished(() => write.mockRestore());
    await handle.close();
    write.mockRejectedValueOnce(Object.assign(new Error("ENOSPC: injected"), { code: "ENOSPC" }));
    await expect(lock.take(0)).rejects.toMatchObject({ code: "ENOSPC" });
    expect(existsSync(lock.path)).toBe(false);
    expect(await lock.take(0)).toBeNull();
    await lock.release();
  });

  it("edits of another machine are left to it", async () => {
    const [first, second, state] = await two();
    await first.session.apply(0, label(0, "incorrect"));
    for (const id of readdirSync(state.open)) {
      const mark = JSON.parse(readFileSync(join(state.open, id), "utf8")) as object;
      writeFileSync(join(state.open, id), JSON.stringify({ ...mark, host: "far-away" }));
    }
    const third = await openOther(first.path);
    await expect(third.session.apply(1, label(0, "incorrect"))).rejects.toMatchObject({
      kind: "locked",
      message: expect.stringContaining(`process ${process.pid} on far-away`) as string,
    });
    await first.session.save();
    await until(() => expect(third.session.info.dirty).toBe(false));
    await third.session.apply(1, label(0, "incorrect"));
    expect(second.session.info.warning).toBeNull();
  });
});

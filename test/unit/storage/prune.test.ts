import { existsSync, mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { cacheLimits, pruneCaches } from "../../../src/storage/sharing/prune.ts";
import { statePaths, type StatePaths } from "../../../src/storage/sharing/statePaths.ts";
import { jsonl, label, openOther, openPath, openText, processRow, temporaryFolder } from "./support.ts";

const day = 24 * 60 * 60_000;
const text = jsonl([0, 1, 2].map((id) => processRow(id)));
const unpacked = /\.unpacked$/u;

interface Kept {
  readonly state: StatePaths;
  readonly stateDir: string;
}

/** Opens a dataset, which leaves caches, and lets its last use be some days ago. */
async function used(name: string, daysAgo: number, folder: string): Promise<Kept & { path: string }> {
  const { session, path, stateDir } = await openText(name.endsWith("gz") ? gzipSync(text) : text, {
    name,
    folder,
  });
  await session.close();
  const state = statePaths(stateDir!, path);
  age(state, daysAgo);
  return { state, stateDir: stateDir!, path };
}

function age({ open }: StatePaths, days: number): void {
  const then = new Date(Date.now() - days * day);
  utimesSync(open, then, then);
}

function prune(stateDir: string, limits: Partial<typeof cacheLimits> = {}): Promise<void> {
  return pruneCaches(stateDir, (message) => expect.fail(message), { ...cacheLimits, everyMs: 0, ...limits });
}

describe("caches", () => {
  it("of datasets that nobody opened for long go, with all that is left of them", async () => {
    const folder = temporaryFolder();
    const old = await used("old.jsonl.gz", 31, folder);
    const fresh = await used("fresh.jsonl", 29, folder);
    expect(readdirSync(old.state.folder).some((name) => unpacked.test(name))).toBe(true);
    await prune(old.stateDir);
    expect(existsSync(old.state.folder)).toBe(false);
    expect(existsSync(fresh.state.index)).toBe(true);
    // Gone caches are made again.
    expect((await openPath(old.path)).session.info.rows).toBe(3);
  });

  it("beyond the limit go, the longest unused first", async () => {
    const folder = temporaryFolder();
    const kept = [
      await used("a.jsonl", 3, folder),
      await used("b.jsonl", 9, folder),
      await used("c.jsonl", 6, folder),
    ];
    const bytes = kept.reduce((sum, { state }) => sum + statSync(state.index).size, 0) - 1;
    await prune(kept[0]!.stateDir, { bytes });
    expect(kept.map(({ state }) => existsSync(state.index))).toEqual([true, false, true]);
  });

  it("of an open dataset stay, and so do unsaved edits", async () => {
    const folder = temporaryFolder();
    const opened = await used("open.jsonl", 0, folder);
    const { session } = await openPath(opened.path);
    age(opened.state, 99);
    const left = await used("left.jsonl", 0, folder);
    const editor = await openPath(left.path);
    await editor.session.apply(0, label(0, "incorrect"));
    await editor.session.close();
    age(left.state, 99);
    await prune(opened.stateDir, { bytes: 0 });
    expect(existsSync(opened.state.index)).toBe(true);
    expect(existsSync(left.state.index)).toBe(false);
    expect((await openPath(left.path)).session.recoverable).toHaveLength(1);
    expect(session.info.rows).toBe(3);
  });

  it("go though a session was killed as it said that it is there", async () => {
    const { state, stateDir } = await used("torn.jsonl", 0, temporaryFolder());
    const torn = join(state.open, "0123456789abcdef");
    mkdirSync(state.open, { recursive: true });
    writeFileSync(torn, "");
    age(state, 99);
    await prune(stateDir);
    expect(existsSync(state.index)).toBe(true);
    utimesSync(torn, 0, 1e9);
    age(state, 99);
    await prune(stateDir);
    expect(existsSync(state.folder)).toBe(false);
  });

  it("of a dataset that is open for reading stay", async () => {
    const opened = await used("open.jsonl.gz", 0, temporaryFolder());
    await openPath(opened.path, { reading: true });
    age(opened.state, 99);
    await prune(opened.stateDir);
    expect(readdirSync(opened.state.folder).some((name) => unpacked.test(name))).toBe(true);
  });

  it("of what a packed file held before go once it is unpacked anew, though it stays open", async () => {
    const { session, path, stateDir } = await openText(gzipSync(text), { name: "again.jsonl.gz" });
    const { folder } = statePaths(stateDir!, path);
    for (const rows of [4, 5, 6]) {
      writeFileSync(path, gzipSync(jsonl(Array.from({ length: rows }, (_, id) => processRow(id)))));
      await session.reload();
      expect(session.info.rows).toBe(rows);
      expect(readdirSync(folder).filter((name) => unpacked.test(name))).toHaveLength(1);
    }
    expect((await session.row(5)).error).toBeNull();
  });

  it("half unpacked by a killed process go after some days", async () => {
    const { state, stateDir } = await used("a.jsonl.gz", 0, temporaryFolder());
    const half = join(state.folder, "0123456789abcdef.999999999-0.unpacking");
    mkdirSync(half);
    writeFileSync(join(half, "rows.jsonl"), "half");
    await prune(stateDir);
    expect(existsSync(half)).toBe(true);
    utimesSync(half, new Date(), new Date(Date.now() - 3 * day));
    await prune(stateDir);
    expect(existsSync(half)).toBe(false);
  });

  it("are looked at now and then alone", async () => {
    const old = await used("old.jsonl", 31, temporaryFolder());
    await prune(old.stateDir, { everyMs: day });
    expect(existsSync(old.state.index)).toBe(true);
    // A clock that was ahead once must not keep caches for ever.
    const ahead = new Date(Date.now() + 9 * day);
    utimesSync(join(old.stateDir, ".pruned"), ahead, ahead);
    await prune(old.stateDir, { everyMs: day });
    expect(existsSync(old.state.index)).toBe(false);
  });
});

it("two that unpack one file at once don't disturb each other", async () => {
  const first = await openText(gzipSync(text.repeat(2000)), { name: "big.jsonl.gz" });
  const [second, third] = await Promise.all([openOther(first.path), openOther(first.path)]);
  for (const { session } of [first, second, third]) {
    expect(session.info.rows).toBe(6000);
    expect(JSON.parse((await session.row(5999)).raw)).toEqual(processRow(2));
    await session.close();
  }
  const { folder } = statePaths(first.stateDir!, first.path);
  expect(readdirSync(folder).filter((name) => name.includes("unpack"))).toHaveLength(1);
});

import * as fs from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { nodeDisk, prepareFile, type Disk } from "../../../src/storage/files/replaceFile.ts";
import { spliceBytes } from "../../../src/storage/files/splice.ts";
import { jsonl, label, openText, processRow, solutionRow, temporaryFolder, win } from "./support.ts";

const text = jsonl([0, 1, 2].map((id) => processRow(id)));

/** What was done to the disk, in order: "sync data.jsonl", temporary files by the name of what they become. */
interface Recorded extends Disk {
  readonly done: string[];
}

function nameOf(path: string): string {
  return /^\.(.+)\.\d+-\d+-\w+\.stepdpo-tmp$/u.exec(basename(path))?.[1] ?? basename(path);
}

function recording(): Recorded {
  const done: string[] = [];
  const open: Disk["open"] = async (path, flags, mode) => {
    const handle = await fs.open(path, flags, mode);
    return watched(handle, (what) => done.push(`${what} ${nameOf(String(path))}`));
  };
  const rename: Disk["rename"] = async (from, to) => {
    await fs.rename(from, to);
    done.push(`rename ${nameOf(String(from))}`);
  };
  return { done, open, rename, unlink: fs.unlink };
}

const told: Readonly<Record<string, string>> = {
  write: "write",
  appendFile: "write",
  sync: "sync",
  datasync: "sync",
};

/** A handle that tells of its writes and flushes once they are done. */
function watched(handle: FileHandle, tell: (what: string) => void): FileHandle {
  return new Proxy(handle, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== "function") return value;
      const what = told[String(key)];
      return async (...args: unknown[]) => {
        const result: unknown = await Reflect.apply(value, target, args);
        if (what !== undefined) tell(what);
        return result;
      };
    },
  });
}

/** Every file is flushed after its last write before it takes its place, and its folder after that. */
function expectDurable(done: readonly string[], name: string, folder: string): void {
  const [written, flushed] = [done.lastIndexOf(`write ${name}`), done.lastIndexOf(`sync ${name}`)];
  const placed = done.lastIndexOf(`rename ${name}`);
  expect(written, `${name} is written`).toBeGreaterThanOrEqual(0);
  expect(flushed, `${name} is flushed after it is written`).toBeGreaterThan(written);
  expect(placed, `${name} takes its place after it is flushed`).toBeGreaterThan(flushed);
  expect(done.indexOf(`sync ${folder}`, placed), "the folder is flushed after that").toBeGreaterThan(placed);
}

describe("a save outlives a power cut:", () => {
  it("what is written is flushed before it takes the file's place, and the folder after", async () => {
    const disk = recording();
    const { session, path } = await openText(text, { disk });
    await session.apply(0, label(0, "incorrect"));
    disk.done.length = 0;
    await session.save();
    expectDurable(disk.done, "data.jsonl", basename(join(path, "..")));
  });

  it("the journal, with the commit in it, is flushed before any file changes", async () => {
    const disk = recording();
    const { session } = await openText(text, { disk });
    await session.apply(0, label(0, "incorrect"));
    await session.save();
    const { done } = disk;
    const placed = done.indexOf("rename data.jsonl");
    const before = done.slice(0, placed);
    expect(before.lastIndexOf("write journal")).toBeGreaterThan(before.indexOf("write data.jsonl"));
    expect(before.lastIndexOf("sync journal")).toBeGreaterThan(before.lastIndexOf("write journal"));
  });

  it("pairs take their place before the rows that they belong to", async () => {
    const disk = recording();
    const { session, path } = await openText(jsonl([solutionRow(1)]), { disk });
    await session.apply(0, win(1, "So 1+2=3."));
    await session.apply(0, label(1, "incorrect"));
    await session.save();
    const placed = disk.done.filter((one) => one.startsWith("rename"));
    expect(placed).toEqual(["rename data.pairs.jsonl", "rename data.jsonl"]);
    expectDurable(disk.done, "data.pairs.jsonl", basename(join(path, "..")));
  });
});

describe("writing a file anew", () => {
  it("takes a write of no bytes for a full disk, and doesn't wait for ever", async () => {
    const target = join(temporaryFolder(), "a.txt");
    const disk: Disk = {
      ...nodeDisk,
      open: async (path, flags, mode) => {
        const handle = await fs.open(path, flags, mode);
        handle.write = () => Promise.resolve({ bytesWritten: 0, buffer: "" });
        return handle;
      },
    };
    await expect(prepareFile(target, null, (write) => write(Buffer.from("abc")), disk)).rejects.toMatchObject(
      { code: "ENOSPC" },
    );
  });

  it("puts nothing in place that was called off once all was written", async () => {
    const target = join(temporaryFolder(), "a.txt");
    const abort = new AbortController();
    const disk: Disk = { ...nodeDisk, signal: abort.signal };
    const fill = async (write: (bytes: Uint8Array) => Promise<void>): Promise<void> => {
      await write(Buffer.from("abc"));
      abort.abort();
    };
    await expect(prepareFile(target, null, fill, disk)).rejects.toMatchObject({ name: "AbortError" });
    expect(await fs.readdir(join(target, ".."))).toEqual([]);
  });

  it("works where a folder can't be opened to be flushed", async () => {
    const target = join(temporaryFolder(), "a.txt");
    const disk: Disk = {
      ...nodeDisk,
      open: (path, flags, mode) =>
        flags === "r" ? Promise.reject(new Error("EISDIR")) : fs.open(path, flags, mode),
    };
    const prepared = await prepareFile(target, null, (write) => write(Buffer.from("abc")), disk);
    await prepared.commit();
    await prepared.handle.close();
    expect(readFileSync(target, "utf8")).toBe("abc");
  });

  it("stops where the file that it copies became shorter", async () => {
    const source = {
      read: () => Promise.reject(new Error("not asked")),
      readInto: (buffer: Buffer, offset: number) =>
        Promise.resolve(Math.max(0, Math.min(buffer.length, 3 - offset))),
    };
    const written: string[] = [];
    const write = (bytes: Uint8Array): Promise<void> => {
      written.push(Buffer.from(bytes).toString());
      return Promise.resolve();
    };
    await expect(spliceBytes(source, 10, [], write)).rejects.toThrow("shorter than 10 bytes");
    expect(written).toEqual([]);
  });
});

import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { openDataset } from "../../../src/storage/index.ts";
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

const rows = Array.from({ length: 50 }, (_, id) => processRow(id));
const text = jsonl(rows);
const packed = gzipSync(text);

function fifo(path: string): void {
  execFileSync("mkfifo", [path]);
}

describe("what is no dataset", () => {
  it.each<[string, string, string | Uint8Array, RegExp]>([
    ["zip", "a.jsonl", Buffer.from("PK\x03\x04 and so on"), /a\.jsonl is compressed \(zip\)\. Unpack it/u],
    ["zstd", "a.jsonl.zst", Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 4, 0, 0, 0, 0]), /compressed \(zstd\)/u],
    ["xz", "a.jsonl.xz", Buffer.from("\xfd7zXZ\0\0\x04", "latin1"), /compressed \(xz\)/u],
    ["bzip2", "a.jsonl.bz2", "BZh91AY&SY", /compressed \(bzip2\)/u],
    [
      "a pointer of Git LFS",
      "a.jsonl",
      "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n",
      /a\.jsonl is a pointer of Git LFS, not the data\. Run "git lfs pull"/u,
    ],
    ["gzip in gzip", "a.jsonl.gz", gzipSync(packed), /What is in .*a\.jsonl\.gz is not text\. Unpack it/u],
    [
      "half a gzip header",
      "a.jsonl.gz",
      packed.subarray(0, 5),
      /a\.jsonl\.gz: the gzip file is damaged or cut/u,
    ],
    [
      "the first bytes of Parquet",
      "a.parquet",
      "PAR1",
      /a\.parquet: the Parquet file is damaged or cut off/u,
    ],
    [
      "Parquet without its end",
      "a.parquet",
      `PAR1${"x".repeat(99)}`,
      /the Parquet file is damaged or cut off/u,
    ],
  ])("%s says so", async (_, name, content, message) => {
    await expect(openText(content, { name })).rejects.toThrow(message);
  });

  it("a circle of symbolic links says so", async () => {
    const folder = temporaryFolder();
    symlinkSync("b.jsonl", join(folder, "a.jsonl"));
    symlinkSync("a.jsonl", join(folder, "b.jsonl"));
    await expect(openDataset(join(folder, "a.jsonl"), { stateDir: null })).rejects.toThrow(
      /lead in a circle/u,
    );
  });
});

/** There are none in folders of Windows. */
const pipes = process.platform !== "win32";

describe.each(pipes ? ["a pipe"] : [])("%s, which would keep who opens it waiting,", () => {
  it("is no dataset", async () => {
    const path = join(temporaryFolder(), "a.jsonl");
    fifo(path);
    await expect(openDataset(path, { stateDir: null })).rejects.toMatchObject({ kind: "not-a-dataset" });
  });

  it("beside a dataset is said; rows are shown, and not edited", async () => {
    const folder = temporaryFolder();
    fifo(join(folder, "data.pairs.jsonl"));
    const { session } = await openText(text, { folder });
    await until(() =>
      expect(session.info.warning).toMatch(/data\.pairs\.jsonl is neither a file nor a folder/u),
    );
    expect((await session.row(0)).error).toBeNull();
    await expect(session.apply(0, label(0, "incorrect"))).rejects.toThrow(/data\.pairs\.jsonl/u);
  });
});

it("a folder in which some files can't be read shows the others", async () => {
  const path = join(temporaryFolder(), "rows");
  mkdirSync(path);
  writeFileSync(join(path, "1.json"), JSON.stringify(processRow(1)));
  writeFileSync(join(path, "2.json"), "");
  symlinkSync("3.json", join(path, "3.json"));
  symlinkSync("none", join(path, "4.json"));
  if (pipes) fifo(join(path, "5.json"));
  writeFileSync(join(path, "6.json"), JSON.stringify(processRow(6)));
  const { session } = await openPath(path);
  const views = await session.rows(0, 9);
  const reasons = [null, /not JSON/u, /circle/u, /no such file/u, /neither a file/u, null];
  expect(views).toHaveLength(pipes ? 6 : 5);
  for (const view of views) {
    const reason = reasons[Number(/(\d)\.json$/u.exec(view.file!)![1]) - 1];
    if (reason == null) expect(view.error).toBeNull();
    else expect(view.error).toMatch(reason);
  }
  await session.apply(0, label(0, "incorrect"));
  await session.save();
  expect(readFileSync(join(path, "1.json"), "utf8")).toBe(JSON.stringify(processRow(1, 3, 0)));
});

describe("a gzip file", () => {
  it.each<[string, Uint8Array, number, boolean]>([
    [
      "of several members",
      Buffer.concat([gzipSync(jsonl(rows.slice(0, 20))), gzipSync(jsonl(rows.slice(20)))]),
      50,
      true,
    ],
    ["with zeros behind", Buffer.concat([packed, Buffer.alloc(512)]), 50, true],
    ["that is cut off", packed.subarray(0, packed.length - 40), 20, false],
    ["with something else behind", Buffer.concat([packed, Buffer.from("garbage")]), 50, false],
  ])("%s gives its rows", async (_, content, least, whole) => {
    const { session } = await openText(content, { name: "a.jsonl.gz" });
    expect(session.info.rows).toBeGreaterThanOrEqual(least);
    expect((await session.row(19)).raw).toBe(JSON.stringify(rows[19]));
    expect(session.info.warning).toBe(
      whole ? null : "The gzip file is damaged or cut off: rows after the damage are missing.",
    );
  });
});

it("line ends of old Macs are told as such", async () => {
  const { session } = await openText(text.replaceAll("\n", "\r"));
  expect((await session.row(0)).error).toMatch(/^data\.jsonl:1: this is not JSON.* carriage return alone/u);
});

describe.each([
  ["as long as a disk takes", `${"x".repeat(249)}.jsonl`],
  ["of 87 characters that take 249 bytes", `${"数".repeat(81)}.jsonl`],
  ["of an ending alone", ".jsonl"],
])("a name %s", (_, name) => {
  it("keeps no edit from being kept, nor saved", async () => {
    const { session, path, stateDir } = await openText(text, { name });
    await session.apply(0, label(0, "incorrect"));
    expect(session.info.warning).toBeNull();
    expect(readFileSync(statePaths(stateDir!, path).journal, "utf8")).toContain("Label step 1");
    await session.save();
    expect(readFileSync(path, "utf8")).toBe(jsonl([processRow(0, 3, 0), ...rows.slice(1)]));
  });
});

it("a name that leaves no room for that of its pairs: they are kept unsaved, and may go elsewhere", async () => {
  const { session, path } = await openText(jsonl([solutionRow(1)]), { name: `${"x".repeat(249)}.jsonl` });
  await session.apply(0, win(0, " kept"));
  await expect(session.save()).rejects.toThrow("the name is too long for the disk");
  expect(session.edits).toHaveLength(1);
  await session.saveAs(join(path, "..", "short.jsonl"));
  expect(readFileSync(join(path, "..", "short.pairs.jsonl"), "utf8")).toContain(" kept");
});

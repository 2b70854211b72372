import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { readHead } from "../../../../src/extension/datasets/head.ts";
import { firstRows, sniff } from "../../../../src/extension/datasets/sniff.ts";
import { processBench } from "../fakeSession.ts";

const row = JSON.stringify(processBench(1, ['a }{ \\" b', "c"], 0));
const pretty = JSON.stringify(processBench(1, ["a"], 0), null, 2);

describe("sniff", () => {
  it.each([
    ["JSONL", `${row}\n${row}\n`],
    ["a byte order mark, blank lines and CRLF", `\uFEFF\r\n\r\n${row}\r\n`],
    ["an array", `[${row},\n${row}]`],
    ["a pretty array", `[\n  ${pretty},\n  ${pretty}\n]`],
    ["one object", pretty],
    ["a broken first line", `not json\n${row}\n`],
    ["a first row cut short by another writer", `{"id": "x", "prob\n${row}\n`],
    ["a last row cut off by the head's end", `${row}\n${row.slice(0, 40)}`],
  ])("finds ProcessBench in %s", (_, head) => {
    expect(sniff("/x.jsonl", head, null)).toEqual({ kind: "dataset", formatTitle: "ProcessBench" });
  });

  it.each([
    ["a manifest", '{"name": "x", "version": "1.0.0"}'],
    ["nothing", ""],
    ["numbers", "[1, 2, 3]"],
    ["text", "hello"],
    ["an open string", '{"a": "b'],
  ])("leaves %s alone", (_, head) => {
    expect(sniff("/x.json", head, null)).toEqual({ kind: "other" });
  });

  it("takes a field mapping", () => {
    const head = '{"q": "What?", "tries": "Step 1: this"}';
    expect(sniff("/x.jsonl", head, null).kind).toBe("other");
    expect(sniff("/x.jsonl", head, { problem: "q", trace: "tries" }).kind).toBe("dataset");
  });

  it("takes Parquet unseen, and no other binary", () => {
    expect(sniff("/x.parquet", null, null)).toEqual({ kind: "maybe" });
    expect(sniff("/x.json", null, null)).toEqual({ kind: "other" });
  });

  it("looks at a few rows only", () => {
    expect(firstRows("{}\n".repeat(100))).toHaveLength(5);
  });
});

describe("readHead", () => {
  const folder = mkdtempSync(join(tmpdir(), "stepdpo-head-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = (name: string, content: string | Buffer): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };

  it("reads the first bytes as text", async () => {
    expect(await readHead(file("a.jsonl", `${row}\n`), 10)).toBe(row.slice(0, 10));
  });

  it("unzips a head that ends in mid-stream", async () => {
    const noise = Array.from({ length: 4000 }, (_, at) => `${row.slice(0, -1)},"n":${Math.sin(at)}}\n`).join(
      "",
    );
    const head = await readHead(file("a.jsonl.gz", gzipSync(noise)), 8 << 10);
    expect(head?.startsWith(row.slice(0, -1))).toBe(true);
  });

  it("gives no text of binary files and of broken gzip", async () => {
    expect(await readHead(file("a.parquet", Buffer.from("PAR1\0\0\0")), 100)).toBeNull();
    expect(await readHead(file("b.gz", Buffer.from([0x1f, 0x8b, 1, 2, 3])), 100)).toBeNull();
  });
});

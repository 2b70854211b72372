import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable, Writable } from "node:stream";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Io } from "../../../src/cli/io.ts";
import { run } from "../../../src/cli/program.ts";
import { writeWhole } from "../../../src/cli/targets.ts";
import { stepdpo } from "../../support/memoryIo.ts";

let folder: string;
let at: { cwd: string; env: Record<string, string> };
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "stepdpo-streams-"));
  at = { cwd: folder, env: { STEPDPO_STATE: join(folder, "state") } };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const rows = [
  { prompt: "What is 2 + 3?", completions: ["2 + 3 = 5."], labels: [true] },
  { prompt: "What is 2 + 4?", completions: ["2 + 4 = 7.", "So 7."], labels: [false, false] },
];
const text = rows.map((row) => `${JSON.stringify(row)}\n`).join("");

describe("standard input as a dataset", () => {
  it.each([
    ["lines", text],
    ["an array over several lines", `\ufeff${JSON.stringify(rows, null, 2)}`],
    ["gzip", gzipSync(text)],
  ])("holds rows as %s", async (_, stdin) => {
    const { code, out } = await stepdpo(["inspect", "-", "--json"], { ...at, stdin });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      file: "standard input",
      format: "trl-stepwise",
      rows: 2,
      steps: 3,
    });
  });

  it("is searched, shown and checked, and leaves nothing behind", async () => {
    const aside = await mkdtemp(join(folder, "tmp-"));
    vi.stubEnv("TMPDIR", aside);
    const given = { ...at, stdin: text };
    expect(await stepdpo(["search", "-", "2 + 4"], given)).toMatchObject({ code: 0, out: /^row 2 /u });
    expect(await stepdpo(["show", "-", "--row", "2"], given)).toMatchObject({ out: /So 7\./u });
    expect(await stepdpo(["arithmetic", "-"], given)).toMatchObject({ out: /2 \+ 4 = 7/u });
    expect(await stepdpo(["show", "-", "--row", "3"], given)).toMatchObject({ code: 2 });
    expect(await readdir(aside)).toEqual([]);
    await rm(aside, { recursive: true });
    vi.unstubAllEnvs();
  });

  it.each([
    ["label", "-", "--row", "1", "--step", "1", "--label", "none"],
    ["check", "-", "--fix"],
  ])("can't be edited: %s %s", async (...args) => {
    const { code, err } = await stepdpo(args, { ...at, stdin: text });
    expect([code, err]).toEqual([
      2,
      "stepdpo: Standard input can't be edited. Save it to a file and name that.\n",
    ]);
  });

  it("is cancelled while it is waited for", async () => {
    const abort = new AbortController();
    abort.abort();
    const { code, err } = await stepdpo(["inspect", "-"], { ...at, signal: abort.signal });
    expect([code, err]).toEqual([130, "stepdpo: cancelled\n"]);
  });
});

describe("convert", () => {
  it("goes from standard input to standard output", async () => {
    const { code, out, err } = await stepdpo(["convert", "-", "-", "--to", "processbench"], {
      ...at,
      stdin: text,
    });
    expect(code).toBe(0);
    const labels = out
      .trimEnd()
      .split("\n")
      .map((line) => (JSON.parse(line) as { label: number }).label);
    expect(labels).toEqual([-1, 0]);
    expect(err).toContain("2 rows of ProcessBench from 2.");
  });

  it("keeps standard output for one thing", async () => {
    const result = await stepdpo(["convert", "-", "-", "--to", "math-shepherd", "--json"], {
      ...at,
      stdin: text,
    });
    expect(result).toMatchObject({ code: 2, out: "", err: /standard output/u });
  });

  it("leaves no file where no row could be written", async () => {
    const { code, err } = await stepdpo(["convert", "-", "none.jsonl", "--to", "gsm8k"], {
      ...at,
      stdin: text,
    });
    expect([code, await readdir(folder)]).toEqual([1, expect.not.arrayContaining(["none.jsonl"])]);
    expect(err).toContain("No row could be written as GSM8K.");
  });
});

describe("standard output that takes no more", () => {
  /** Runs with an output that fails from its second write on. */
  async function withOutput(code: string, argv: readonly string[]): Promise<{ code: number; err: string }> {
    let writes = 0;
    const stdout = new Writable({
      write: (_chunk, _encoding, done) =>
        done(++writes === 1 ? null : Object.assign(new Error(code), { code })),
    });
    stdout.on("error", () => undefined);
    const stderr = new PassThrough();
    const io: Io = {
      ...{ stdin: Readable.from([text]), stdout, stderr, cwd: folder, env: at.env },
      ...{ signal: new AbortController().signal, now: () => "2026-01-02T03:04:05.000Z" },
    };
    return { code: await run(argv, io, "0.0.0-test"), err: String(stderr.read() ?? "") };
  }

  it("ends a command quietly where its reader has enough, and leaves nothing behind", async () => {
    const aside = await mkdtemp(join(folder, "tmp-"));
    vi.stubEnv("TMPDIR", aside);
    expect(await withOutput("EPIPE", ["search", "-", "What"])).toEqual({ code: 0, err: "" });
    expect(await readdir(aside)).toEqual([]);
    await rm(aside, { recursive: true });
    vi.unstubAllEnvs();
  });

  it("fails, and says why, where the disk is full", async () => {
    const err = "stepdpo: Can't write to standard output: the disk is full. Free some space and try again.\n";
    expect(await withOutput("ENOSPC", ["search", "-", "What"])).toEqual({ code: 1, err });
  });
});

describe("a place that no file can be written to", () => {
  it.each([
    ["convert", "-", "state.jsonl", "--to", "processbench", "--force"],
    ["grade", "-", "--out", "state.jsonl", "--force"],
    ["check", "-", "--drop", "cut-text", "--out", "state.jsonl", "--force"],
  ])("is told of before any work: %s %s", async (...args) => {
    await mkdir(join(folder, "state.jsonl"), { recursive: true });
    const given = { ...at, stdin: text };
    const folderThere = await stepdpo(args, given);
    expect([folderThere.code, folderThere.err]).toEqual([
      2,
      "stepdpo: state.jsonl is a folder. Name a file to write to.\n",
    ]);
    const noFolder = await stepdpo(
      args.map((arg) => (arg === "state.jsonl" ? "none/x.jsonl" : arg)),
      given,
    );
    expect([noFolder.code, noFolder.err]).toEqual([
      2,
      `stepdpo: none/x.jsonl can't be written: there is no folder ${join(folder, "none")}. Make it first.\n`,
    ]);
    expect((await readdir(folder)).filter((name) => name.includes("stepdpo-tmp"))).toEqual([]);
  });

  it("is told of by writing too, and nothing is left", async () => {
    const target = join(folder, "late.jsonl");
    const late = writeWhole(target, async (write) => {
      await write(Buffer.from("x"));
      await mkdir(target);
    });
    await expect(late).rejects.toThrow(`Can't write ${target}: it is a folder, not a file.`);
    await expect(writeWhole(join(folder, "none", "x.jsonl"), () => Promise.resolve())).rejects.toThrow(
      /^Can't write .*x\.jsonl: there is no such file/u,
    );
    expect((await readdir(folder)).filter((name) => name.includes("stepdpo-tmp"))).toEqual([]);
  });
});

describe("grade --out", () => {
  const answers = '{"gold":"1","pred":"1"}\n';

  it("never writes over what it reads, nor over another file unasked", async () => {
    const [input, other] = [join(folder, "in.jsonl"), join(folder, "other.jsonl")];
    await writeFile(input, answers);
    await writeFile(other, "mine");
    await symlink(input, join(folder, "link.jsonl"));
    const grade = (...args: string[]): ReturnType<typeof stepdpo> =>
      stepdpo(["grade", "in.jsonl", ...args], at);
    for (const out of ["in.jsonl", "./in.jsonl", "link.jsonl"])
      expect(await grade("--out", out, "--force")).toMatchObject({ code: 2, err: /the file that is read/u });
    expect(await grade("--out", "other.jsonl")).toMatchObject({ code: 2, err: /--force/u });
    expect([await readFile(input, "utf8"), await readFile(other, "utf8")]).toEqual([answers, "mine"]);
    expect(await grade("--out", "other.jsonl", "--force")).toMatchObject({
      code: 0,
      err: /^1 row: 1 equal/u,
    });
    expect(await readFile(other, "utf8")).toContain('"equal":true');
  });

  it("leaves the file that was there where it fails or is cancelled", async () => {
    const old = join(folder, "old.jsonl");
    await writeFile(old, "mine");
    const failed = await stepdpo(["grade", "-", "--out", "old.jsonl", "--force"], { ...at, stdin: "oops\n" });
    expect(failed.code).toBe(1);
    const abort = new AbortController();
    abort.abort();
    const given = { ...at, stdin: answers, signal: abort.signal };
    expect((await stepdpo(["grade", "-", "--out", "old.jsonl", "--force"], given)).code).toBe(130);
    expect(await readFile(old, "utf8")).toBe("mine");
    expect((await readdir(folder)).filter((name) => name.includes("tmp"))).toEqual([]);
  });
});

it("a terminal gets no control characters out of a dataset, a pipe gets the text as it is", async () => {
  const stdin = JSON.stringify({ problem: "\u001b]0;title\u0007a\r\nb\tc\u009b2J", answer: "1" });
  const shown = await stepdpo(["show", "-", "--row", "1"], { ...at, stdin, terminal: true });
  expect(shown.out).toContain("␛]0;title␇a\n  b\tc␡2J");
  const piped = await stepdpo(["show", "-", "--row", "1"], { ...at, stdin });
  expect(piped.out).toContain("\u001b]0;title\u0007a");
});

describe("what goes to standard error", () => {
  it("is one kind of error line, with how to get help", async () => {
    const { code, err } = await stepdpo(["inspect", "--jsn", "a.jsonl"], at);
    expect(code).toBe(2);
    expect(err).toMatch(/^stepdpo: unknown option '--jsn'\n\(Did you mean --json\?\)\n.*--help/u);
  });

  it("takes a progress line back before a message, and draws none where no terminal is", async () => {
    await writeFile(join(folder, "d.jsonl"), text);
    const plain = await stepdpo(["inspect", "d.jsonl"], at);
    expect(plain.err).toBe("");
    const drawn = await stepdpo(["show", "d.jsonl", "--row", "9"], { ...at, terminal: true });
    expect(drawn.err).toMatch(/^\r\u001b\[Kstepdpo: /u);
    const dumb = { ...at, terminal: true, env: { ...at.env, TERM: "dumb" } };
    expect((await stepdpo(["show", "d.jsonl", "--row", "9"], dumb)).err).toMatch(/^stepdpo: /u);
  });
});

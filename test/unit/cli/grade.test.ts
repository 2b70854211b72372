import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { once } from "node:events";
import { PassThrough } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { run } from "../../../src/cli/program.ts";
import { stepdpo } from "../../support/memoryIo.ts";

let folder: string;
let env: Record<string, string>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "stepdpo-grade-"));
  env = { STEPDPO_STATE: join(folder, "state") };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const answers = [
  '{"gold": "1/2", "pred": "0.5", "big": 12345678901234567890}',
  '{"gold":"18","pred":"So he has 5 left. The answer is 17."}',
  "",
  "oops",
  '{"gold": 3}',
].join("\n");

describe("stepdpo grade", () => {
  it("adds the verdict to each row, keeps the row's own text, and tells which lines are bad", async () => {
    const { code, out, err } = await stepdpo(["grade", "-"], { stdin: answers });
    const lines = out.trimEnd().split("\n");
    expect(code).toBe(0);
    expect(
      lines[0]?.startsWith('{"gold": "1/2", "pred": "0.5", "big": 12345678901234567890,"equal":true'),
    ).toBe(true);
    expect(JSON.parse(lines[1] ?? "")).toMatchObject({
      equal: false,
      extracted: "17",
      normalized: { gold: "18", pred: "17" },
    });
    expect(lines.slice(2)).toEqual(["oops", '{"gold": 3}']);
    expect(err).toContain("line 4: not a JSON object");
    expect(err).toContain("line 5: pred: expected");
    expect(err).toContain("4 rows: 1 equal, 1 different, 0 unsure, 2 not gradable.");
  });

  it("prints no rows where none could be graded, and all where one could", async () => {
    const failed = await stepdpo(["grade", "-"], { stdin: "oops\n{}\n" });
    expect(failed).toMatchObject({ code: 1, out: "" });
    expect(failed.err).toContain("No row could be graded");
    const { out } = await stepdpo(["grade", "-"], { stdin: 'oops\n{"gold":"2","pred":"2"}\n{}\n' });
    expect(out).toMatch(/^oops\n\{"gold".*\n\{\}\n$/u);
  });

  it("writes to a file, and prints the summary alone with --json", async () => {
    await writeFile(join(folder, "in.jsonl"), answers);
    const { code, out } = await stepdpo(["grade", "in.jsonl", "--out", "out.jsonl", "--json"], {
      cwd: folder,
    });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({ rows: 4, equal: 1, different: 1, unsure: 0, bad: 2, disagree: 0 });
    expect((await readFile(join(folder, "out.jsonl"), "utf8")).split("\n")).toHaveLength(5);
  });

  it("grades graded rows again without writing a key twice", async () => {
    const once = (await stepdpo(["grade", "-"], { stdin: '{"gold":"2","pred":"2"}\n' })).out;
    expect((await stepdpo(["grade", "-"], { stdin: once })).out).toBe(once);
  });

  it("grades the traces of a dataset, and counts marks that say otherwise", async () => {
    const solution = (answer: string, mark: boolean): object => ({
      is_correct: mark,
      solution: `So.\nA: ${answer}`,
    });
    const row = { question: "2+2?", ground_truth: "A: 4", a: solution("4", true), b: solution("5", true) };
    await writeFile(join(folder, "solutions.jsonl"), `${JSON.stringify(row)}\nbroken\n`);
    const { code, out, err } = await stepdpo(["grade", "solutions.jsonl", "--dataset"], { cwd: folder, env });
    expect(code).toBe(0);
    const [first, second] = out
      .split("\n")
      .map((line) => (line.startsWith("{") ? (JSON.parse(line) as unknown) : line));
    expect(first).toMatchObject({
      row: 1,
      trace: 1,
      gold: "4",
      extracted: "4",
      equal: true,
      stated: "right",
      agrees: true,
    });
    expect(second).toMatchObject({
      row: 1,
      trace: 2,
      extracted: "5",
      equal: false,
      stated: "right",
      agrees: false,
    });
    expect(err).toContain("row 2: solutions.jsonl:2: this is not");
    expect(err).toContain(
      "2 traces: 1 equal, 1 different, 0 unsure, 1 row not readable, 1 marked otherwise in the file.",
    );
  });

  it("passes over a byte order mark", async () => {
    const stdin = '\ufeff{"gold":"1","pred":"1"}\r\n';
    const { code, out } = await stepdpo(["grade", "-"], { stdin });
    expect([code, JSON.parse(out)]).toEqual([0, expect.objectContaining({ equal: true })]);
  });

  it("is cancelled while it waits for standard input", async () => {
    const abort = new AbortController();
    const stdin = new PassThrough();
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    const now = (): string => "2026-01-02T03:04:05.000Z";
    const io = { stdin, stdout, stderr, env, cwd: folder, signal: abort.signal, now };
    const code = run(["grade", "-"], io, "0.0.0-test");
    stdin.write('{"gold":"1","pred":"1"}\n');
    await once(stdout, "readable");
    abort.abort();
    expect([await code, stdin.destroyed]).toEqual([130, true]);
  });

  it("fails where the file is missing or no row fits", async () => {
    expect(await stepdpo(["grade", "nowhere.jsonl"], { cwd: folder })).toMatchObject({
      code: 1,
      err: "stepdpo: Can't read nowhere.jsonl: there is no such file. It may have been moved or deleted.\n",
    });
    const { code, err } = await stepdpo(["grade", "-"], { stdin: "{}\n" });
    expect(code).toBe(1);
    expect(err).toContain("No row could be graded");
    expect(err).toContain("--dataset");
  });
});

describe("stepdpo arithmetic", () => {
  it("names false equations by row, trace and step", async () => {
    const row = {
      problem: "?",
      steps: ["2 + 2 = 4", "3 + 4 = 8", "8 + 1 = 10"],
      final_answer_correct: false,
      label: -1,
      id: "x",
      generator: "m",
    };
    await writeFile(join(folder, "data.jsonl"), `${JSON.stringify(row)}\n`);
    const { code, out } = await stepdpo(["arithmetic", "data.jsonl", "--json"], { cwd: folder, env });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      findings: [
        { row: 1, trace: 1, step: 2, equation: "3 + 4 = 8", expected: "7", first: true },
        { row: 1, trace: 1, step: 3, equation: "8 + 1 = 10", expected: "9", first: false },
      ],
    });
  });
});

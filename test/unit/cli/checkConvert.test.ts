import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { stepdpo } from "../../support/memoryIo.ts";

const folder = await mkdtemp(join(tmpdir(), "stepdpo-check-"));
const at = { cwd: folder, env: { STEPDPO_STATE: join(folder, "state") } };
afterAll(() => rm(folder, { recursive: true, force: true }));

const rows = [
  { prompt: "What is 1+1?\n", chosen: " It is 2.", rejected: " It is 3." },
  { prompt: "What is 2+2?\n", chosen: " It is 4.", rejected: "" },
  { prompt: "What is\u200b 3+3?\n", chosen: " It is 6.", rejected: " It is 6." },
];
const steps = {
  id: "a",
  generator: "m",
  problem: "P?",
  steps: ["One.", "Two."],
  final_answer_correct: false,
  label: 1,
};

beforeEach(async () => {
  await writeFile(join(folder, "pairs.jsonl"), `${rows.map((row) => JSON.stringify(row)).join("\n")}\n`);
  await writeFile(join(folder, "steps.jsonl"), `${JSON.stringify(steps)}\nbroken\n`);
  await writeFile(join(folder, "problems.jsonl"), '{"question":"1+1?","answer":"#### 2"}\n');
});

describe("stepdpo check", () => {
  it("names each finding's rule and row, counted from 1", async () => {
    const { code, out } = await stepdpo(["check", "pairs.jsonl", "--json"], at);
    const report = JSON.parse(out) as {
      counts: Record<string, number>;
      findings: { rule: string; row: number }[];
    };
    expect(code).toBe(0);
    expect(report.findings).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ rule: "empty-side", row: 2 }),
        expect.objectContaining({ rule: "same-pair", row: 3 }),
        expect.objectContaining({ rule: "invisible-characters", row: 3 }),
      ]),
    );
  });

  it("finds what can't be read, and problems of an evaluation set", async () => {
    const { out } = await stepdpo(["check", "steps.jsonl", "--against", "steps.jsonl"], at);
    expect(out).toContain("row 2: error unreadable-row");
    expect(out).toContain("row 1: error leakage");
  });

  it("runs the chosen rules alone, and refuses others", async () => {
    const { out } = await stepdpo(["check", "pairs.jsonl", "--rule", "empty-side", "--json"], at);
    expect(Object.keys((JSON.parse(out) as { counts: object }).counts)).toEqual(["empty-side"]);
    const both = async (...names: string[]) =>
      JSON.parse((await stepdpo(["check", "pairs.jsonl", "--rule", ...names, "--json"], at)).out) as unknown;
    expect(await both("empty-side,side-space")).toEqual(await both("empty-side", "side-space"));
    const { code, err } = await stepdpo(["check", "pairs.jsonl", "--rule", "nonsense"], at);
    expect(code).toBe(2);
    expect(err).toContain("empty-side");
  });
});

describe("stepdpo check --fix", () => {
  it("mends rows in place and leaves every other byte", async () => {
    const path = join(folder, "fix.jsonl");
    const good = '{"prompt" : "p",  "chosen": "a", "rejected": "b", "n": 12345678901234567890}';
    await writeFile(
      path,
      `\ufeff${good}\r\n\r\n{"prompt":"What\\u200b?","chosen":" It is 4.","rejected":"It is 5."}`,
    );
    const { code, err } = await stepdpo(["check", "fix.jsonl", "--fix"], at);
    expect(err).toContain("2 fixed and saved");
    expect(code).toBe(0);
    expect(await readFile(path, "utf8")).toBe(
      `\ufeff${good}\r\n\r\n{"prompt":"What?","chosen":"It is 4.","rejected":"It is 5."}`,
    );
  });

  it("keeps the fixes of a file that isn't rewritten beside it", async () => {
    const path = join(folder, "packed.jsonl.gz");
    const packed = gzipSync('{"prompt":"What?","chosen":" It is 4.","rejected":"It is 5."}\n');
    await writeFile(path, packed);
    expect((await stepdpo(["check", "packed.jsonl.gz", "--fix"], at)).err).toContain("1 fixed and saved");
    expect(await readFile(path)).toEqual(packed);
    expect(await readFile(join(folder, "packed.labels.jsonl"), "utf8")).toContain('"chosen":"It is 4."');
    expect((await stepdpo(["check", "packed.jsonl.gz", "--rule", "side-space"], at)).err).toContain(
      "0 findings",
    );
  });

  it("clears labels only where the rule is named", async () => {
    const path = join(folder, "labels.jsonl");
    const row = '{"prompt": "p", "completions": ["a", "b", "c"], "labels": [true, false, true]}\n';
    await writeFile(path, row);
    expect((await stepdpo(["check", "labels.jsonl", "--fix"], at)).err).toContain("0 fixed");
    expect(await readFile(path, "utf8")).toBe(row);
    const named = ["check", "labels.jsonl", "--fix", "--rule", "labels-after-error"];
    expect((await stepdpo(named, at)).err).toContain("1 fixed");
    expect(await readFile(path, "utf8")).not.toBe(row);
  });

  it("says what a read-only file refuses", async () => {
    const path = join(folder, "locked.jsonl");
    await writeFile(path, '{"prompt":"What?","chosen":" It is 4.","rejected":"It is 5."}\n');
    await chmod(path, 0o444);
    const { err } = await stepdpo(["check", "locked.jsonl", "--fix"], at);
    // The superuser may write it all the same.
    expect(err).toMatch(process.getuid?.() === 0 ? /1 fixed/u : /read-only.*\n.*1 could not be fixed/su);
  });
});

describe("stepdpo check --drop", () => {
  const kept = [
    '{"prompt":"a", "chosen":"x",  "rejected":"y"}',
    '{"prompt":"c","chosen":"x","rejected":"y","n":1e999}',
  ];
  const empty = '{"prompt":"b","chosen":"x","rejected":""}';
  const clean = (...args: string[]) =>
    stepdpo(["check", "drop.jsonl", "--drop", "empty-side", "--out", "clean.jsonl", ...args], at);

  beforeEach(async () => {
    await rm(join(folder, "clean.jsonl"), { force: true });
    await writeFile(join(folder, "drop.jsonl"), [kept[0], "", empty, kept[1]].join("\n"));
  });

  it("writes a copy without the rows, whose bytes stay, and keeps those left out", async () => {
    const { code, err } = await clean("--dropped", "bad.json");
    expect(err).toContain("2 of 3 rows written to clean.jsonl; 1 left out (empty-side 1).");
    expect(code).toBe(0);
    expect(await readFile(join(folder, "clean.jsonl"), "utf8")).toBe(`${kept.join("\n")}\n`);
    expect(await readFile(join(folder, "bad.json"), "utf8")).toBe(`[\n${empty}\n]\n`);
    expect(await readFile(join(folder, "drop.jsonl"), "utf8")).toContain(empty);
  });

  it("carries accepted pairs along under the new row numbers", async () => {
    const row = { ...steps, label: -1 };
    await writeFile(
      join(folder, "trace.jsonl"),
      ["one", "two", "two", "three"].map((problem) => `${JSON.stringify({ ...row, problem })}\n`).join(""),
    );
    const pairOf = (number: number, prompt: string) =>
      `{"prompt":"${prompt}","initial_reason_steps":"Step 1:","chosen":" a","rejected":"One.","step_dpo":{"row":${number},"trace":1,"step":1,"start":0}}\n`;
    await writeFile(join(folder, "trace.pairs.jsonl"), `${pairOf(1, "one")}${pairOf(4, "three")}`);
    await writeFile(join(folder, "own.pairs.jsonl"), "of another program\n");
    const args = ["check", "trace.jsonl", "--drop", "duplicate-problem", "--out", "own.jsonl"];
    expect((await stepdpo(args, at)).err).toContain("--force");
    expect((await stepdpo([...args, "--force"], at)).code).toBe(0);
    expect(await readFile(join(folder, "own.pairs.jsonl"), "utf8")).toBe(
      `of another program\n${pairOf(1, "one")}${pairOf(3, "three")}`,
    );
  });

  it("takes Parquet's and gzip's rows, with the edits beside them", async () => {
    await writeFile(join(folder, "zipped.jsonl.gz"), gzipSync(`${kept[0]}\n${empty}\n`));
    await stepdpo(["check", "zipped.jsonl.gz", "--drop", "empty-side", "--out", "clean.jsonl"], at);
    expect(await readFile(join(folder, "clean.jsonl"), "utf8")).toBe(`${kept[0]}\n`);
  });

  it("leaves nothing behind where it is cancelled", async () => {
    const stop = new AbortController();
    stop.abort();
    const { code } = await stepdpo(["check", "drop.jsonl", "--drop", "empty-side", "--out", "clean.jsonl"], {
      ...at,
      signal: stop.signal,
    });
    expect(code).toBe(130);
    expect((await readdir(folder)).filter((name) => /clean|tmp/u.test(name))).toEqual([]);
  });

  it.each([
    [["--drop", "nonsense", "--out", "x.jsonl"], "no such rule"],
    [["--drop", "length-bias", "--out", "x.jsonl"], "no such rule"],
    [["--drop", "empty-side"], "--out"],
    [["--drop", "leakage", "--out", "x.jsonl"], "--against"],
    [["--drop", "empty-side", "--out", "drop.jsonl"], "different files"],
    [["--drop", "empty-side", "--out", "pairs.jsonl"], "--force"],
    [["--drop", "empty-side", "--out", "x.txt"], ".jsonl"],
    [["--drop", "empty-side", "--out", "x.jsonl", "--fix"], "one after the other"],
    [["--out", "x.jsonl"], "--drop"],
  ])("%j is refused and says %s", async (args, says) => {
    const { code, err } = await stepdpo(["check", "drop.jsonl", ...args], at);
    expect(err).toContain(says);
    expect(code).toBe(2);
  });
});

describe("stepdpo convert", () => {
  it("leaves no half file where it is cancelled, and the old one as it was", async () => {
    await writeFile(join(folder, "old.jsonl"), "old\n");
    const stop = new AbortController();
    stop.abort();
    const { code } = await stepdpo(
      ["convert", "steps.jsonl", "old.jsonl", "--to", "trl-stepwise", "--force"],
      {
        ...at,
        signal: stop.signal,
      },
    );
    expect(code).toBe(130);
    expect(await readFile(join(folder, "old.jsonl"), "utf8")).toBe("old\n");
    expect((await readdir(folder)).filter((name) => name.endsWith("tmp"))).toEqual([]);
  });

  it.each([1, 3, 1200])("writes %d rows as lines and as one array, whatever the stretches", async (count) => {
    const row = { ...steps, problem: "P? ".repeat(200) };
    await writeFile(join(folder, "many.jsonl"), `${JSON.stringify(row)}\n`.repeat(count));
    for (const out of ["many.out.jsonl", "many.out.json"])
      expect(
        (await stepdpo(["convert", "many.jsonl", out, "--to", "trl-stepwise", "--force"], at)).code,
      ).toBe(0);
    const lines = (await readFile(join(folder, "many.out.jsonl"), "utf8")).trimEnd().split("\n");
    expect(lines).toHaveLength(count);
    const array = JSON.parse(await readFile(join(folder, "many.out.json"), "utf8")) as unknown[];
    expect(array).toEqual(lines.map((line) => JSON.parse(line) as unknown));
  });

  it("writes the other format and says what is lost", async () => {
    const { code, out, err } = await stepdpo(
      ["convert", "steps.jsonl", "trl.json", "--to", "trl-stepwise", "--json"],
      at,
    );
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ to: "trl-stepwise", read: 2, written: 1, skipped: 1 });
    expect(err).toContain("row 2 left out");
    expect(JSON.parse(await readFile(join(folder, "trl.json"), "utf8"))).toEqual([
      { prompt: "P?", completions: ["One.", "Two."], labels: [true, false] },
    ]);
  });

  it.each([
    [["steps.jsonl", "x.jsonl", "--to", "nonsense"], 2, "processbench"],
    [["steps.jsonl", "x.txt", "--to", "processbench"], 2, ".jsonl"],
    [["steps.jsonl", "steps.jsonl", "--to", "processbench"], 2, "the file that is read"],
    [["steps.jsonl", "pairs.jsonl", "--to", "processbench"], 2, "--force"],
    [["problems.jsonl", "none.jsonl", "--to", "processbench"], 1, "No row"],
  ])("convert %j ends with %d and says %s", async (args, code, says) => {
    const result = await stepdpo(["convert", ...args], at);
    expect(result.err).toContain(says);
    expect(result.code).toBe(code);
  });
});

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { stepdpo } from "../../support/memoryIo.ts";

const folder = await mkdtemp(join(tmpdir(), "stepdpo-check-"));
const at = { cwd: folder, env: { XDG_CACHE_HOME: join(folder, "cache") } };
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
    const { out } = await stepdpo(["check", "steps.jsonl", "--eval", "steps.jsonl"], at);
    expect(out).toContain("row 2: error unreadable-row");
    expect(out).toContain("row 1: error leakage");
  });

  it("runs the chosen rules alone, and refuses others", async () => {
    const { out } = await stepdpo(["check", "pairs.jsonl", "--rule", "empty-side", "--json"], at);
    expect(Object.keys((JSON.parse(out) as { counts: object }).counts)).toEqual(["empty-side"]);
    const { code, err } = await stepdpo(["check", "pairs.jsonl", "--rule", "nonsense"], at);
    expect(code).toBe(2);
    expect(err).toContain("empty-side");
  });
});

describe("stepdpo convert", () => {
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
    [["steps.jsonl", "steps.jsonl", "--to", "processbench"], 2, "same file"],
    [["steps.jsonl", "pairs.jsonl", "--to", "processbench"], 2, "--force"],
    [["problems.jsonl", "none.jsonl", "--to", "processbench"], 1, "No row"],
  ])("convert %j ends with %d and says %s", async (args, code, says) => {
    const result = await stepdpo(["convert", ...args], at);
    expect(result.err).toContain(says);
    expect(result.code).toBe(code);
  });
});

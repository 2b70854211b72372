import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { stepdpo } from "../../support/memoryIo.ts";

const rows = [
  {
    id: "a-0",
    generator: "m",
    problem: "2+2?",
    steps: ["Two and two.", "2 + 2 = 5"],
    final_answer_correct: false,
    label: -1,
  },
  { id: "a-1", generator: "m", problem: "3+3?", steps: ["3 + 3 = 6"], final_answer_correct: true, label: -1 },
];
const text = `${rows.map((row) => JSON.stringify(row)).join("\n")}\nnot json\n`;

let folder: string;
let file: string;
let env: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "stepdpo-cli-"));
  file = join(folder, "data.jsonl");
  env = { STEPDPO_STATE: join(folder, "state") };
});
beforeEach(() => writeFile(file, text));
afterAll(() => rm(folder, { recursive: true, force: true }));

function json(out: string): Record<string, unknown> {
  return JSON.parse(out) as Record<string, unknown>;
}

describe("stepdpo inspect", () => {
  it("counts rows, traces and steps, and says which rows can't be read", async () => {
    const { code, out } = await stepdpo(["inspect", "data.jsonl", "--json"], { cwd: folder, env });
    expect(code).toBe(0);
    expect(json(out)).toMatchObject({
      format: "processbench",
      container: "jsonl",
      rows: 3,
      problems: 2,
      traces: 2,
      steps: 3,
      badCount: 1,
    });
    expect(json(out)["bad"]).toEqual([expect.objectContaining({ row: 3, line: 3 })]);
    expect(json(out)["first"]).toEqual([expect.objectContaining({ row: 1, problem: "2+2?" })]);
  });

  it("prints the same for people", async () => {
    const { code, out } = await stepdpo(["inspect", "data.jsonl"], { cwd: folder, env });
    expect(code).toBe(0);
    expect(out).toContain("2+2?");
    expect(out).toMatch(/rows +3/u);
  });

  it("counts the values of facets, each as search --where takes it", async () => {
    const { out } = await stepdpo(["inspect", "data.jsonl", "--facets", "--json"], { cwd: folder, env });
    expect(json(out)["facets"]).toEqual([
      {
        facet: "Outcome",
        values: [
          { value: "right", where: "outcome=right", rows: 1 },
          { value: "wrong", where: "outcome=wrong", rows: 1 },
        ],
      },
      { facet: "Label", values: [{ value: "correct", where: "label=correct", rows: 2 }] },
      { facet: "s_win", values: [{ value: "wrong, without", where: "no-win", rows: 1 }] },
      { facet: "Row", values: [{ value: "unreadable", where: "unreadable", rows: 1 }] },
      { facet: "generator", values: [{ value: "m", where: "generator=m", rows: 2 }] },
      { facet: "label", values: [{ value: "-1", where: "label=-1", rows: 2 }] },
    ]);
    const { out: text } = await stepdpo(["inspect", "data.jsonl", "--facets"], { cwd: folder, env });
    expect(text).toContain("  Outcome\n    1  outcome=right\n    1  outcome=wrong\n");
  });

  it("fails with a message where the file is missing", async () => {
    const { code, out, err } = await stepdpo(["inspect", "nowhere.jsonl"], { cwd: folder, env });
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain("nowhere.jsonl");
  });
});

describe("stepdpo show", () => {
  it("prints one row, steps counted from 1", async () => {
    const { code, out } = await stepdpo(["show", "data.jsonl", "--row", "1", "--json"], { cwd: folder, env });
    expect(code).toBe(0);
    expect(json(out)).toMatchObject({
      row: 1,
      traces: [
        {
          trace: 1,
          steps: [
            { step: 1, text: "Two and two." },
            { step: 2, text: "2 + 2 = 5", label: "correct" },
          ],
        },
      ],
    });
  });

  it.each([
    [["--row", "9"], 2, "3 rows"],
    [["--row", "0"], 2, "from 1"],
    [["--row", "3"], 1, "Row 3"],
    [[], 2, "--row"],
  ])("show %j ends with %d and says %s", async (args, code, says) => {
    const result = await stepdpo(["show", "data.jsonl", ...args], { cwd: folder, env });
    expect(result.code).toBe(code);
    expect(result.err).toContain(says);
  });
});

describe("stepdpo label", () => {
  it("changes the one value and no other byte", async () => {
    const args = ["label", "data.jsonl", "--row", "1", "--step", "2", "--label", "incorrect", "--json"];
    const { code, out } = await stepdpo(args, { cwd: folder, env });
    expect(code).toBe(0);
    expect(json(out)).toMatchObject({ row: 1, trace: 1, step: 2, label: "incorrect", saved: true });
    expect(await readFile(file, "utf8")).toBe(text.replace('"label":-1', '"label":1'));
  });

  it("takes a label away, as each kind of file says it", async () => {
    const path = join(folder, "clear.jsonl");
    const steps = { prompt: "p", completions: ["a", "b"], labels: [true, true] };
    const rated = {
      question: { problem: "p" },
      label: { steps: [{ completions: [{ text: "a", rating: 1 }], chosen_completion: 0 }] },
    };
    await writeFile(path, [steps, rated].map((row) => `${JSON.stringify(row)}\n`).join(""));
    for (const row of ["1", "2"]) {
      const args = ["label", "clear.jsonl", "--row", row, "--step", "1", "--label", "none", "--json"];
      const { code, out } = await stepdpo(args, { cwd: folder, env });
      expect([code, json(out)]).toEqual([0, expect.objectContaining({ label: "none", saved: true })]);
      const shown = await stepdpo(["show", "clear.jsonl", "--row", row, "--json"], { cwd: folder, env });
      expect(json(shown.out)).toMatchObject({
        traces: [
          { steps: expect.arrayContaining([expect.objectContaining({ step: 1, label: "none" })]) as unknown },
        ],
      });
    }
    const [first, second] = (await readFile(path, "utf8")).split("\n");
    expect(json(first ?? "")).toMatchObject({
      ...steps,
      step_dpo: { labels: [{ start: 0, end: 1, label: null }] },
    });
    expect(second).toBe(JSON.stringify(rated).replace('"rating":1', '"rating":null'));
  });

  it("says where labels of a file that stays as it is went", async () => {
    await writeFile(join(folder, "packed.jsonl.gz"), gzipSync(text));
    const args = ["label", "packed.jsonl.gz", "--row", "1", "--step", "2", "--label", "incorrect"];
    const { out } = await stepdpo(args, { cwd: folder, env });
    expect(out).toBe("Row 1: Label step 2 incorrect. Saved beside it in packed.labels.jsonl.\n");
    const shown = await stepdpo(["show", "packed.jsonl.gz", "--row", "1", "--json"], { cwd: folder, env });
    expect(json(shown.out)).toMatchObject({ traces: [{ firstError: 2 }] });
  });

  it.each([
    [["--step", "3", "--label", "incorrect"], "2 steps"],
    [["--step", "1", "--label", "bad"], "correct, neutral, incorrect or none"],
  ])("label %j is wrong usage", async (args, says) => {
    const { code, err } = await stepdpo(["label", "data.jsonl", "--row", "1", ...args], { cwd: folder, env });
    expect(code).toBe(2);
    expect(err).toContain(says);
    expect(await readFile(file, "utf8")).toBe(text);
  });
});

describe("stepdpo", () => {
  it("prints help and the version on standard output", async () => {
    expect(await stepdpo(["--version"])).toEqual({ code: 0, out: "0.0.0-test\n", err: "" });
    const { code, out } = await stepdpo(["label", "--help"]);
    expect(code).toBe(0);
    expect(out).toContain("--step");
    expect(out).toMatch(/--json +one JSON object/u);
    expect(out).not.toContain("default: false");
  });

  it("is wrong usage without or with an unknown command", async () => {
    expect((await stepdpo([])).code).toBe(2);
    expect((await stepdpo(["nonsense"])).code).toBe(2);
  });

  it("ends with 130 where it was cancelled", async () => {
    const result = await stepdpo(["inspect", "data.jsonl"], {
      cwd: folder,
      env,
      signal: AbortSignal.abort(),
    });
    expect(result.code).toBe(130);
  });
});

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stepdpo } from "../../support/memoryIo.ts";

const rows = [
  { exercise: "What is 2+3?", gt: "5", work: ["2+3", "=6"], marks: ["+", "-"] },
  { exercise: "What is 1+1?", gt: "2", work: ["1+1", "=2"], marks: ["+"] },
];
const map = "problem=exercise,answer=gt,steps=work,labels=marks";

let folder: string;
let env: Record<string, string>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "stepdpo-map-"));
  env = { STEPDPO_STATE: join(folder, "state") };
  await writeFile(join(folder, "rows.jsonl"), rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  await writeFile(join(folder, "map.json"), JSON.stringify({ problem: "exercise", steps: "work" }));
  await writeFile(join(folder, "other.jsonl"), '{"n":1}\n[2]\n');
  await writeFile(join(folder, "none.jsonl"), "[1]\n");
  await writeFile(join(folder, "known.jsonl"), '{"problem":"What is 2+3?","answer":"5"}\n');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const run = (...args: string[]) => stepdpo(args, { cwd: folder, env });
const json = async (...args: string[]) => {
  const { out } = await run(...args, "--json");
  return JSON.parse(out) as Record<string, unknown>;
};

describe("stepdpo inspect of a file of no known format", () => {
  it("counts the rows that it doesn't list, and says what helps", async () => {
    await writeFile(join(folder, "many.jsonl"), '{"n":1}\n'.repeat(12));
    const { code, out } = await run("inspect", "many.jsonl");
    expect(code).toBe(0);
    expect(out).toContain("row 10: many.jsonl:10: ");
    expect(out).not.toContain("row 11");
    expect(out).toContain("and 2 more");
    expect(out).toContain("stepdpo map");
  });

  it("names no mapping where the file is no JSON", async () => {
    await writeFile(join(folder, "words.jsonl"), "one\ntwo\n");
    const { out } = await run("inspect", "words.jsonl");
    expect(out).toContain("this is not JSON");
    expect(out).not.toContain("stepdpo map");
  });
});

describe("stepdpo map", () => {
  it("proposes a mapping, and says how the sampled rows read with it", async () => {
    const { mapping } = await json("map", "rows.jsonl");
    expect(mapping).toEqual({ problem: "exercise", answer: "gt", steps: "work", labels: "marks" });
  });

  it("tries the mapping that is given: what doesn't fit is told by field and row", async () => {
    const found = await json("map", "rows.jsonl", "--map", map, "--rows", "2");
    expect(found).toMatchObject({ sampled: 2, well: 1, problems: 2, traces: 2, steps: 4 });
    expect(found["complaints"]).toEqual([
      {
        role: "labels",
        field: "marks",
        message: "marks has 1 entry, the trace has 2 steps",
        rows: 1,
        firstRow: 2,
      },
    ]);
    expect(found["first"]).toMatchObject([{ row: 1, problem: "What is 2+3?" }, { row: 2 }]);
  });

  it("prints it for people, with the command that uses it", async () => {
    const { code, out } = await run("map", "rows.jsonl", "--map", map);
    expect(code).toBe(0);
    expect(out).toContain("1 of 2 sampled rows read well: 2 problems, 2 traces, 4 steps.");
    expect(out).toContain(`Use it:  stepdpo inspect rows.jsonl --map ${map}`);
  });

  it("says what a label of 0 means, and takes it as it is told", async () => {
    const row = { question: "?", steps: ["a", "b"], labels: [1, 0] };
    const other = { ...row, labels: [1, -1] };
    await writeFile(join(folder, "zeros.jsonl"), `${JSON.stringify(row)}\n${JSON.stringify(other)}\n`);
    const { out } = await run("map", "zeros.jsonl");
    expect(out).toContain("zero       neutral  (some labels are below 0)");
    expect(out).toContain("problem=question,steps=steps,labels=labels,zero=neutral");
    const given = "problem=question,steps=steps,labels=labels,zero=incorrect";
    const { first } = await json("map", "zeros.jsonl", "--map", given);
    expect(JSON.stringify(first)).toContain('"incorrect"');
    expect(JSON.stringify(first)).not.toContain('"neutral"');
    expect((await run("map", "--help")).out).toMatch(/^ {2}zero {7}Whether a label of 0 is/mu);
  });

  it("lists the fields, and fails, where none looks like a problem", async () => {
    const { code, out, err } = await run("map", "other.jsonl");
    expect(code).toBe(1);
    expect(out).toMatch(/n {2}number: 1/u);
    expect(err).toContain("--map problem=FIELD");
  });

  it("fails where no row is an object", async () => {
    expect(await run("map", "none.jsonl")).toMatchObject({ code: 1, out: "" });
  });
});

describe("a mapping", () => {
  it.each([
    ["--map", map],
    ["--mapping", JSON.stringify({ problem: "exercise", steps: "work" })],
    ["--mapping", "map.json"],
  ])("is taken as %s %s", async (option, value) => {
    expect(await json("inspect", "rows.jsonl", option, value)).toMatchObject({
      format: "mapped",
      traces: 2,
      steps: 4,
    });
  });

  it("goes before a label is written", async () => {
    const args = ["--map", map, "--row", "1", "--step", "2", "--label", "correct"];
    expect(await run("label", "rows.jsonl", ...args)).toMatchObject({ code: 0 });
    const [first] = (await readFile(join(folder, "rows.jsonl"), "utf8")).split("\n");
    expect(first).toBe(JSON.stringify({ ...rows[0], marks: ["+", "+"] }));
  });

  it("is the checked file's alone, not that of the sets that it is checked against", async () => {
    const args = ["--map", map, "--rule", "leakage", "--against", "known.jsonl", "--json"];
    const { code, out } = await run("check", "rows.jsonl", ...args);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ rows: 2, counts: { leakage: 1 } });
  });

  it.each([
    ["--map", "problem", '"problem" is no ROLE=FIELD'],
    ["--map", "question=exercise", '"question" is no role of a field. Roles: problem, answer,'],
    ["--map", `${map},zero=0`, '--map: zero says what a label of 0 means, neutral or incorrect, not "0".'],
    ["--mapping", '{"labels":"marks","zero":0}', "neutral or incorrect, not 0."],
    ["--map", "problem=", "problem needs a field's dotted path"],
    ["--map", "problem=question", 'no field "question" (mapped as problem)'],
    [
      "--map",
      `${map},outcome=ok`,
      'no field "ok" (mapped as outcome) in any sampled row. Fields: exercise, gt, work, marks.',
    ],
    ["--mapping", "{", "The mapping is not JSON"],
    ["--mapping", "nowhere.json", "nowhere.json"],
    ["--mapping", "rows.jsonl", "The mapping is not JSON"],
  ])("%s %s is wrong usage", async (option, value, says) => {
    const { code, err } = await run("inspect", "rows.jsonl", option, value);
    expect(err).toContain(says);
    expect(code).toBe(2);
  });

  it("is given once", async () => {
    expect((await run("show", "rows.jsonl", "--row", "1", "--map", map, "--mapping", "{}")).code).toBe(2);
  });
});

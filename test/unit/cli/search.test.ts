import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stepdpo } from "../../support/memoryIo.ts";

const folder = await mkdtemp(join(tmpdir(), "stepdpo-search-"));
const at = { cwd: folder, env: { STEPDPO_STATE: join(folder, "state") } };
const row = (n: number, more: object): string =>
  JSON.stringify({
    id: `r-${n}`,
    generator: "m",
    problem: `Problem ${n}`,
    steps: ["Un café.", "So\n2."],
    final_answer_correct: false,
    label: -1,
    ...more,
  });

beforeAll(() =>
  writeFile(
    join(folder, "data.jsonl"),
    `${row(1, { label: 1 })}\n${row(2, { problem: "caf\u00e9 again" }).replace("é", "\\u00e9")}\nbroken\n${row(4, { steps: ["Tea."] })}\n`,
  ),
);
afterAll(() => rm(folder, { recursive: true, force: true }));

async function rowsOf(...args: string[]): Promise<number[]> {
  const { code, out } = await stepdpo(["search", "data.jsonl", ...args, "--json"], at);
  expect(code).toBe(0);
  return (JSON.parse(out) as { hits: { row: number }[] }).hits.map((hit) => hit.row);
}

describe("stepdpo search", () => {
  it.each([
    [["CAFÉ"], [1, 2]],
    [["CAFÉ", "--case-sensitive"], []],
    [["café", "--field", "problem"], [2]],
    [["so\n2"], [1, 2]],
    [["^tea\\.$", "--regex"], [4]],
    [["problem", "--limit", "1"], [1]],
    [["--where", "label=incorrect"], [1]],
    [["--where", "unreadable"], [3]],
    [
      ["problem", "--where", "outcome=wrong", "--where", "no-win"],
      [1, 4],
    ],
    [["--where", "id=r-2"], [2]],
    [["--where", "label=1"], [1]],
    [["tea", "--where", "label=-1", "--where", "final_answer_correct=false"], [4]],
    [
      ["--sort", "steps", "--descending"],
      [1, 2, 4, 3],
    ],
    [
      ["problem", "--descending"],
      [4, 1],
    ],
  ])("search %j finds rows %j", async (args, rows) => {
    expect(await rowsOf(...args)).toEqual(rows);
  });

  it("prints the place of each match for people", async () => {
    const { out, err } = await stepdpo(["search", "data.jsonl", "tea"], at);
    expect(out).toMatch(/^row 4 +steps.*Tea\.\n$/u);
    expect(err).toBe("1 row.\n");
  });

  it("says where it finds nothing because no row has the field", async () => {
    const search = async (...args: string[]): Promise<string> =>
      (await stepdpo(["search", "data.jsonl", ...args], at)).err;
    const fields = "fields there: id, generator, problem, steps, final_answer_correct, label";
    expect(await search("--where", "level=5", "--where", "id=r-1")).toBe(
      `None of 3 sampled rows has a field "level"; ${fields}.\n0 rows.\n`,
    );
    expect(await search("tea", "--field", "solution")).toContain('a field "solution"');
    expect(await search("--where", "id=r-9")).toBe("0 rows.\n");
  });

  it("refuses a pattern and a condition that are none", async () => {
    expect(await stepdpo(["search", "data.jsonl", "(", "--regex"], at)).toMatchObject({ code: 2 });
    for (const condition of ["nonsense", "outcome=wrogn", "label=good", "=5"]) {
      const { code, err } = await stepdpo(["search", "data.jsonl", "x", "--where", condition], at);
      expect(code).toBe(2);
      expect(err).toContain("outcome=right|wrong|unknown");
    }
  });

  it("ends where it is cancelled", async () => {
    const signal = AbortSignal.abort();
    expect(await stepdpo(["search", "data.jsonl", "tea"], { ...at, signal })).toMatchObject({
      code: 130,
      out: "",
    });
  });
});

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { rulesTable } from "../../../src/cli/findingRules.ts";
import { rules } from "../../../src/pipeline/check/index.ts";
import { stepdpo } from "../../support/memoryIo.ts";

const folder = await mkdtemp(join(tmpdir(), "stepdpo-reports-"));
const at = { cwd: folder, env: { STEPDPO_STATE: join(folder, "state") } };
afterAll(() => rm(folder, { recursive: true, force: true }));

const rows = [
  { prompt: "What is 1+1?", chosen: " It is 2.", rejected: "It is 3." },
  { prompt: "What is 2+2?", chosen: " It is 4.", rejected: "" },
];
const text = `\n${rows.map((row) => `${JSON.stringify(row)}\n`).join("")}`;

interface Sarif {
  readonly version: string;
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly level: string;
      readonly message: { readonly text: string };
      readonly locations: readonly object[];
      readonly properties: object;
    }[];
  }[];
}

describe("stepdpo check --rules", () => {
  it("lists every rule with why it is there, an example and what mends it, without a file", async () => {
    const { code, out } = await stepdpo(["check", "--rules"], at);
    expect(code).toBe(0);
    for (const { name, help, example } of rules) {
      expect(out).toContain(`${name} (`);
      expect(out).toContain(`Why: ${help}\n  Example: ${example}\n  Mend: `);
    }
    const { out: json } = await stepdpo(["check", "--rules", "--json"], at);
    const listed = (JSON.parse(json) as { rules: { name: string }[] }).rules.map(({ name }) => name);
    expect(listed).toEqual(rules.map(({ name }) => name));
    expect((await stepdpo(["check"], at)).code).toBe(2);
  });

  it("is what the documentation says (vitest -u writes it)", async () => {
    const path = new URL("../../../docs/check-rules.md", import.meta.url);
    const before = (await readFile(path, "utf8")).split("\n| ", 1)[0] ?? "";
    await expect(`${before}\n${rulesTable()}\n`).toMatchFileSnapshot(path.pathname);
  });
});

describe("stepdpo check --format sarif", () => {
  it("puts findings on the lines of the file, told from the working folder", async () => {
    await writeFile(join(folder, "my pairs.jsonl"), text);
    const { code, out } = await stepdpo(["check", "my pairs.jsonl", "--format", "sarif"], at);
    expect(code).toBe(0);
    const sarif = JSON.parse(out) as Sarif;
    expect(sarif.version).toBe("2.1.0");
    const [run] = sarif.runs;
    expect(run?.results.map(({ ruleId, level }) => [ruleId, level])).toEqual([
      ["side-space", "warning"],
      ["empty-side", "error"],
    ]);
    for (const { ruleId, ruleIndex } of run?.results ?? [])
      expect(run?.tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
    expect(run?.results[1]).toMatchObject({
      message: { text: expect.stringMatching(/^row 2, .*is empty\.$/u) as string },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: "my%20pairs.jsonl" },
            region: { startLine: 3 },
          },
        },
      ],
      properties: { row: 2, step: 1 },
    });
  });

  it("has no line where the container has none", async () => {
    await writeFile(join(folder, "rows.jsonl.gz"), gzipSync(text));
    const { out } = await stepdpo(["check", "rows.jsonl.gz", "--format", "sarif"], at);
    expect((JSON.parse(out) as Sarif).runs[0]?.results[0]?.locations).toEqual([
      { physicalLocation: { artifactLocation: { uri: "rows.jsonl.gz" } } },
    ]);
  });
});

it.each([
  [
    ["--rule", "empty-side", "data.jsonl"],
    "Name the file to check before --rule, which takes all names that follow it.",
  ],
  [["--against", "test.jsonl", "data.jsonl"], "before --against,"],
  [["data.jsonl", "--format", "sarif", "--json"], "Give --json or --format sarif, not both."],
])("check %j is wrong usage, and says how it is meant", async (args, words) => {
  const { code, out, err } = await stepdpo(["check", ...args], at);
  expect([code, out]).toEqual([2, ""]);
  expect(err).toContain(words);
});

describe("stepdpo check --fail-on", () => {
  it("ends with 1 where something so bad is left, after it has told of it", async () => {
    await writeFile(join(folder, "fail.jsonl"), text);
    const run = (...args: string[]) => stepdpo(["check", "fail.jsonl", ...args], at);
    expect((await run()).code).toBe(0);
    const { code, out, err } = await run("--fail-on", "error");
    expect(code).toBe(1);
    expect(out).toContain("error empty-side");
    expect(err).toContain("1 finding is as bad as --fail-on error, or worse.");
    expect((await run("--fail-on", "warning")).err).toContain("2 findings are");
    expect((await run("--rule", "side-space", "--fail-on", "error")).code).toBe(0);
    expect((await run("--rule", "side-space", "--fail-on", "info")).code).toBe(1);
    expect((await run("--fail-on", "much")).code).toBe(2);
    expect((await run("--rule", "side-space", "--fix", "--fail-on", "info")).code).toBe(0);
  });
});

describe("stepdpo check of a file of no known format", () => {
  it("says so once, however many rows there are, in every output", async () => {
    await writeFile(join(folder, "unknown.jsonl"), `${'{"n":1}\n'.repeat(119)}oops\n{"n":2}\n`);
    const said = "No format fits 120 rows (1, 2, 3 and 117 more). “Map Fields…”, or `stepdpo map`,";
    const { out, err } = await stepdpo(["check", "unknown.jsonl"], at);
    expect(out.trimEnd().split("\n")).toEqual([
      expect.stringContaining(`row 1: error unreadable-row: ${said}`),
      expect.stringContaining("row 120: error unreadable-row: unknown.jsonl:120: this is not JSON"),
    ]);
    expect(err).toContain("121 rows, 121 findings: unreadable-row 121.");
    const { out: json } = await stepdpo(["check", "unknown.jsonl", "--json"], at);
    const { counts, findings } = JSON.parse(json) as { counts: object; findings: object[] };
    expect(counts).toEqual({ "unreadable-row": 121 });
    expect(findings).toMatchObject([{ row: 1, rows: 120 }, { row: 120 }]);
    const { out: sarif } = await stepdpo(["check", "unknown.jsonl", "--format", "sarif"], at);
    expect((JSON.parse(sarif) as Sarif).runs[0]?.results.map(({ properties }) => properties)).toEqual([
      { row: 1, rows: 120 },
      { row: 120 },
    ]);
  });

  it("names each of a few rows", async () => {
    await writeFile(join(folder, "few.jsonl"), '{"n":1}\n'.repeat(3));
    const { out } = await stepdpo(["check", "few.jsonl"], at);
    expect(out.match(/^row \d: error unreadable-row: few\.jsonl/gmu)).toHaveLength(3);
  });
});

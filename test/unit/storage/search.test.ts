import { execFileSync } from "node:child_process";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { requiredText } from "../../../src/storage/requiredText.ts";
import type { DatasetSession, SearchHit, SearchQuery } from "../../../src/storage/types.ts";
import { jsonl, label, openText, processRow, solutionRow } from "./support.ts";

/** ripgrep where this machine has one. */
const ripgrep = ((): string | null => {
  try {
    return execFileSync("which", ["rg"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  } catch {
    return null;
  }
})();

async function hits(session: DatasetSession, query: SearchQuery | string): Promise<SearchHit[]> {
  const found: SearchHit[] = [];
  for await (const hit of session.search(typeof query === "string" ? { text: query } : query))
    found.push(hit);
  return found;
}

async function rows(session: DatasetSession, query: SearchQuery | string): Promise<number[]> {
  return (await hits(session, query)).map((hit) => hit.row).sort((a, b) => a - b);
}

/** Writes a string in one of JSON's many spellings. */
function spelled(text: string, choose: () => number): string {
  const units = Array.from({ length: text.length }, (_, k) => {
    const unit = text[k]!;
    const hex = unit.charCodeAt(0).toString(16).padStart(4, "0");
    const plain = JSON.stringify(unit).slice(1, -1);
    const ways = [`\\u${hex}`, `\\u${hex.toUpperCase()}`, unit === "/" ? "\\/" : plain];
    // Half of a pair can't stand alone beside its escaped other half.
    return /[\ud800-\udfff]/u.test(unit) ? ways[choose() % 2]! : ways[choose() % 3]!;
  });
  return `"${units.join("")}"`;
}

const alphabet = fc.constantFrom(
  "a",
  "A",
  "b",
  "k",
  "\u212a",
  "s",
  "ſ",
  "é",
  "É",
  "ς",
  "σ",
  "数",
  "😀",
  "\\",
  '"',
  "/",
  "\n",
  "\t",
  " ",
  ".",
  "*",
  "[",
  "-",
  "1",
  "\u0085",
  "\u2028",
);
const words = fc.string({ unit: alphabet, minLength: 1, maxLength: 3 });
const texts = fc.array(fc.string({ unit: alphabet, maxLength: 8 }), { minLength: 1, maxLength: 8 });

describe.each([
  ["JSONL", "a.jsonl", null],
  ["an array on one line", "a.json", null],
  ...(ripgrep === null ? [] : ([["JSONL with ripgrep", "a.jsonl", ripgrep]] as const)),
] as const)("a literal in %s", (_, name, program) => {
  it("is found in every spelling, and nothing else is", { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        texts,
        words,
        fc.boolean(),
        fc.array(fc.nat(2), { minLength: 7, maxLength: 7 }),
        async (all, text, caseSensitive, choices) => {
          let next = 0;
          const choose = (): number => choices[next++ % choices.length]!;
          const lines = all.map((one) => `{"x":[null,{"y":${spelled(one, choose)}}]}`);
          const content = name.endsWith("l") ? `${lines.join("\n")}\n` : `[${lines.join(",")}]`;
          const { session } = await openText(content, { name, stateDir: null, ripgrep: program });
          const pattern = new RegExp(text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"), caseSensitive ? "u" : "iu");
          const expected = all.flatMap((one, row) => (pattern.test(one) ? [row] : []));
          expect(await rows(session, { text, caseSensitive })).toEqual(expected);
          await session.close();
        },
      ),
      { numRuns: program === null ? 300 : 60 },
    );
  });
});

describe("search", () => {
  const content = jsonl([processRow(1), solutionRow(2), processRow(30), solutionRow(4)]);

  it("says where, with some text around", async () => {
    const { session } = await openText(content);
    expect(await hits(session, "APPLES and buys 2")).toMatchObject([
      { row: 1, line: 2, field: "question" },
      { row: 3, line: 4, field: "question" },
    ]);
    const [hit] = await hits(session, { text: "30 +", caseSensitive: true });
    expect(hit!.excerpt.slice(hit!.start, hit!.end)).toBe("30 +");
  });

  it("finds numbers and truth values, and looks in one field where asked", async () => {
    const { session } = await openText(content);
    expect(await rows(session, { text: "-1", field: "label" })).toEqual([0, 2]);
    expect(await rows(session, { text: "true", field: "6b_verification.is_correct" })).toEqual([1, 3]);
    expect(await rows(session, { text: "30", field: "steps" })).toEqual([2]);
    expect(await rows(session, { text: "30", field: "generator" })).toEqual([]);
  });

  it("takes regular expressions", async () => {
    const { session } = await openText(content);
    expect(await rows(session, { text: "What is \\d\\d \\+", kind: "regex" })).toEqual([2]);
    expect(await rows(session, { text: "^(?:tom|nobody) has [34]", kind: "regex" })).toEqual([3]);
    await expect(hits(session, { text: "(", kind: "regex" })).rejects.toMatchObject({ kind: "refused" });
    await expect(hits(session, { text: "(a+)+$", kind: "regex" })).rejects.toMatchObject({ kind: "refused" });
  });

  it("counts unsaved edits", async () => {
    const { session } = await openText(content);
    await session.apply(0, { kind: "stepText", trace: 0, step: 0, text: "a brand new step" });
    expect(await rows(session, "brand new")).toEqual([0]);
    expect(await rows(session, "Step 0: \\(1 ")).toEqual([]);
    await session.save();
    expect(await rows(session, "brand new")).toEqual([0]);
  });

  it("filters by what rows mean", async () => {
    const { session } = await openText(content);
    await session.apply(2, label(1, "incorrect"));
    const where: SearchQuery["where"] = (view) =>
      view.row?.traces[0]?.steps.some((step) => step.label === "incorrect") === true;
    expect(await rows(session, { text: "", where })).toEqual([2]);
    expect(await rows(session, { text: "apples", where })).toEqual([]);
  });

  it("finds text in rows that are no JSON", async () => {
    const { session } = await openText(`${content}{broken needle\n`);
    expect(await hits(session, "needle")).toMatchObject([{ row: 4, line: 5, field: null }]);
  });

  it("finds a match that lies across two reads", async () => {
    const filler = "x".repeat(700);
    const many = Array.from({ length: 4000 }, (_, id) =>
      JSON.stringify({ id, text: `${filler} ${id}#end ${filler}` }),
    );
    const { session } = await openText(`${many.join("\n")}\n`);
    for (const id of [0, 731, 1463, 2196, 3999]) expect(await rows(session, ` ${id}#end`)).toEqual([id]);
    expect(await rows(session, "#END")).toHaveLength(4000);
  });

  it("finds edits beside a gzip file", async () => {
    const { session } = await openText(gzipSync(content), { name: "a.jsonl.gz" });
    await session.apply(0, { kind: "stepText", trace: 0, step: 0, text: "a brand new step" });
    await session.save();
    expect(await rows(session, "brand new")).toEqual([0]);
    expect(await rows(session, "apples")).toEqual([1, 3]);
  });

  it("stops when it is cancelled", async () => {
    const { session } = await openText(jsonl(Array.from({ length: 20_000 }, (_, id) => processRow(id))));
    const abort = new AbortController();
    let found = 0;
    const run = (async () => {
      for await (const hit of session.search({ text: "", where: () => true }, abort.signal)) {
        found++;
        if (hit.row === 9) abort.abort();
      }
    })();
    await expect(run).rejects.toMatchObject({ name: "AbortError" });
    expect(found).toBeLessThan(20_000);
  });
});

it.each([
  ["abc", "abc"],
  ["ab+c", "ab"],
  ["ab?cde", "cde"],
  ["ab{0,2}cd", "cd"],
  ["abc|def", ""],
  ["(?:abc|def)xy", "xy"],
  ["x\\.y\\d+zzzz", "zzzz"],
  ["[abc]long[^x]", "long"],
  ["^start$", "start"],
  ["\\u0061bc", "bc"],
  ["a(?!b)cd", "cd"],
  ["(a)(b)", ""],
])("of /%s/ every match holds %j", (source, text) => {
  expect(requiredText(source)).toBe(text);
});

import { execFileSync } from "node:child_process";
import { appendFileSync, chmodSync, readFileSync, renameSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { parquetWriteBuffer } from "hyparquet-writer";
import { describe, expect, it } from "vitest";
import { ripgrepPath } from "../../../src/storage/search/ripgrepPath.ts";
import { requiredText } from "../../../src/storage/search/requiredText.ts";
import type { DatasetSession, SearchHit, SearchQuery } from "../../../src/storage/types.ts";
import { jsonl, label, openText, processRow, solutionRow, temporaryFolder } from "./support.ts";

async function hits(session: DatasetSession, query: SearchQuery | string): Promise<SearchHit[]> {
  const found: SearchHit[] = [];
  for await (const some of session.search(typeof query === "string" ? { text: query } : query))
    found.push(...some);
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
  ["JSONL with ripgrep", "a.jsonl", ripgrepPath()],
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

  it("looks at rows from one on alone, edited ones too", async () => {
    const { session } = await openText(content);
    expect(await rows(session, { text: "apples", from: 2 })).toEqual([3]);
    expect(await rows(session, { text: "apples", from: 4 })).toEqual([]);
    expect(await rows(session, { text: "", where: () => true, from: 2 })).toEqual([2, 3]);
    for (const row of [0, 2]) {
      await session.apply(row, { kind: "stepText", trace: 0, step: 0, text: "a brand new step" });
    }
    expect(await rows(session, { text: "brand new", from: 1 })).toEqual([2]);
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
      for await (const some of session.search({ text: "", where: () => true }, abort.signal)) {
        found += some.length;
        if (found >= 10) abort.abort();
      }
    })();
    await expect(run).rejects.toMatchObject({ name: "AbortError" });
    expect(found).toBeLessThan(20_000);
  });
});

/** Rows of about a kilobyte, of which every tenth is of the kind "rare" and every other one is right. */
function manyRows(count: number): string {
  const filler = "all the filler there is ".repeat(20);
  return jsonl(
    Array.from({ length: count }, (_, id) => ({
      id: `row-${id}`,
      meta: { kind: id % 10 === 0 ? "rare" : "common", right: id % 2 === 0 },
      text: `${filler} number ${id}. ${filler}`,
    })),
  );
}

/** Every `step`th of `count` rows. */
function every(step: number, count: number): number[] {
  return Array.from({ length: Math.ceil(count / step) }, (_, k) => k * step);
}

describe.each([
  ["without ripgrep", null],
  ["with ripgrep", ripgrepPath()],
])("a file of many stretches, %s", { timeout: 60_000 }, (_, ripgrep) => {
  const count = 12_000;
  const content = manyRows(count);
  const equals = (field: string, ...values: (string | number | boolean)[]): SearchQuery => ({
    text: "",
    equals: [{ field, values }],
  });

  it("gives rows in order, whether few or most are found", async () => {
    const { session } = await openText(content, { stateDir: null, ripgrep });
    const found = async (query: SearchQuery): Promise<number[]> =>
      (await hits(session, query)).map((hit) => hit.row);
    expect(await found({ text: "number 7321." })).toEqual([7321]);
    expect(await found({ text: "NUMBER", field: "text" })).toEqual(every(1, count));
    expect(await found({ text: "number \\d*00\\.", kind: "regex" })).toEqual(every(100, count).slice(1));
    expect(await found(equals("meta.kind", "rare"))).toEqual(every(10, count));
    expect(await found(equals("meta.right", true))).toEqual(every(2, count));
    expect(await found(equals("id", "row-5", "row-11999", "filler"))).toEqual([5, 11_999]);
    expect(await found({ ...equals("meta.kind", "rare"), text: "number 40" })).toEqual(
      every(10, count).filter((id) => /^40/u.test(String(id))),
    );
    expect(await found(equals("text", "rare"))).toEqual([]);
  });

  it("is filtered by a field beside a pattern that tells nothing about bytes", async () => {
    const { session } = await openText(content, { stateDir: null, ripgrep });
    const query = { ...equals("meta.kind", "rare"), text: "r \\d{2}0\\.|7770", kind: "regex" } as const;
    const expected = every(10, count).filter((id) => /^\d{2}0$|7770/u.test(String(id)));
    expect(await rows(session, query)).toEqual(expected);
  });

  it("can be searched twice at a time", async () => {
    const { session } = await openText(content, { stateDir: null, ripgrep });
    const [rare, right, one] = await Promise.all([
      rows(session, equals("meta.kind", "rare")),
      rows(session, equals("meta.right", true)),
      rows(session, "number 11999."),
    ]);
    expect([rare.length, right.length, one]).toEqual([1200, 6000, [11_999]]);
  });

  it("stops at once when cancelled, and lets the file be closed", async () => {
    const { session } = await openText(content, { stateDir: null, ripgrep });
    const abort = new AbortController();
    let found = 0;
    const run = (async () => {
      for await (const some of session.search({ text: "filler" }, abort.signal)) {
        found += some.length;
        if (found >= 1000) abort.abort(new Error("enough"));
      }
    })();
    await expect(run).rejects.toThrow("enough");
    expect(found).toBeLessThan(count);
    for await (const some of session.search({ text: "filler" })) if (some.length > 0) break;
    await session.close();
  });

  it("may shrink, grow or be replaced while it is searched", async () => {
    const { session, path } = await openText(content, { stateDir: null, ripgrep });
    const found: number[] = [];
    for await (const some of session.search({ text: "filler" })) {
      if (found.length === 0) truncateSync(path, Math.round(content.length / 2));
      found.push(...some.map(({ row }) => row));
    }
    // What was read ahead of the cut is found still.
    expect(found.filter((row) => row < count / 2 - 10)).toEqual(every(1, count / 2 - 10));
    expect(found).toEqual([...found].sort((a, b) => a - b));
    writeFileSync(`${path}.new`, content.slice(0, 100_000));
    renameSync(`${path}.new`, path);
    appendFileSync(path, "\n");
    await session.reload();
    expect(await rows(session, "row-3 ")).toEqual([]);
    expect(await rows(session, "number 3.")).toEqual([3]);
  });

  it("counts unsaved edits in what is looked for and in what is filtered", async () => {
    const solved = jsonl(Array.from({ length: 400 }, (__, id) => solutionRow(id)));
    const { session } = await openText(solved, { stateDir: null, ripgrep });
    await session.apply(7, { kind: "stepText", trace: 0, step: 0, text: "He buys 99 pears." });
    expect(await rows(session, "pears")).toEqual([7]);
    const filtered: SearchQuery = { ...equals("6b_verification.is_correct", true), text: "99 pears" };
    expect(await rows(session, filtered)).toEqual([7]);
    expect(await rows(session, { text: "He buys 2.", field: "6b_finetuning" })).toEqual(
      every(1, 400).filter((row) => row !== 7),
    );
  });
});

function isA(line: string, value: unknown): boolean {
  return (JSON.parse(line) as { a: unknown }).a === value;
}

describe("a field's value in a file", () => {
  const found = async (lines: readonly string[], field: string, ...values: (string | number | null)[]) => {
    const { session } = await openText(`${lines.join("\n")}\n`, { stateDir: null });
    return rows(session, { text: "", equals: [{ field, values }] });
  };

  it("is found in any layout and spelling", async () => {
    const lines = [
      '{"a":1}',
      `{ "a" ${" ".repeat(100)}: 1 }`,
      `{"a":${"\t".repeat(100)}1}`,
      '{"a":2,"x":{"a":1}}',
      '{"a":[0,[1]]}',
      '{"a":{"0":1}}',
      '{"\\u0061":1}',
      `{"a":1.${"0".repeat(200)}}`,
      '{"a":10e-1}',
      '{"a":10}',
      '{"a":1,"a":2}',
      '{"a":1,"b":"',
      '{"b":"a\\":1"}',
      '[{"a":1}]',
    ];
    expect(await found(lines, "a", 1)).toEqual([0, 1, 2, 4, 5, 6, 7, 8, 13]);
    expect(await found(lines, "x.a", 1, "z")).toEqual([3]);
  });

  it.each([
    ["lines", "\n", "a.jsonl"],
    ["lines of Windows after a byte order mark", "\r\n", "a.jsonl"],
    ["an array", ",\n", "a.json"],
  ])("is found in %s of any length", { timeout: 60_000 }, async (_, gap, name) => {
    // Longer than what is read at a time, and just as long, among short ones; most rows are found, or few.
    const lengths = [0, 3, 1000, 40_000, 98_200, 98_304, 300_000, 5_000_000];
    const values = [true, true, "x", null, 0.5];
    const made = Array.from({ length: 400 }, (__, k) => {
      const text = 'é"'.repeat((k % 40 === 7 ? (lengths[Math.floor(k / 40)] ?? 0) : k) / 4);
      const row = { text, a: values[k % values.length], b: { a: k % 2 === 0 } };
      return JSON.stringify(row).replace('"a"', k % 9 === 0 ? String.raw`"\u0061"` : '"a"');
    });
    const broken = name === "a.json" ? [] : ['{"a":"x"', '{"a":true,"b":[', '"a":true}', "", '{"a":true}x'];
    const lines = made.flatMap((line, k) => [line, ...(k % 100 === 0 ? broken : [])]);
    const start = name === "a.json" ? "[" : gap === "\r\n" ? "\ufeff" : "";
    const content = `${start}${lines.join(gap)}${name === "a.json" ? "]" : gap}`;
    const { session } = await openText(content, { stateDir: null, ripgrep: null, name });
    const kept = lines.filter((line) => line !== "");
    const right = (value: unknown): number[] =>
      kept.flatMap((line, row) => (!broken.includes(line) && isA(line, value) ? [row] : []));
    for (const value of [true, "x", null, 0.5]) {
      const query = { text: "", equals: [{ field: "a", values: [value] }] };
      const found = (await hits(session, query)).map(({ row }) => row);
      expect(found).toEqual(right(value));
    }
  });

  it("is found where other types are asked for beside it, and keys have dots or other letters", async () => {
    const lines = ['{"x.y":"1"}', '{"x":{"y":1}}', '{"y":1}', '{"x":{"y":null}}', '{"x":{"y":"\\u0031"}}'];
    expect(await found(lines, "x.y", 1, "1")).toEqual([0, 1, 4]);
    expect(await found(lines, "x.y", null)).toEqual([3]);
    expect(await found(['{"é":1}', '{"\\u00e9":1}', '{"e":1}'], "é", 1)).toEqual([0, 1]);
    expect(await found(['{"a":[1,2]}', '{"a":[2,1]}'], "a.1", 1)).toEqual([1]);
  });
});

it("finds text and fields' values in Parquet", async () => {
  const columnData = [
    { name: "problem", data: ["What is one?", "What is naïve?", "What is two?"] },
    { name: "level", data: [1, 2, 2] },
  ];
  const { session } = await openText(new Uint8Array(parquetWriteBuffer({ columnData })), {
    name: "a.parquet",
  });
  expect(await hits(session, "NAÏVE")).toMatchObject([{ row: 1, line: null, field: "problem" }]);
  expect(await rows(session, { text: "what", equals: [{ field: "level", values: [2] }] })).toEqual([1, 2]);
  expect(await rows(session, { text: "", equals: [{ field: "problem", values: ["What is one?"] }] })).toEqual(
    [0],
  );
  await session.close();
});

describe("ripgrep", () => {
  const content = jsonl(Array.from({ length: 300 }, (_, id) => processRow(id)));

  /** A program in ripgrep's place, which notes that it was started. */
  function fake(script: string): { program: string; started: () => boolean } {
    const folder = temporaryFolder();
    const program = join(folder, "rg");
    writeFileSync(program, `#!/bin/sh\necho yes > ${join(folder, "started")}\n${script}\n`);
    chmodSync(program, 0o755);
    const started = (): boolean => {
      try {
        return readFileSync(join(folder, "started"), "utf8") === "yes\n";
      } catch {
        return false;
      }
    };
    return { program, started };
  }

  it("comes with us and can be run", () => {
    expect(execFileSync(ripgrepPath() ?? "none", ["--version"], { encoding: "utf8" })).toMatch(
      /^ripgrep \d/u,
    );
  });

  it("is asked for rows, which are looked at then", async () => {
    const { program, started } = fake(`printf '0:\\n'`);
    const { session } = await openText(content, { stateDir: null, ripgrep: program });
    expect(await rows(session, "case-0")).toEqual([0]);
    expect(await rows(session, "case-298")).toEqual([]);
    expect(started()).toBe(true);
  });

  it("isn't asked for the last rows, since it reads all", async () => {
    const { program, started } = fake(`printf '0:\\n'`);
    const { session } = await openText(content, { stateDir: null, ripgrep: program });
    expect(await rows(session, { text: "case-2", from: 298 })).toEqual([298, 299]);
    expect(started()).toBe(false);
  });

  it.each([
    ["fails", "printf '0:\\n'; exit 2", "it ended with 2"],
    ["is killed", "kill -9 $$", "it ended with a signal"],
  ])("that %s is done without, which is logged", async (_, script, reason) => {
    const log: string[] = [];
    const options = { stateDir: null, log: (message: string) => void log.push(message) };
    const { session } = await openText(content, { ...options, ripgrep: fake(script).program });
    expect(await rows(session, "case-299")).toEqual([299]);
    expect(await rows(session, "case-0")).toEqual([0]);
    expect(log.filter((message) => message.includes(reason))).toHaveLength(2);
  });

  it("that isn't there is done without", async () => {
    const log: string[] = [];
    const options = { stateDir: null, log: (message: string) => void log.push(message) };
    const { session } = await openText(content, { ...options, ripgrep: join(temporaryFolder(), "none") });
    expect(await rows(session, "case-299")).toEqual([299]);
    expect(log.join()).toContain("ENOENT");
  });
});

it("finds what writers escape for HTML's sake, and letters that no one escapes", async () => {
  const spellings = ["a<b & c", "a\\u003cb \\u0026 c", "\\u0061<b & c", "a\\u003Cb & \\u0063"];
  const content = `${spellings.map((text) => `{"x":"${text}"}`).join("\n")}\n`;
  for (const ripgrep of [null, ripgrepPath()]) {
    const { session } = await openText(content, { stateDir: null, ripgrep });
    // The second time, rows with odd escapes are known.
    for (let time = 0; time < 2; time++) {
      expect(await rows(session, "A<B & C")).toEqual([0, 1, 2, 3]);
      expect(await rows(session, { text: "", equals: [{ field: "x", values: ["a<b & c"] }] })).toEqual([
        0, 1, 2, 3,
      ]);
    }
    await session.close();
  }
});

it("a pattern finds a character beyond 16 bits raw and escaped", async () => {
  const content = '{"x":"a 😀"}\n{"x":"a \\ud83d\\ude00"}\n{"x":"a 😁"}\n';
  for (const ripgrep of [null, ripgrepPath()]) {
    const { session } = await openText(content, { stateDir: null, ripgrep });
    expect(await rows(session, { text: "😀$", kind: "regex" })).toEqual([0, 1]);
    await session.close();
  }
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
  ["😀 \\+ 😀", "😀 + 😀"],
  ["ab😀?c", "ab"],
])("of /%s/ every match holds %j", (source, text) => {
  expect(requiredText(source)).toBe(text);
});

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { jsonl, label, openText, processRow } from "./support.ts";

const good = JSON.stringify(processRow(1));

/** Rows that no one should have to write by hand; each opens, or says what is wrong, and stays as it is. */
const hostile: readonly (readonly [string, string | Uint8Array, "opens" | RegExp])[] = [
  ["not JSON", "{oops", /not JSON/],
  ["an array", "[1,2]", /array/],
  ["a number", "12", /number/],
  ["null", "null", /null/],
  ["an empty object", "{}", /empty/],
  ["unknown fields", '{"colour":"red"}', /colour.*mapping/],
  ["deep nesting", `${'{"a":'.repeat(1_000_000)}1${"}".repeat(1_000_000)}`, /./],
  [
    "deep nesting inside a known row",
    good.replace("{", `{"deep":${"[".repeat(20_000)}${"]".repeat(20_000)},`),
    "opens",
  ],
  ["unclosed nesting", "[".repeat(200_000), /not JSON/],
  ["huge numbers", good.replace("{", '{"n":123456789012345678901234567890.10e999,'), "opens"],
  ["duplicate keys", good.replace("{", '{"problem":"first",'), "opens"],
  ["__proto__", good.replace("{", '{"__proto__":{"polluted":true},"constructor":1,'), "opens"],
  ["lone surrogates as escapes", good.replace("What", "\\ud83d \\ude00\\ud83d What"), "opens"],
  ["NUL as an escape", good.replace("What", "\\u0000 What"), "opens"],
  ["a raw NUL", good.replace("What", "\u0000 What"), /not JSON/],
  ["a raw carriage return inside", good.replace("What", "\r What"), /not JSON/],
  ["line separators", good.replace("What", "\u2028\u2029\u0085 What"), "opens"],
  [
    "invalid UTF-8",
    Buffer.concat([
      Buffer.from(good.slice(0, 60)),
      Buffer.from([0xff, 0xfe, 0xc3]),
      Buffer.from(good.slice(60)),
    ]),
    "opens",
  ],
  [
    "UTF-8 of a surrogate",
    Buffer.concat([
      Buffer.from(good.slice(0, 60)),
      Buffer.from([0xed, 0xa0, 0x80]),
      Buffer.from(good.slice(60)),
    ]),
    "opens",
  ],
  ["a byte order mark in the middle", `\ufeff${good}`, /not JSON/],
  ["ten megabytes of text", good.replace("What", "What ".repeat(2_000_000)), "opens"],
  ["fifty megabytes on a line", good.replace("What", "w".repeat(50_000_000)), "opens"],
  ["a million keys", `{${Array.from({ length: 300_000 }, (_, k) => `"k${k}":0`).join(",")}}`, /mapping/],
];

describe.each(hostile)("%s", (name, row, expected) => {
  it("opens or is reported by line, and never changes", { timeout: 60_000 }, async () => {
    const before = Buffer.from(jsonl([processRow(7)]));
    const after = Buffer.from(jsonl([processRow(8)]));
    const bytes = Buffer.concat([before, Buffer.from(row), Buffer.from("\n"), after]);
    const { session, path } = await openText(bytes);
    expect(session.info.rows).toBe(3);
    const view = await session.row(1);
    expect(view.line).toBe(2);
    if (expected === "opens") expect(view.error).toBeNull();
    else expect(view.error).toMatch(expected);
    if (view.error !== null) expect(view.error).toMatch(/^data\.jsonl:2: /);
    expect(view.readOnly !== null).toBe(/UTF-8/.test(name));

    const refused = await session.apply(1, label(0, "incorrect")).then(
      () => false,
      () => true,
    );
    if (refused) expect(session.info.dirty).toBe(false);
    else await session.revert();
    await session.apply(0, label(0, "incorrect"));
    await session.apply(2, label(1, "incorrect"));
    await session.save();
    const expectedBytes = Buffer.concat([
      Buffer.from(jsonl([processRow(7, 3, 0)])),
      Buffer.from(row),
      Buffer.from("\n"),
      Buffer.from(jsonl([processRow(8, 3, 1)])),
    ]);
    expect(readFileSync(path).equals(expectedBytes)).toBe(true);
  });
});

it("an edit of a row with duplicate keys and huge numbers leaves them", async () => {
  const row = good.replace("{", '{"n":1234567890123456789012345, "label":7 ,"n" : 1e999,');
  const { session, content } = await openText(`${row}\n`);
  await session.apply(0, label(2, "incorrect"));
  await session.save();
  expect(await content()).toBe(`${row.replace('"label":-1', '"label":2')}\n`);
});

it("prototypes stay clean", async () => {
  const { session } = await openText(`{"__proto__":{"polluted":1},${good.slice(1)}\n`);
  await session.row(0);
  expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
});

describe("arrays with strange elements", () => {
  it.each([
    ["text between", `[${good}, oops ,${good}]`, [true, false, true]],
    ["empty places", `[${good},,${good},]`, [true, true]],
    ["strings with brackets", `["]},[{",${good}]`, [false, true]],
    ["unbalanced brackets", `[{"a":[1}, ${good}]`, [false]],
    ["text behind", `[${good}] trailing`, [true]],
  ])("%s", async (_, text, readable) => {
    const { session } = await openText(text, { name: "a.json" });
    expect((await session.rows(0, 9)).map((row) => row.error === null)).toEqual(readable);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { JsonBytes } from "../../../src/storage/search/jsonTokens.ts";
import type { ByteQuery } from "../../../src/storage/search/needle.ts";
import { RowMatcher, type Place } from "../../../src/storage/search/rowMatcher.ts";

function match(raw: string, query: Partial<ByteQuery>): Place | null {
  const bytes = Buffer.from(raw);
  return new RowMatcher({ text: "", ...query }).match(new JsonBytes(bytes), 0, bytes.length, null);
}

type Scalar = string | number | boolean | null;

/** What JSON.parse makes of a row: its values and their paths, without array places. */
function scalarsOf(value: unknown, path: readonly string[] = []): { path: string; value: Scalar }[] {
  if (Array.isArray(value)) return value.flatMap((item) => scalarsOf(item, path));
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).flatMap(([key, item]) => scalarsOf(item, [...path, key]));
  }
  return [{ path: path.join("."), value: value as Scalar }];
}

/** Whether a row should be found; null where it is no JSON, so that both will do. */
function expected(
  raw: string,
  text: string,
  field: string | null,
  equals: [string, Scalar] | null,
): boolean | null {
  let row: unknown;
  try {
    row = JSON.parse(raw);
  } catch {
    return null;
  }
  const values = scalarsOf(row);
  const isIn = (path: string): boolean => field === null || path === field || path.startsWith(`${field}.`);
  return (
    (text === "" ||
      values.some(({ path, value }) => value !== null && isIn(path) && String(value).includes(text))) &&
    (equals === null || values.some(({ path, value }) => path === equals[0] && value === equals[1]))
  );
}

const keys = fc.constantFrom('"a"', '"b"', '"c"', '"\\u0061"', '"b\\u0062"');
const scalars = fc.constantFrom(
  '"x"',
  '"xy"',
  '"\\u0078"',
  '"y\\"x"',
  '"é"',
  "1",
  "-2.5",
  "true",
  "false",
  "null",
);
const space = fc.constantFrom("", " ", "\t\r\n");
const { json } = fc.letrec<{ json: string; array: string; object: string }>((tie) => ({
  json: fc.oneof({ maxDepth: 3 }, scalars, tie("object"), tie("array")),
  array: fc
    .tuple(space, fc.array(tie("json"), { maxLength: 3 }))
    .map(([gap, items]) => `[${items.join(`,${gap}`)}]`),
  object: fc
    .tuple(space, fc.array(fc.tuple(keys, tie("json")), { maxLength: 4 }))
    .map(
      ([gap, entries]) => `{${gap}${entries.map(([key, item]) => `${key}${gap}:${item}`).join(",")}${gap}}`,
    ),
}));
/** JSON texts, and some from which a character was cut or in which one was put. */
const rows = fc.oneof(
  { weight: 3, arbitrary: json },
  fc
    .tuple(json, fc.nat(), fc.constantFrom("", ",", "]", "}", '"', "0", "\\", "\u0001", "."))
    .map(([text, at, char]) => {
      const place = at % (text.length + 1);
      return text.slice(0, place) + char + text.slice(place + (char === "" ? 1 : 0));
    }),
);

describe("a row's bytes", () => {
  it("are read as JSON.parse reads them, whatever they hold", { timeout: 60_000 }, () => {
    const fields = fc.constantFrom(null, "a", "b", "a.b", "bb");
    const tests = fc.constantFrom<[string, Scalar] | null>(
      null,
      ["a", "x"],
      ["a", 1],
      ["a.b", true],
      ["b", null],
      ["bb", -2.5],
      ["c", 'y"x'],
    );
    fc.assert(
      fc.property(
        rows,
        fc.constantFrom("", "x", "y", "xy", "é", "1", "ue"),
        fields,
        tests,
        (raw, text, field, test) => {
          const equals = test === null ? [] : [{ field: test[0], values: [test[1]] }];
          const found = match(raw, { text, caseSensitive: true, field, equals });
          const right = expected(raw, text, field, test);
          expect(found !== null).toBe(right ?? found !== null);
        },
      ),
      { numRuns: 5000 },
    );
  });

  it("end where they end, whatever rows lie beside them", () => {
    const between = fc.constantFrom("\n", "\r\n", " \n\n", ",", ", ", "]", '"');
    const query = { caseSensitive: true, equals: [{ field: "a", values: ["x", 1, true, null] }] };
    fc.assert(
      fc.property(
        fc.array(rows, { maxLength: 6 }),
        between,
        fc.constantFrom("", "x", "1"),
        (all, gap, text) => {
          const json = new JsonBytes(Buffer.from(all.join(gap)));
          const matcher = new RowMatcher({ ...query, text });
          let start = 0;
          for (const raw of all) {
            const end = start + Buffer.byteLength(raw);
            expect(matcher.match(json, start, end, null)).toEqual(match(raw, { ...query, text }));
            start = end + gap.length;
          }
        },
      ),
      { numRuns: 3000, examples: [[['{"a"[]}', '[{ "\\0061" :[],"a" :1,"c" :true }]'], "\n", ""]] },
    );
  });

  it("are searched as they are where they are no JSON", () => {
    for (const raw of [
      '{"a":"x',
      '{"a":"x"',
      '{"a":"x"}}',
      '{"a":"x",}',
      '{"a" "x"}',
      '{"a":"\\sx"}',
      "x",
      '{"a":01,"b":"x"}',
    ]) {
      expect(match(raw, { text: "x" })).toMatchObject({ field: null, excerpt: raw });
      expect(match(raw, { text: "x", field: "a" })).toBeNull();
      expect(match(raw, { equals: [{ field: "a", values: ["x", 1] }] })).toBeNull();
    }
    // What doesn't matter is not looked at.
    const raw = '{"a":"\\s, which is long","b":"x"}';
    expect(match(raw, { equals: [{ field: "b", values: ["x"] }] })).not.toBeNull();
  });

  it("tell the place of the first match, with some text around", () => {
    const raw = `{"a":[0,{"b":"one\\n${"-".repeat(100)} two ${"-".repeat(100)}"}],"c":"two"}`;
    const place = match(raw, { text: "TWO" });
    expect(place).toMatchObject({ field: "a.1.b", start: 60, end: 63 });
    expect(place!.excerpt).toBe(`${"-".repeat(59)} two ${"-".repeat(59)}`);
  });

  it("are walked however deep they are nested", () => {
    const deep = `${"[".repeat(100_000)}"x"${"]".repeat(100_000)}`;
    expect(match(deep, { text: "x" })).not.toBeNull();
    expect(match(deep.slice(0, -1), { text: "x", field: "a" })).toBeNull();
    const equals = [{ field: "a", values: ["x"] }];
    expect(match(`{"b":${deep},"a":"x"}`, { equals })).not.toBeNull();
    expect(match(`{"b":${deep.slice(1)},"a":"x"}`, { equals })).toBeNull();
  });
});

describe("a field's value", () => {
  const is = (raw: string, field: string, ...values: Scalar[]): boolean =>
    match(raw, { equals: [{ field, values }] }) !== null;

  it("is one of those asked for, of the same type", () => {
    expect(is('{"n":1}', "n", 1)).toBe(true);
    expect(is('{"n":1.0e0}', "n", 1)).toBe(true);
    expect(is('{"n":"1"}', "n", 1)).toBe(false);
    expect(is('{"n":"1"}', "n", 2, "1")).toBe(true);
    expect(is('{"n":null}', "n", null)).toBe(true);
    expect(is('{"n":"MATH2"}', "n", "MATH")).toBe(false);
    expect(is('{"n":"M\\u0041TH"}', "n", "MATH")).toBe(true);
    expect(is('{"n":""}', "n", "")).toBe(true);
  });

  it("is the field's own, in any place of an array", () => {
    const raw = '{"steps":[{"label":1},{"label":[2,{"label":3}]}],"label":4,"x.y":5}';
    expect(is(raw, "steps.label", 1)).toBe(true);
    expect(is(raw, "steps.label", 2)).toBe(true);
    expect(is(raw, "steps.1.label", 2)).toBe(true);
    expect(is(raw, "steps.0.label", 2)).toBe(false);
    expect(is(raw, "steps.label", 3)).toBe(false);
    expect(is(raw, "steps.label", 4)).toBe(false);
    expect(is(raw, "x.y", 5)).toBe(true);
  });

  it("is the last one where a key comes twice, here or above", () => {
    expect(is('{"a":"x","a":"y"}', "a", "x")).toBe(false);
    expect(is('{"a":"y","a":"x"}', "a", "x")).toBe(true);
    expect(is('{"a":"x","\\u0061":"y"}', "a", "x")).toBe(false);
    expect(is('{"a":{"b":"x"},"a":{}}', "a.b", "x")).toBe(false);
    expect(is('{"a":{"b":"x"},"b":1,"c":{"a":2}}', "a.b", "x")).toBe(true);
    expect(is('[{"a":"x"},{"a":"y"}]', "a", "x")).toBe(true);
  });
});

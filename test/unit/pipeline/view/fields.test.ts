import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FieldScan } from "../../../../src/pipeline/view/fieldScan.ts";
import { FieldTable } from "../../../../src/pipeline/view/fieldTable.ts";
import { fieldTexts } from "../../../../src/pipeline/view/fieldValues.ts";

/** The table of rows that come in chunks of a size. */
function tableOf(rows: readonly unknown[], chunk: number): FieldTable {
  const table = new FieldTable();
  const scan = new FieldScan(chunk);
  for (let from = 0; from < rows.length; from += chunk) {
    const some = rows.slice(from, from + chunk);
    for (const row of some) scan.add(row);
    table.put(from, some.length, scan.take());
  }
  return table;
}

function countsOf(table: FieldTable): Record<string, Record<string, number>> {
  return Object.fromEntries(
    table
      .counts()
      .map(({ path, values }) => [path, Object.fromEntries(values.map(({ value, rows }) => [value, rows]))]),
  );
}

const scalar = fc.oneof(
  fc.constantFrom<string | number | null>("a", "b", "c", null),
  fc.boolean(),
  fc.nat(3),
);
const row = fc.record(
  {
    source: scalar,
    scores: fc.array(scalar, { maxLength: 3 }),
    data: fc.record({ level: scalar, tags: fc.array(fc.record({ name: scalar }), { maxLength: 2 }) }),
  },
  { requiredKeys: [] },
);
const paths = ["source", "scores", "data.level", "data.tags.name"];

describe("values of raw fields", () => {
  it("are counted as in a plain count, however the rows come", () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 30 }), fc.integer({ min: 1, max: 8 }), (rows, chunk) => {
        const plain: Record<string, Record<string, number>> = {};
        for (const one of rows) {
          for (const path of paths) {
            for (const text of new Set(fieldTexts(one, path))) {
              const counts = (plain[path] ??= {});
              counts[text] = (counts[text] ?? 0) + 1;
            }
          }
        }
        expect(countsOf(tableOf(rows, chunk))).toEqual(plain);
      }),
    );
  });

  it("tell which rows have them, and follow rows that change", () => {
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 12 }),
        fc.array(row, { maxLength: 6 }),
        (rows, later) => {
          const table = tableOf(rows, 5);
          const now = [...rows];
          later.forEach((one, k) => {
            const at = (k * 7) % rows.length;
            now[at] = one;
            const scan = new FieldScan(1);
            scan.add(one);
            table.put(at, 1, scan.take());
          });
          for (const path of paths) {
            for (const value of ["a", "1", "true", "null"]) {
              const test = table.test(path, value);
              const expected = now.map((one) => [...fieldTexts(one, path)].includes(value));
              expect(now.map((_, at) => test?.(at) ?? false)).toEqual(expected);
            }
          }
          expect(countsOf(table)).toEqual(countsOf(tableOf(now, 5)));
        },
      ),
    );
  });

  it("are left out where there are many, or long ones, in any chunk", () => {
    const rows = Array.from({ length: 60 }, (_, k) => ({
      id: `row-${k}`,
      text: k === 33 ? "x".repeat(100) : "short",
      kind: k % 2 === 0 ? "even" : "odd",
      few: k % 24,
      many: k % 25,
    }));
    expect(Object.keys(countsOf(tableOf(rows, 10)))).toEqual(["kind", "few"]);
    expect(tableOf(rows, 10).test("id", "row-1")).toBeNull();
  });

  it("stop at maps and at depth, tell paths as a search does, and never throw", () => {
    const map = Object.fromEntries(Array.from({ length: 100 }, (_, k) => [`key${k}`, "a"]));
    const deep = JSON.parse(`${'{"a":'.repeat(5000)}1${"}".repeat(5000)}`) as unknown;
    const nested = JSON.parse(`${"[".repeat(5000)}1${"]".repeat(5000)}`) as unknown;
    const rows = [
      { map, deep, nested, "a.b": "x", places: { 0: "p", 1: "q" }, "": 1, ok: "yes" },
      null,
      "text",
      [1, 2],
      { a: { b: "y" }, places: ["q"], ok: "no" },
    ];
    expect(countsOf(tableOf(rows, 2))).toEqual({
      "a.b": { x: 1, y: 1 },
      places: { p: 1, q: 2 },
      ok: { yes: 1, no: 1 },
    });
    expect([...fieldTexts(rows[0], "nested")]).toEqual(["1"]);
  });
});

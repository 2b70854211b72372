import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BatchWriter, type RowBatch } from "../../../src/storage/rows/rowIndex.ts";
import { ArrayScanner } from "../../../src/storage/rows/scanArray.ts";
import { LineScanner } from "../../../src/storage/rows/scanLines.ts";
import type { Scanner } from "../../../src/storage/rows/scanner.ts";

/** Scans text in pieces of the given sizes; returns rows as [line, text]. */
function scan(scanner: Scanner, bytes: Buffer, sizes: readonly number[]): [number, string][] {
  const rows = new BatchWriter();
  const found: [number, string][] = [];
  const take = (batch: RowBatch): void => {
    batch.starts.forEach((start, k) =>
      found.push([batch.lines[k]!, bytes.toString("utf8", start, start + batch.lengths[k]!)]),
    );
  };
  for (let at = 0, k = 0; at < bytes.length; k++) {
    const size = Math.max(1, sizes[k % Math.max(1, sizes.length)] ?? bytes.length);
    scanner.push(bytes.subarray(at, at + size), rows);
    at += size;
    take(rows.take());
  }
  scanner.end(rows);
  take(rows.take());
  return found;
}

const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });

describe("LineScanner", () => {
  it("equals splitting at line ends, however the bytes come in", () => {
    const line = fc.string({ unit: fc.constantFrom("a", "é", " ", "\t", "\r", "{", "数"), maxLength: 6 });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), sizes, (lines, pieces) => {
        const text = lines.join("\n");
        const expected = text
          .split("\n")
          .map((one, k): [number, string] => [k + 1, one.replace(/\r$/u, "")])
          .filter(([, one]) => /[^ \t\r]/u.test(one));
        expect(scan(new LineScanner({ offset: 0, line: 1 }), Buffer.from(text), pieces)).toEqual(expected);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("ArrayScanner", () => {
  it("finds the elements of any array in any layout, however the bytes come in", () => {
    const text = fc.string({
      unit: fc.constantFrom('"', "\\", "]", "}", "[", "{", ",", " ", "é", "\n"),
      maxLength: 8,
    });
    const value = fc.letrec<{ any: unknown }>((tie) => ({
      any: fc.oneof(
        { maxDepth: 3 },
        text,
        fc.integer(),
        fc.constant(null),
        fc.array(tie("any"), { maxLength: 3 }),
        fc.dictionary(text, tie("any"), { maxKeys: 3 }),
      ),
    })).any;
    fc.assert(
      fc.property(
        fc.array(value, { maxLength: 5 }),
        fc.constantFrom("", " ", "\n", "\n  ", "\t"),
        sizes,
        (values, indent, pieces) => {
          const expected: [number, string][] = [];
          let layout = `${indent}[${indent}`;
          for (const [k, one] of values.entries()) {
            if (k > 0) layout += `${indent},${indent}`;
            const row = JSON.stringify(one, null, indent);
            expected.push([layout.split("\n").length, row]);
            layout += row;
          }
          layout += `${indent}]${indent}`;
          expect(scan(new ArrayScanner(0, "array"), Buffer.from(layout), pieces)).toEqual(expected);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it.each([
    [
      '[{"a":1},{"b":',
      [
        [1, '{"a":1}'],
        [1, '{"b":'],
      ],
    ],
    [
      '[\n1,\n"x\\"]"\n,\n]',
      [
        [2, "1"],
        [3, '"x\\"]"'],
      ],
    ],
    ['["open string, never clo', [[1, '"open string, never clo']]],
    ["[]", []],
    ["[", []],
  ])("%j", (text, rows) => {
    for (const size of [1, 2, 3, 100])
      expect(scan(new ArrayScanner(0, "array"), Buffer.from(text), [size])).toEqual(rows);
  });
});

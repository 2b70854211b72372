import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyTextEdits } from "../../../../src/core/change.ts";
import type { JsonEdit, JsonObject, JsonValue } from "../../../../src/formats/format.ts";
import { jsonEditsToTextEdits } from "../../../../src/formats/json/edit.ts";

function edit(raw: string, ...edits: readonly JsonEdit[]): string {
  const changes = jsonEditsToTextEdits(raw, edits);
  const { text, inverse } = applyTextEdits(raw, changes);
  expect(applyTextEdits(text, inverse).text).toBe(raw);
  return text;
}

describe("jsonEditsToTextEdits", () => {
  const cases: readonly (readonly [string, string, JsonEdit["path"], JsonValue | undefined, string])[] = [
    ["sets a number alone", '{"a": 1, "b":2 }', ["b"], 3, '{"a": 1, "b":3 }'],
    [
      "keeps big numbers beside it",
      '{"n":12345678901234567890.0,"l":-1}',
      ["l"],
      2,
      '{"n":12345678901234567890.0,"l":2}',
    ],
    ["edits the last of duplicate keys", '{"a":1,"b":0,"a":2}', ["a"], 9, '{"a":1,"b":0,"a":9}'],
    ["removes every duplicate", '{"a":1,"b":0,"a":2}', ["a"], undefined, '{"b":0}'],
    ["removes the only member", '{ "a": 1 }', ["a"], undefined, "{}"],
    [
      "adds in a spaced row's style",
      '{"a": 1, "b": 2}',
      ["c"],
      { x: [1, 2] },
      '{"a": 1, "b": 2, "c": {"x": [1, 2]}}',
    ],
    ["adds in a compact row's style", '{"a":1,"b":2}', ["c"], { x: [1, 2] }, '{"a":1,"b":2,"c":{"x":[1,2]}}'],
    ["adds to a row of one compact member", '{"a":1}', ["c"], [1, 2], '{"a":1,"c":[1,2]}'],
    ["adds to an empty row", "{}", ["c"], 1, '{"c": 1}'],
    [
      "adds in a pretty-printed row of an indented array",
      '{\n    "a": 1,\n    "b": []\n  }',
      ["c", "d"],
      [1],
      '{\n    "a": 1,\n    "b": [],\n    "c": {\n      "d": [\n        1\n      ]\n    }\n  }',
    ],
    [
      "keeps CRLF",
      '{\r\n\t"a": 1\r\n}',
      ["b"],
      { c: 1 },
      '{\r\n\t"a": 1,\r\n\t"b": {\r\n\t\t"c": 1\r\n\t}\r\n}',
    ],
    ["fills an empty array of a pretty row", '{\n  "a": []\n}', ["a", 0], 1, '{\n  "a": [\n    1\n  ]\n}'],
    ["appends to an array", '{"a": [1, 2]}', ["a", 2], 3, '{"a": [1, 2, 3]}'],
    ["takes an element out", '{"a": [1, 2, 3]}', ["a", 0], undefined, '{"a": [2, 3]}'],
    [
      "makes the way to a new place",
      '{"step_dpo": null}',
      ["step_dpo", "gold"],
      "4",
      '{"step_dpo": {"gold": "4"}}',
    ],
    [
      "changes inside an equal string",
      '{"t": "caf\\u00e9 \\"x\\" 1 \\ud83d\\ude00"}',
      ["t"],
      'café "x" 2 😀',
      '{"t": "caf\\u00e9 \\"x\\" 2 \\ud83d\\ude00"}',
    ],
    ["keeps surrogate halves together", '{"t":"😀"}', ["t"], "😁", '{"t":"😁"}'],
    [
      "escapes as an ASCII row does",
      '{"t":"\\u00e9"}',
      ["u"],
      "ü😀\u007f",
      '{"t":"\\u00e9","u":"\\u00fc\\ud83d\\ude00\\u007f"}',
    ],
    ["writes as a UTF-8 row does", '{"t":"é"}', ["u"], "ü", '{"t":"é","u":"ü"}'],
    ["is not taken in by LaTeX", '{"t":"\\\\udeed \\\\up"}', ["u"], "ü", '{"t":"\\\\udeed \\\\up","u":"ü"}'],
    ["escapes slashes as pandas does", '{"t":"a\\/b"}', ["u"], "c/d", '{"t":"a\\/b","u":"c\\/d"}'],
    ["leaves equal values alone", '{"a": 1.0}', ["a"], 1, '{"a": 1.0}'],
    [
      "changes one member of an object",
      '{"v": {"x":  1, "y":2.50}}',
      ["v"],
      { x: 3, y: 2.5 },
      '{"v": {"x":  3, "y":2.50}}',
    ],
    ["changes one element of an array", '{"v": [1.0, 2, 3.0]}', ["v"], [1, 5, 3], '{"v": [1.0, 5, 3.0]}'],
    ["grows an array in the middle", '{"v": [1.0, 3.0]}', ["v"], [1, 2, 2, 3], '{"v": [1.0, 2, 2, 3.0]}'],
    ["a key that JavaScript knows", '{"a":1}', ["__proto__"], 1, '{"a":1,"__proto__":1}'],
    ["an escaped key", '{"\\u0061":1}', ["a"], 2, '{"\\u0061":2}'],
  ];
  it.each(cases)("%s", (_, raw, path, value, expected) => {
    expect(edit(raw, { path, value })).toBe(expected);
  });

  it("refuses an index beyond the end", () => {
    expect(() => edit('{"a":[1]}', { path: ["a", 3], value: 1 })).toThrow(/1 elements/u);
  });

  it("looks past nesting of any depth", () => {
    const raw = `{"deep":${"[".repeat(200_000)}${"]".repeat(200_000)},"a":1}`;
    expect(edit(raw, { path: ["a"], value: 2 }).endsWith(',"a":2}')).toBe(true);
  });

  it("gives exactly the edited value, in any row and style", { timeout: 60_000 }, () => {
    const key = fc.constantFrom("a", "b", "step_dpo", "labels", "é", "__proto__", 'q"\\');
    const leaf = fc.oneof(
      fc.string({ unit: "binary", maxLength: 6 }),
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
    );
    const { value } = fc.letrec<{ value: JsonValue; object: JsonObject }>((tie) => ({
      value: fc.oneof({ depthSize: "small" }, leaf, fc.array(tie("value"), { maxLength: 4 }), tie("object")),
      object: fc
        .array(fc.tuple(key, tie("value")), { maxLength: 4 })
        .map((pairs) => Object.fromEntries<JsonValue>(pairs)),
    }));
    const row = fc.dictionary(key, value, { maxKeys: 4 });
    const style = fc.constantFrom<(from: JsonValue) => string>(
      (from) => JSON.stringify(from),
      (from) => JSON.stringify(from, null, 2),
      (from) => JSON.stringify(from, null, "\t").replaceAll("\n", "\r\n"),
      (from) =>
        JSON.stringify(from).replace(
          /[\u007f-\uffff]/g,
          (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
        ),
      // Another row before it, with the same key twice.
      (from) => JSON.stringify(from).replace(/^\{(?!\})/u, '{"a":{"old":1},"x":[],'),
    );
    fc.assert(
      fc.property(
        row,
        style,
        fc.array(fc.tuple(key, fc.option(value, { nil: undefined })), { maxLength: 3 }),
        (from, print, changes) => {
          const raw = print(from);
          const model = new Map(Object.entries(JSON.parse(raw) as JsonObject));
          for (const [name, item] of changes) {
            if (item === undefined) model.delete(name);
            else model.set(name, item);
          }
          const text = edit(raw, ...changes.map(([name, item]) => ({ path: [name], value: item })));
          const expected = JSON.parse(JSON.stringify([...model])) as [string, JsonValue][];
          expect(new Map(Object.entries(JSON.parse(text) as JsonObject))).toEqual(new Map(expected));
        },
      ),
      { numRuns: 500 },
    );
  });
});

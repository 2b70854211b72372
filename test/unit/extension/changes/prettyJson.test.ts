import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { prettyJson } from "../../../../src/extension/changes/prettyJson.ts";

describe("prettyJson", () => {
  it("writes what JSON.stringify writes, for any value and any spacing before", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1, "\t"), (value, spacing) => {
        expect(prettyJson(JSON.stringify(value, null, spacing))).toBe(JSON.stringify(value, null, 2));
      }),
    );
  });

  it.each([
    ['{"n":1e400,"n":0.10}', '{\n  "n": 1e400,\n  "n": 0.10\n}'],
    [String.raw`["a\"b\\","\u00e9{"]`, '[\n  "a\\"b\\\\",\n  "\\u00e9{"\n]'],
    ["{ } ", "{}"],
    [" { oops ", "{ oops"],
  ])("%s", (text, pretty) => {
    expect(prettyJson(text)).toBe(pretty);
  });
});

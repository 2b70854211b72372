import { describe, expect, it } from "vitest";
import { folderHint } from "../../../../src/extension/tree/folderHint.ts";

const all = ["a.jsonl", "data/a.jsonl", "data/b.jsonl"];

describe("folderHint", () => {
  it.each([
    ["a.jsonl", "."],
    ["data/a.jsonl", "data"],
    ["data/b.jsonl", ""],
  ])("%s: %j", (path, hint) => {
    expect(folderHint(path, all)).toBe(hint);
  });
});

import { expect, test } from "vitest";
import { byName, byPath } from "../../../../src/extension/tree/listOrder.ts";

test("datasets are listed by the names that are shown, then by their folders", () => {
  const paths = [
    "/z/a.jsonl",
    "/b10/rows.jsonl",
    "/a/rows10.jsonl",
    "/b9/rows.jsonl",
    "/m/Rows2.jsonl",
    "/b/B.json",
  ];
  const sorted = [
    "/z/a.jsonl",
    "/b/B.json",
    "/b9/rows.jsonl",
    "/b10/rows.jsonl",
    "/m/Rows2.jsonl",
    "/a/rows10.jsonl",
  ];
  expect(paths.toSorted(byName)).toEqual(sorted);
  expect(paths.toReversed().sort(byName)).toEqual(sorted);
});

test("paths are in order by their numbers", () => {
  expect(["/r/10/a", "/r/9/b", "/r/9/a"].sort(byPath)).toEqual(["/r/9/a", "/r/9/b", "/r/10/a"]);
});

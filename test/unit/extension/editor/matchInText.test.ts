import { expect, it } from "vitest";
import { matchInText } from "../../../../src/extension/editor/matchInText.ts";

const first = '{"id": "a", "problem": "caf\\u00e9 \\"x\\""}\n';
const second = '{"note": "a 1", "problem": "a 2", "steps": ["b", "a 3 café"]}\n';
const text = first + second;
const inSecond = { from: first.length, to: text.length };

it.each([
  ["the field's own", "problem", "a", inSecond, 'problem": "'],
  ["one in an array", "steps.1", "a 3", inSecond, '["b", "'],
  ["one that is written as it is", "steps.1", "café", inSecond, "a 3 "],
  ["one that is written in ASCII", "problem", "café", { from: 0, to: first.length }, 'problem": "'],
  ["one of quotes", "problem", '"x"', { from: 0, to: first.length }, "caf\\u00e9 "],
  ["one of a row that is no JSON", null, "note", inSecond, '{"'],
])("finds %s", (_, field, match, row, before) => {
  const hit = { field, excerpt: `… ${match} …`, start: 2, end: 2 + match.length };
  const found = matchInText(text, row, hit);
  expect(text.slice(row.from, found?.start).endsWith(before)).toBe(true);
});

it("finds none in another row, and none that is written in another way", () => {
  const hit = { field: "id", excerpt: "a", start: 0, end: 1 };
  expect(matchInText(text, { from: 0, to: 5 }, { ...hit, field: "note" })).toBeNull();
  expect(matchInText(text, inSecond, { ...hit, excerpt: "missing", end: 7 })).toBeNull();
});

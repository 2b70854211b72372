import { expect, test } from "vitest";
import { readSaved } from "../../webview/state/vscode.ts";

const saved = { place: { row: 3, trace: 0, step: null }, pairSource: true };

test("what was kept comes back", () => {
  expect(readSaved(structuredClone(saved))).toEqual(saved);
});

test.each([
  undefined,
  null,
  "text",
  {},
  { ...saved, place: { row: -1, trace: 0, step: 0 } },
  { ...saved, place: { row: 1.5, trace: 0, step: 0 } },
  { ...saved, place: null },
])("%j is not taken", (value) => {
  expect(readSaved(value)).toBeNull();
});

import { expect, test } from "vitest";
import { share } from "../../webview/state/share.ts";

test("an equal value is the old one", () => {
  const old = { a: [1, { b: "x" }], c: null };
  expect(share(old, structuredClone(old))).toBe(old);
});

test("what did not change keeps its identity, what did does not", () => {
  const old = { steps: [{ text: "one" }, { text: "two" }], meta: { level: 1 } };
  const fresh = share(old, { steps: [{ text: "one" }, { text: "2" }], meta: { level: 1 } });
  expect(fresh).not.toBe(old);
  expect(fresh.steps[0]).toBe(old.steps[0]);
  expect(fresh.steps[1]).toEqual({ text: "2" });
  expect(fresh.meta).toBe(old.meta);
});

test.each([
  ["a key that is new", { a: 1 }, { a: 1, b: 2 }],
  ["a key that is gone", { a: 1, b: 2 }, { a: 1 }],
  ["undefined and missing", { a: undefined }, { b: undefined }],
  ["another kind", [1], { 0: 1 }],
  ["a shorter list", [1, 2], [1]],
  ["null for an object", { a: {} }, { a: null }],
])("%s is a change", (_, old, fresh) => {
  expect(share<unknown>(old, fresh)).toEqual(fresh);
  expect(share<unknown>(old, fresh)).not.toBe(old);
});

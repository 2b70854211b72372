import fc from "fast-check";
import { expect, test } from "vitest";
import { patched, patchOf, type Patch } from "../../../src/protocol/patch.ts";

test("a patch makes the new value of the old one, after a way over the channel too", () => {
  const value = fc.jsonValue();
  fc.assert(
    fc.property(value, value, (old, fresh) => {
      const plain = (one: unknown): unknown => JSON.parse(JSON.stringify(one));
      const [from, to] = [plain(old), plain(fresh)];
      const patch = patchOf(from, to);
      expect(patch === null ? from : patched(from, plain(patch) as Patch)).toEqual(to);
    }),
  );
});

test("a field may have any name", () => {
  const json = (a: number): unknown => JSON.parse(`{"__proto__":{"a":${a}},"b":1}`);
  const [from, to] = [json(1), json(2)];
  const made = patched(from, patchOf(from, to) ?? { value: null });
  expect(JSON.stringify(made)).toBe(JSON.stringify(to));
});

test("only what changed is told, and what did not change stays the same", () => {
  const steps = Array.from({ length: 1000 }, (_, at) => ({
    text: `step ${at}`,
    label: null as string | null,
  }));
  const old = { steps, text: "all" };
  const fresh = { steps: steps.with(7, { text: "step 7", label: "correct" }), text: "all" };
  const patch = patchOf(old, structuredClone(fresh));
  expect(patch).toEqual({
    fields: { steps: { runs: [[7, 8, { fields: { label: { value: "correct" } } }]] } },
  });
  const made = patched(old, patch ?? { value: null }) as typeof fresh;
  expect(made).toEqual(fresh);
  expect(made.steps[8]).toBe(steps[8]);
});

test("elements that change alike are one run", () => {
  const old = [1, 1, 1, 2, 1, 1].map((label) => ({ label }));
  const fresh = [1, 3, 3, 3, 1, 3].map((label) => ({ label }));
  const change = { fields: { label: { value: 3 } } };
  expect(patchOf(old, fresh)).toEqual({
    runs: [
      [1, 4, change],
      [5, 6, change],
    ],
  });
});

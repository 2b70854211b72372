import { expect, it } from "vitest";
import { OpenEditors } from "../../../../src/extension/editor/openEditors.ts";

function memory() {
  const values = new Map<string, unknown>();
  return {
    get: (key: string) => values.get(key),
    update: (key: string, value: unknown) => Promise.resolve(void values.set(key, value)),
  };
}
const place = { row: 3, trace: 0, step: 1 };

it("gives a new host of the same window what the last one had open, once", () => {
  const kept = memory();
  const first = new OpenEditors(kept, "load 1");
  expect(first.takeAbandoned().size).toBe(0);
  first.at("a", { ...place, row: 0 });
  first.at("b", place);
  first.at("a", place);
  first.closed("b");
  expect([...new OpenEditors(kept, "load 1").takeAbandoned()]).toEqual([["a", place]]);
  expect(new OpenEditors(kept, "load 1").takeAbandoned().size).toBe(0);
});

it("leaves to VS Code what was open when the window was loaded anew", () => {
  const kept = memory();
  new OpenEditors(kept, "load 1").at("a", place);
  expect(new OpenEditors(kept, "load 2").takeAbandoned().size).toBe(0);
});

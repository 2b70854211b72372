import { expect, it } from "vitest";
import type * as vscode from "vscode";
import { OpenEditors } from "../../../../src/extension/editor/openEditors.ts";

function memory(): vscode.Memento {
  const values = new Map<string, unknown>();
  return {
    keys: () => [...values.keys()],
    get: <T>(key: string) => values.get(key) as T,
    update: (key: string, value: unknown) => Promise.resolve(void values.set(key, value)),
  };
}
const uri = (text: string) => ({ toString: () => text }) as vscode.Uri;
const place = { row: 3, trace: 0, step: 1 };

it("gives a new host of the same window what the last one had open, once", () => {
  const kept = memory();
  const first = new OpenEditors(kept, "load 1");
  expect(first.takeAbandoned().size).toBe(0);
  first.at(uri("a"), { ...place, row: 0 });
  first.at(uri("b"), place);
  first.at(uri("a"), place);
  first.closed(uri("b"));
  expect([...new OpenEditors(kept, "load 1").takeAbandoned()]).toEqual([["a", place]]);
  expect(new OpenEditors(kept, "load 1").takeAbandoned().size).toBe(0);
});

it("leaves to VS Code what was open when the window was loaded anew", () => {
  const kept = memory();
  new OpenEditors(kept, "load 1").at(uri("a"), place);
  expect(new OpenEditors(kept, "load 2").takeAbandoned().size).toBe(0);
});

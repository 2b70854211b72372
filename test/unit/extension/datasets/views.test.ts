import { expect, it, vi } from "vitest";
import type { Uri } from "vscode";
import { wholeFile, type Query } from "../../../../src/core/query.ts";
import { Views } from "../../../../src/extension/datasets/views.ts";
import { createView } from "../../../../src/pipeline/view/index.ts";
import { fakeSession, processBench } from "../fakeSession.ts";

const uri = { toString: () => "file:///data/fake.jsonl" } as unknown as Uri;
const wrong: Query = { ...wholeFile, conditions: [{ kind: "outcome", is: "wrong" }] };

/** The views of one window; the memory is the workspace's. */
function window(memory: Map<string, unknown>): Views {
  const session = fakeSession([processBench(1, ["fine"], -1, true), processBench(2, ["2 + 2 = 5"], 0)]);
  return new Views({
    open: () => Promise.resolve(session),
    view: createView,
    kept: {
      get: <T>(key: string, otherwise?: T) => (memory.get(key) as T | undefined) ?? otherwise,
      update: (key, value) => Promise.resolve(void memory.set(key, value)),
    },
  });
}

it("A dataset's query is the same for all of its users, and outlives the window until it is cleared", async () => {
  const memory = new Map<string, unknown>();
  const views = window(memory);
  const [tree, editor] = [await views.open(uri), await views.open(uri)];
  editor.view.set(wrong);
  await vi.waitUntil(() => !tree.view.state.running && tree.view.state.found === 1, { timeout: 30_000 });
  expect(views.query(uri)).toEqual(wrong);
  await editor.release();
  expect(tree.view.at(0, 9)).toEqual([1]);
  await tree.release();

  const reloaded = window(memory);
  expect(reloaded.query(uri)).toEqual(wrong);
  const { view, release } = await reloaded.open(uri);
  await vi.waitUntil(() => !view.state.running && view.state.found === 1, { timeout: 30_000 });
  view.set(wholeFile);
  await vi.waitUntil(() => reloaded.query(uri).conditions.length === 0, { timeout: 30_000 });
  expect(memory.get("queries")).toEqual({});
  await release();
});

import { describe, expect, it, vi } from "vitest";
import { wholeFile } from "../../../../src/core/query.ts";
import { neighbours, ShownRows } from "../../../../src/extension/tree/shownRows.ts";
import { createView } from "../../../../src/pipeline/view/index.ts";
import { fakeSession, processBench } from "../fakeSession.ts";

describe("Rows under a dataset's node", () => {
  it("are all of the file, or those that the view takes in its order", async () => {
    const session = fakeSession(
      [false, true, true, false, true].map((right, at) => processBench(at, ["fine"], -1, right)),
    );
    const view = createView(session);
    const rows = new ShownRows(session, view);
    expect([rows.whole, rows.count, rows.placeOf(4), rows.placeOf(5)]).toEqual([true, 5, 4, null]);
    expect(rows.at({ from: 3, to: 103 })).toEqual([3, 4]);
    view.set({ ...wholeFile, conditions: [{ kind: "outcome", is: "right" }] });
    await vi.waitUntil(() => !view.state.running, { timeout: 30_000 });
    expect([rows.whole, rows.count, rows.placeOf(4), rows.placeOf(0)]).toEqual([false, 3, 2, null]);
    expect(rows.at({ from: 0, to: 3 })).toEqual([1, 2, 4]);
    expect((await rows.read([1, 2, 4])).map(({ index }) => index)).toEqual([1, 2, 4]);
    expect(rows.ends({ from: 0, to: 3 })).toEqual([1, 4]);
    await view.close();
  });

  it("are read together where they are neighbours, in the order given", () => {
    expect(neighbours([1, 2, 3, 9, 7, 8])).toEqual([
      { from: 1, to: 4 },
      { from: 9, to: 10 },
      { from: 7, to: 9 },
    ]);
    expect(neighbours([])).toEqual([]);
  });
});

import { describe, expect, it, onTestFinished } from "vitest";
import type { Condition, Query } from "../../../../src/core/query.ts";
import { FoundRows } from "../../../../src/pipeline/view/foundRows.ts";
import { factColumns, FactTable, putFacts } from "../../../../src/pipeline/view/factTable.ts";
import { createView } from "../../../../src/pipeline/view/index.ts";
import { sorted } from "../../../../src/pipeline/view/order.ts";
import { wholeFile, type DatasetView } from "../../../../src/pipeline/view/types.ts";
import type { DatasetSession } from "../../../../src/storage/types.ts";
import { jsonl, label, openText, processRow, solutionRow } from "../../storage/support.ts";

async function shown(session: DatasetSession, query: Partial<Query>): Promise<readonly number[]> {
  const view = createView(session);
  onTestFinished(() => view.close());
  view.set({ ...wholeFile, ...query });
  await settled(view);
  return view.at(0, view.state.rows);
}

async function settled(view: DatasetView): Promise<void> {
  while (view.state.running) {
    await new Promise<void>((resolve) => {
      const stop = view.onChange(() => {
        stop();
        resolve();
      });
    });
  }
}

const right = { ...processRow(1), final_answer_correct: true };
const wrong = { ...processRow(2, 3, 1), final_answer_correct: false };
const problem = { problem: "What is 1 + 1?", answer: "2" };

describe("conditions", () => {
  const outcome = (is: "right" | "wrong" | "unknown"): Condition => ({ kind: "outcome", is });

  it("of one facet are alternatives, those of several all hold", async () => {
    const { session } = await openText(jsonl([right, wrong, problem, right, wrong]));
    expect(await shown(session, { conditions: [outcome("right")] })).toEqual([0, 3]);
    expect(await shown(session, { conditions: [outcome("right"), outcome("wrong")] })).toEqual([0, 1, 3, 4]);
    const both = [outcome("right"), outcome("wrong"), { kind: "label", is: "incorrect" } as const];
    expect(await shown(session, { conditions: both })).toEqual([1, 4]);
  });

  it("of one field are alternatives, in a search too", async () => {
    const { session } = await openText(jsonl(["a", "b", "c", "a"].map((source) => ({ ...right, source }))));
    const conditions = ["a", "b"].map((value) => ({ kind: "field", path: "source", value }) as const);
    expect(await shown(session, { conditions })).toEqual([0, 1, 3]);
    expect(await shown(session, { conditions, text: "What is" })).toEqual([0, 1, 3]);
  });

  it("edited: not rows whose edits leave what was there", async () => {
    const { session } = await openText(jsonl([solutionRow(1), solutionRow(2), solutionRow(3)]));
    await session.apply(0, label(0, "incorrect"));
    await session.apply(0, label(0, null));
    await session.apply(1, label(0, "incorrect"));
    await session.undo(await session.apply(2, label(0, "correct")));
    expect(await shown(session, { conditions: [{ kind: "edited" }] })).toEqual([1]);
  });
});

it("facets leave out where labels lie, and keep who gave them", async () => {
  const labels = (by: string, start: number): object[] => [{ start, end: start + 3, label: "neutral", by }];
  const rows = Array.from({ length: 8 }, (_, k) => ({
    ...right,
    source: k % 2 === 0 ? "a" : "b",
    step_dpo: { version: 1, labels: labels(k < 4 ? "judge:m" : "person", k % 2) },
  }));
  const { session } = await openText(jsonl([...rows, right, wrong]));
  const view = createView(session);
  onTestFinished(() => view.close());
  const titles = (await view.facets()).map(({ title }) => title);
  expect(titles).toContain("source");
  expect(titles.filter((title) => title.startsWith("step_dpo"))).toEqual(["step_dpo.labels.by"]);
});

describe("the order of a dataset's rows", () => {
  /** Rows of some lengths, in UTF-16 units. */
  function tableOf(lengths: readonly number[]): FactTable {
    const columns = factColumns(lengths.length);
    for (const [row, length] of lengths.entries()) {
      putFacts(columns, row, { flags: 0, firstError: null, steps: 1, traces: 1, length, winRate: null });
    }
    const table = new FactTable();
    table.put(0, columns);
    return table;
  }

  it("holds where lengths and rows are more than a number's digits can tell apart", () => {
    const rows = [0, 1, 2, 3];
    const table = tableOf([4_000_000_000, 5, 4_000_000_001, 7]);
    const count = 16_000_000;
    expect(sorted(rows, count, table, "length", false)).toEqual([1, 3, 0, 2]);
    expect(sorted(rows, count, table, "length", true)).toEqual([0, 2, 3, 1]);
  });

  it("keeps the file's order among equals, and rows without a value last, both ways", () => {
    const table = tableOf([7, 5, 7, 5]);
    expect(sorted([0, 1, 2, 3], 4, table, "length", false)).toEqual([1, 3, 0, 2]);
    expect(sorted([0, 1, 2, 3], 4, table, "length", true)).toEqual([0, 2, 1, 3]);
    expect(sorted([0, 1, 2, 3], 4, table, "first-error", true)).toEqual([0, 1, 2, 3]);
  });
});

describe("rows that a query finds", () => {
  it("come in any order, and twice, and are shown once in the file's", () => {
    const found = new FoundRows(wholeFile, () => ({ table: new FactTable(), rows: 10 }));
    found.add([7, 3], 0);
    found.add([1, 5, 7, 3], 8);
    expect(found.at(0, 10)).toEqual([1, 3, 5, 7]);
    expect(found.size).toBe(4);
    found.end(true);
    expect([found.nearest(3, 1), found.nearest(3, -1), found.nearest(7, 1)]).toEqual([5, 1, null]);
  });
});

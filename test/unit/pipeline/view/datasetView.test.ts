import fc from "fast-check";
import { appendFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { describe, expect, it, onTestFinished } from "vitest";
import { knownFacets } from "../../../../src/core/facets.ts";
import type { Condition, Query, SortKey } from "../../../../src/core/query.ts";
import { sameCondition } from "../../../../src/core/queryWords.ts";
import { rowFacts } from "../../../../src/pipeline/view/rowFacts.ts";
import { parseCondition } from "../../../../src/pipeline/view/condition.ts";
import { passes } from "../../../../src/pipeline/view/passes.ts";
import { createView } from "../../../../src/pipeline/view/index.ts";
import { wholeFile, type DatasetView } from "../../../../src/pipeline/view/types.ts";
import type { DatasetSession, RowView } from "../../../../src/storage/types.ts";
import { jsonl, openText, solutionRow } from "../../storage/support.ts";

function viewOf(session: DatasetSession): DatasetView {
  const view = createView(session);
  onTestFinished(() => view.close());
  return view;
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

function shown(view: DatasetView): readonly number[] {
  return view.at(0, view.state.rows);
}

const condition = fc.oneof(
  fc.constantFrom<Condition>(
    ...(["right", "wrong", "unknown"] as const).map((is) => ({ kind: "outcome" as const, is })),
    ...(["correct", "neutral", "incorrect"] as const).map((is) => ({ kind: "label" as const, is })),
    ...(["unlabelled", "disagree", "judge-disagrees", "win", "no-win", "edited", "unreadable"] as const).map(
      (kind) => ({ kind }),
    ),
  ),
  fc.record({
    kind: fc.constant("field" as const),
    path: fc.constantFrom("source", "label", "steps", "6b_finetuning.is_correct"),
    value: fc.constantFrom("a", "b", "1", "-1", "false", "null"),
  }),
);

const query: fc.Arbitrary<Query> = fc.record({
  text: fc.constantFrom("", "", "apples", "0", "[1-3] \\+", "nowhere"),
  regex: fc.boolean(),
  caseSensitive: fc.boolean(),
  field: fc.constantFrom(null, "steps"),
  conditions: fc.array(condition, { maxLength: 3 }),
  sort: fc.constantFrom<SortKey>("file", "file", "first-error", "steps", "traces", "length", "win-rate"),
  descending: fc.boolean(),
});

const row = fc.oneof(
  fc.record({
    id: fc.string(),
    generator: fc.constant("m"),
    source: fc.constantFrom("a", "b", null),
    problem: fc.constantFrom("What is 1 + 1?", "How many apples?"),
    steps: fc.array(fc.constantFrom("1 + 1 = 2", "apples: 3", "So 0."), { minLength: 1, maxLength: 4 }),
    final_answer_correct: fc.boolean(),
    label: fc.integer({ min: -1, max: 2 }),
  }),
  fc.integer({ min: 0, max: 9 }).map(solutionRow),
  fc.constant({ nothing: "known" }),
);

const edit = fc.record({
  row: fc.nat(30),
  trace: fc.nat(1),
  step: fc.nat(3),
  label: fc.constantFrom("correct" as const, "incorrect" as const, null),
});

/** What a row's key is, by the plain facts. */
function keyOf({ row }: RowView, sort: SortKey): number | null {
  const facts = rowFacts(row);
  if (sort === "file") return 0;
  if (sort === "first-error") return facts.firstError;
  return sort === "win-rate" ? facts.winRate : facts[sort];
}

/** Whether two conditions are in one group of the list that people choose from. */
function sameGroup(a: Condition, b: Condition): boolean {
  if (a.kind === "field" || b.kind === "field") {
    return a.kind === "field" && b.kind === "field" && a.path === b.path;
  }
  return knownFacets.some(({ values }) =>
    [a, b].every((one) => values.some(({ condition }) => sameCondition(condition, one))),
  );
}

async function naive(session: DatasetSession, query: Query): Promise<number[]> {
  const rows: RowView[] = [];
  const kind = query.regex ? ("regex" as const) : ("literal" as const);
  const { text, caseSensitive, field } = query;
  for await (const hits of session.search({ text, kind, caseSensitive, field })) {
    for (const { row } of hits) {
      const view = await session.row(row);
      const holds = query.conditions.filter((one) => passes(view, [one]));
      if (query.conditions.every((one) => holds.some((other) => sameGroup(one, other)))) rows.push(view);
    }
  }
  rows.sort((a, b) => {
    if (query.sort === "file") return query.descending ? b.index - a.index : a.index - b.index;
    const [x, y] = [keyOf(a, query.sort), keyOf(b, query.sort)];
    if (x === y) return a.index - b.index;
    if (x === null || y === null) return x === null ? 1 : -1;
    return query.descending ? y - x : x - y;
  });
  return rows.map((view) => view.index);
}

async function editRow(
  session: DatasetSession,
  { row, ...change }: typeof edit extends fc.Arbitrary<infer T> ? T : never,
): Promise<void> {
  await session.apply(row % session.info.rows, { kind: "label", ...change, by: "person" }).catch(() => null);
}

describe("DatasetView", { timeout: 60_000 }, () => {
  it("shows what a plain filter over all rows finds, whatever was edited", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 25 }),
        fc.array(fc.oneof(query, edit), { minLength: 1, maxLength: 8 }),
        async (rows, acts) => {
          const { session } = await openText(`${jsonl(rows)}broken\n`);
          const view = createView(session);
          try {
            for (const act of acts) {
              if ("row" in act) {
                await editRow(session, act);
                continue;
              }
              view.set(act);
              await settled(view);
              expect(view.state.error).toBeNull();
              const expected = await naive(session, act);
              expect(shown(view)).toEqual(expected);
              expect(expected.map((one) => view.placeOf(one))).toEqual(expected.map((_, place) => place));
              for (const [place, one] of expected.entries()) {
                expect(await view.next(one, 1)).toBe(expected[place + 1] ?? null);
                expect(await view.next(one, -1)).toBe(expected[place - 1] ?? null);
              }
            }
          } finally {
            await view.close();
            await session.close();
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it.each<[string, (rows: readonly object[]) => string | Uint8Array]>([
    ["lines.jsonl", (rows) => `\uFEFF${jsonl(rows).replaceAll("\n", "\r\n")}`],
    ["array.json", (rows) => JSON.stringify(rows, null, 2)],
    ["packed.jsonl.gz", (rows) => gzipSync(jsonl(rows))],
  ])(
    "works out %s in workers as on this thread, edits of the meantime and pairs beside it counted",
    async (name, write) => {
      const rows = Array.from({ length: 700 }, (_, k) => (k % 50 === 7 ? { nothing: k } : solutionRow(k)));
      const { session } = await openText(write(rows), { name });
      await session.apply(3, { kind: "label", trace: 0, step: 0, label: "correct", by: "person" });
      await session.save();
      const view = viewOf(session);
      const counting = view.facets();
      const win = { text: "So it is 6.", continuation: null, run: null };
      await session.apply(4, { kind: "win", trace: 0, step: 1, win });
      await session.apply(5, { kind: "label", trace: 1, step: 0, label: "incorrect", by: "person" });
      await counting;
      for (const where of [
        "no-win",
        "win",
        "label=correct",
        "label=incorrect",
        "edited",
        "unreadable",
        "nothing=57",
      ]) {
        const condition = parseCondition(where);
        if (condition === null) throw new Error(where);
        const asked = { ...wholeFile, conditions: [condition] };
        view.set(asked);
        await settled(view);
        expect([where, shown(view)]).toEqual([where, await naive(session, asked)]);
      }
      expect(await view.facets()).toEqual(
        expect.arrayContaining([
          {
            title: "s_win",
            values: [expect.objectContaining({ rows: 1 }), expect.objectContaining({ rows: 685 })],
          },
        ]),
      );
    },
  );

  it("shows rows that are appended to the file", async () => {
    const wrong = { ...wholeFile, conditions: [{ kind: "outcome", is: "wrong" }] } satisfies Query;
    const { session, path } = await openText(jsonl([solutionRow(1), solutionRow(2)]));
    const view = viewOf(session);
    view.set(wrong);
    await settled(view);
    expect(shown(view)).toEqual([0, 1]);
    await appendFile(path, jsonl([solutionRow(3)]));
    await expect.poll(() => shown(view)).toEqual([0, 1, 2]);
  });

  it("keeps its rows where the pattern is none, and says why", async () => {
    const { session } = await openText(jsonl([solutionRow(1), solutionRow(2)]));
    const view = viewOf(session);
    view.set({ ...wholeFile, text: "1 apples" });
    await settled(view);
    expect(shown(view)).toEqual([0]);
    expect(view.hit(0)).toMatchObject({
      field: "question",
      excerpt: expect.stringContaining("1 apples") as string,
    });
    view.set({ ...wholeFile, text: "(", regex: true });
    await settled(view);
    expect(view.state).toMatchObject({ shown: 1, running: false, whole: false });
    expect(view.state.error).toContain("pattern");
    expect(await view.next(0, 1)).toBeNull();
  });

  it("keeps a row that an edit takes out of the query, until it is asked for again; counts follow at once", async () => {
    const { session } = await openText(jsonl([solutionRow(1), solutionRow(2)]));
    const view = viewOf(session);
    const unlabelled: Query = { ...wholeFile, conditions: [{ kind: "unlabelled" }] };
    view.set(unlabelled);
    await settled(view);
    for (const trace of [0, 1]) {
      await session.apply(0, { kind: "label", trace, step: 0, label: "correct", by: "person" });
    }
    expect((await view.facets())[1]?.values).toEqual([
      { condition: { kind: "label", is: "correct" }, title: "correct", rows: 1 },
      { condition: { kind: "unlabelled" }, title: "unlabelled", rows: 1 },
    ]);
    expect(shown(view)).toEqual([0, 1]);
    view.set(unlabelled);
    await settled(view);
    expect(shown(view)).toEqual([1]);
    // From a row that isn't shown keys lead to the nearest that is.
    expect(await view.next(0, 1)).toBe(1);
    expect(await view.next(0, -1)).toBeNull();
  });

  it("is one for all clients, and lets go with the last", async () => {
    const { session } = await openText(jsonl([solutionRow(1), solutionRow(2)]));
    const [tree, editor] = [createView(session), createView(session)];
    let told = 0;
    tree.onChange(() => told++);
    editor.set({ ...wholeFile, descending: true });
    expect(tree.at(0, 2)).toEqual([1, 0]);
    expect(told).toBeGreaterThan(0);
    await tree.close();
    await tree.close();
    told = 0;
    editor.set(wholeFile);
    expect([told, editor.at(0, 2)]).toEqual([0, [0, 1]]);
    await editor.close();
    const later = viewOf(session);
    expect(later.state).toMatchObject({ whole: true, found: 2, looked: 2, running: false, error: null });
  });

  it("ends where it is cancelled; what was found stays", async () => {
    const { session } = await openText(jsonl(Array.from({ length: 2000 }, (_, k) => solutionRow(k))));
    const view = viewOf(session);
    view.set({ ...wholeFile, conditions: [{ kind: "outcome", is: "wrong" }] });
    await view.next(-1, 1);
    view.cancel();
    const wrong = (await view.facetsSoFar())
      .flatMap(({ values }) => values)
      .find(({ title }) => title === "wrong");
    expect(wrong?.rows).toBe(view.state.counted);
    expect(view.state).toMatchObject({ running: false, error: null });
    expect(view.state.looked).toBeLessThan(view.state.rows);
    expect(view.state.found).toBe(view.state.looked);
    const counting = view.facets(AbortSignal.abort(new Error("No longer wanted.")));
    await expect(counting).rejects.toThrow("No longer wanted.");
  });

  it("is made anew where all rows are read otherwise", async () => {
    const { session } = await openText(jsonl([solutionRow(1), solutionRow(2)]));
    const view = viewOf(session);
    view.set({ ...wholeFile, sort: "steps" });
    await settled(view);
    await session.apply(1, { kind: "label", trace: 0, step: 0, label: "incorrect", by: "person" });
    view.set({ ...wholeFile, conditions: [{ kind: "label", is: "incorrect" }] });
    await settled(view);
    expect(shown(view)).toEqual([1]);
    await session.revert();
    await expect.poll(() => shown(view)).toEqual([]);
    expect((await view.facets()).map(({ title }) => title)).not.toContain("Row");
  });

  it("reads few rows by themselves rather than all of them", async () => {
    const { session } = await openText(jsonl(Array.from({ length: 300 }, (_, k) => solutionRow(k))));
    const view = viewOf(session);
    const asked: Query = { ...wholeFile, text: "11 apples", conditions: [{ kind: "outcome", is: "wrong" }] };
    view.set(asked);
    await settled(view);
    expect(shown(view)).toEqual(await naive(session, asked));
    expect(view.state).toMatchObject({ found: 3, counted: 0 });
  });
});

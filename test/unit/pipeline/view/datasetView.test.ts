import fc from "fast-check";
import { appendFile } from "node:fs/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Condition, Query, SortKey } from "../../../../src/core/query.ts";
import { rowFacts } from "../../../../src/pipeline/view/rowFacts.ts";
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
  conditions: fc.array(condition, { maxLength: 2 }),
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

async function naive(session: DatasetSession, query: Query): Promise<number[]> {
  const rows: RowView[] = [];
  const kind = query.regex ? ("regex" as const) : ("literal" as const);
  const { text, caseSensitive, field } = query;
  for await (const { row } of session.search({ text, kind, caseSensitive, field })) {
    const view = await session.row(row);
    if (passes(view, query.conditions)) rows.push(view);
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
});

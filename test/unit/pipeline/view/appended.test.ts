import fc from "fast-check";
import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { Query, ViewState } from "../../../../src/core/query.ts";
import { createView } from "../../../../src/pipeline/view/index.ts";
import { wholeFile, type DatasetView } from "../../../../src/pipeline/view/types.ts";
import type { Session } from "../../../../src/storage/session.ts";
import type { DatasetSession, SearchHit } from "../../../../src/storage/types.ts";
import { openDataset } from "../../../../src/storage/index.ts";
import { jsonl, label, openText, processRow, solutionRow, temporaryFolder } from "../../storage/support.ts";

/** As the watcher does, some time after the file has changed. */
async function lookAt(session: DatasetSession): Promise<void> {
  await (session as unknown as Session).lookAround();
}

/** Resolves when the view has caught up with its session. */
async function settled(session: DatasetSession, view: DatasetView): Promise<void> {
  await session.whenIndexed();
  const done = (): boolean => !view.state.running && view.state.looked === session.info.rows;
  while (!done()) {
    await new Promise<void>((resolve) => {
      const stop = view.onChange(() => {
        stop();
        resolve();
      });
    });
  }
}

/** All that a view says of its rows. */
async function said(view: DatasetView): Promise<object> {
  const rows = view.at(0, view.state.rows);
  return { rows, hits: rows.map((row) => view.hit(row)), facets: await view.facets() };
}

/** What a view that is opened now says. */
async function saidAnew(text: Uint8Array, query: Query): Promise<object> {
  const folder = temporaryFolder();
  const path = join(folder, "data.jsonl");
  writeFileSync(path, text);
  const session = await openDataset(path, { stateDir: null });
  const view = createView(session);
  try {
    view.set(query);
    await settled(session, view);
    return await said(view);
  } finally {
    await view.close();
    await session.close();
  }
}

/** A search that finds nothing, and goes on. */
async function* untilAborted(signal: AbortSignal | undefined): AsyncGenerator<readonly SearchHit[]> {
  await new Promise((resolve) => signal?.addEventListener("abort", resolve));
  signal?.throwIfAborted();
}

const row = fc.oneof(
  fc.nat(9).map((id) => JSON.stringify({ ...processRow(id, 2, (id % 3) - 1), source: id % 2 ? "é" : "数" })),
  fc.nat(9).map((id) => JSON.stringify(solutionRow(id))),
  fc.constantFrom("no row", "{}", '{"prompt":', " "),
);

const query = fc
  .record({
    text: fc.constantFrom("", "", "apples", "1", "数"),
    conditions: fc.constantFrom<Query["conditions"]>(
      [],
      [{ kind: "outcome", is: "wrong" }],
      [{ kind: "unreadable" }],
      [{ kind: "field", path: "source", value: "é" }],
    ),
    sort: fc.constantFrom<Query["sort"]>("file", "file", "steps", "length"),
    descending: fc.boolean(),
  })
  .map((some): Query => ({ ...wholeFile, ...some }));

describe("rows that are appended", { timeout: 60_000 }, () => {
  it("are shown as in a fresh view, wherever what is appended is torn", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 12 }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 5 }),
        query,
        fc.boolean(),
        async (rows, cuts, asked, counted) => {
          const text = Buffer.from(`${rows.join("\n")}\n`);
          const ends = [...cuts.map((cut) => Math.ceil(cut * text.length)), text.length].sort(
            (a, b) => a - b,
          );
          // An empty file may become anything.
          const first = Math.max(1, ends[0] ?? 1);
          const { session, path } = await openText(text.subarray(0, first));
          const view = createView(session);
          try {
            view.set(asked);
            if (counted) await view.facets();
            let at = first;
            for (const end of ends) {
              if (end <= at) continue;
              appendFileSync(path, text.subarray(at, end));
              at = end;
              await lookAt(session);
              await settled(session, view);
              expect(await said(view)).toEqual(await saidAnew(text.subarray(0, end), asked));
            }
          } finally {
            await view.close();
            await session.close();
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  const asked: Query = { ...wholeFile, text: "apples" };

  function viewOf(session: DatasetSession): DatasetView {
    const view = createView(session);
    onTestFinished(() => view.close());
    return view;
  }

  it("are all that a text search reads then; what was found before stays, and its order", async () => {
    const { session, path } = await openText(jsonl([solutionRow(0), processRow(1), solutionRow(2)]));
    const view = viewOf(session);
    const search = vi.spyOn(session, "search");
    view.set({ ...asked, descending: true });
    await settled(session, view);
    appendFileSync(path, jsonl([processRow(3), solutionRow(4)]));
    await lookAt(session);
    await settled(session, view);
    expect(search.mock.calls.map(([{ from }]) => from)).toEqual([0, 3]);
    expect(view.at(0, 9)).toEqual([4, 2, 0]);
    expect([0, 2, 4].map((row) => view.hit(row)?.field)).toEqual(["question", "question", "question"]);
  });

  it("are looked at after those that a search is still looking at", async () => {
    const { session, path } = await openText(jsonl(Array.from({ length: 3000 }, (_, id) => solutionRow(id))));
    const view = viewOf(session);
    view.set(asked);
    await view.next(-1, 1);
    appendFileSync(path, jsonl([processRow(3000), solutionRow(3001)]));
    await lookAt(session);
    await settled(session, view);
    expect(view.at(0, 4000)).toEqual([...Array.from({ length: 3000 }, (_, row) => row), 3001]);
  });

  it("move no row that an edit took out of the query", async () => {
    const { session, path } = await openText(jsonl([solutionRow(1), solutionRow(2)]));
    const view = viewOf(session);
    view.set({ ...wholeFile, conditions: [{ kind: "unlabelled" }] });
    await settled(session, view);
    for (const trace of [0, 1]) await session.apply(0, label(0, "correct", trace));
    appendFileSync(path, jsonl([solutionRow(3)]));
    await lookAt(session);
    await settled(session, view);
    expect(view.at(0, 9)).toEqual([0, 1, 2]);
  });

  it("are told of once they are looked at; only where that takes long, as a search under way", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    onTestFinished(() => void vi.useRealTimers());
    const { session, path } = await openText(jsonl([solutionRow(0), processRow(1)]));
    const view = viewOf(session);
    view.set(asked);
    await settled(session, view);
    const states: ViewState[] = [];
    view.onChange(() => states.push(view.state));
    appendFileSync(path, jsonl([solutionRow(2), processRow(3)]));
    await lookAt(session);
    await settled(session, view);
    expect(states.at(-1)).toMatchObject({ found: 2, rows: 4 });
    expect(states.filter(({ running, looked, rows }) => running || looked < rows)).toEqual([]);

    vi.spyOn(session, "search").mockImplementation((_, signal) => untilAborted(signal));
    appendFileSync(path, jsonl([solutionRow(4)]));
    await lookAt(session);
    expect(view.state).toMatchObject({ running: false, found: 2, looked: 4, rows: 4 });
    vi.advanceTimersByTime(600);
    expect(view.state).toMatchObject({ running: true, found: 2, looked: 4, rows: 5 });
    view.cancel();
    expect(view.state).toMatchObject({ running: false, found: 2, looked: 4, rows: 5 });
  });

  it("are not looked at where the search was cancelled", async () => {
    const { session, path } = await openText(jsonl(Array.from({ length: 3000 }, (_, id) => solutionRow(id))));
    const view = viewOf(session);
    view.set(asked);
    await view.next(-1, 1);
    view.cancel();
    const { found } = view.state;
    appendFileSync(path, jsonl([solutionRow(3000)]));
    await lookAt(session);
    expect(view.state).toMatchObject({ running: false, found, rows: 3001 });
  });
});

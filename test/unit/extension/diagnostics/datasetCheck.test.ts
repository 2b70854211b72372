import { afterAll, describe, expect, it } from "vitest";
import { later } from "../../../../src/extension/editor/batch.ts";
import { DatasetCheck, type DatasetCheckPorts } from "../../../../src/extension/diagnostics/datasetCheck.ts";
import { readEvaluation } from "../../../../src/extension/diagnostics/evaluation.ts";
import { sameThread } from "../../../../src/pipeline/check/jobs.ts";
import { CheckThreads } from "../../../../src/pipeline/check/threads.ts";
import type { SessionEvent } from "../../../../src/storage/types.ts";
import { fakeSession, processBench } from "../fakeSession.ts";

const good = (id: number) => processBench(id, [`It is ${id} + 2 = ${id + 2}.`, `So \\boxed{${id + 2}}.`], -1);
const bad = (id: number) => processBench(id, [`It is ${id} + 2 = ${id + 3}.`, `So \\boxed{${id + 3}}.`], -1);

const threads = new CheckThreads(1, null);
afterAll(() => threads.close());

function checking(
  rows: readonly unknown[],
  limit: number | null = 1000,
  evaluation?: DatasetCheckPorts["evaluation"],
) {
  const listeners = new Set<(event: SessionEvent) => void>();
  const fake = fakeSession(rows);
  const session = Object.assign(fake, {
    onEvent: (listener: (event: SessionEvent) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  });
  const failures: unknown[] = [];
  let reports = 0;
  const settings = { limit };
  const check = new DatasetCheck({
    session,
    looker: threads,
    report: () => reports++,
    limit: () => settings.limit,
    ...(evaluation === undefined ? {} : { evaluation }),
    failed: (error) => failures.push(error),
    later: (work) => later(work, 0),
  });
  const found = () => check.findings.all().map(({ row, rule }) => `${row ?? "all"} ${rule}`);
  /** Waits for the gathering of changes, then for their check. */
  const settled = async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    await check.settled();
  };
  const tell = (event: SessionEvent) => listeners.forEach((listener) => listener(event));
  return { check, session, settings, found, settled, tell, failures, listeners, reports: () => reports };
}

describe("DatasetCheck", { timeout: 60_000 }, () => {
  it("finds false equations, rows that can't be read and what rules say, by row", async () => {
    const { check, found, settled, reports } = checking([good(1), bad(2), "oops", good(4), good(4)]);
    check.start();
    await settled();
    expect(found()).toEqual(["1 false-equation", "2 unreadable-row", "4 duplicate-problem"]);
    expect(check.findings.of(1)[0]).toMatchObject({
      line: 2,
      trace: 0,
      step: 0,
      severity: "warning",
      message: expect.stringMatching(/2 \+ 2 = 5 is false: expected 4/u) as string,
    });
    expect(reports()).toBeGreaterThan(0);
  });

  it("checks again only the rows that changed", async () => {
    const { check, session, found, settled, tell } = checking([good(1), bad(2), bad(3)]);
    check.start();
    await settled();
    session.reads.length = 0;
    session.raws[1] = JSON.stringify(good(2));
    tell({ kind: "rows", rows: [1] });
    await settled();
    expect(found()).toEqual(["2 false-equation"]);
    expect(session.reads).toEqual([1]);
  });

  it("compares a changed row with all others anew, and those that said, or say now, the same", async () => {
    const { check, session, found, settled, tell } = checking([good(1), good(1), good(2)]);
    const set = async (row: number, to: unknown) => {
      session.raws[row] = JSON.stringify(to);
      tell({ kind: "rows", rows: [row] });
      await settled();
    };
    check.start();
    await settled();
    expect(found()).toEqual(["1 duplicate-problem"]);
    await set(1, { ...good(1), label: 1 });
    expect(found()).toContain("1 duplicate-problem");
    await set(1, good(7));
    expect(found()).toEqual([]);
    await set(0, good(2));
    expect(check.findings.all().map(({ row, sameAs }) => [row, sameAs])).toEqual([[2, 0]]);
    await set(0, good(3));
    expect(found()).toEqual([]);
  });

  it("stops at the most rows of the settings, and says so; a whole check goes on to the end", async () => {
    const { check, session, found, settled } = checking([good(1), good(2), bad(3)], 2);
    check.start();
    await settled();
    expect(found()).toEqual(["all check-limit"]);
    expect(Math.max(...session.reads)).toBe(1);
    expect(await check.all(Infinity)).toEqual({ row: 3, rows: 3 });
    expect(found()).toEqual(["2 false-equation"]);
  });

  it("checks rows that another program appends", async () => {
    const { check, session, found, settled, tell } = checking([good(1)]);
    check.start();
    await settled();
    session.reads.length = 0;
    session.raws.push(JSON.stringify(bad(2)), JSON.stringify(good(1)));
    tell({ kind: "info" });
    await settled();
    expect(found()).toEqual(["1 false-equation", "2 duplicate-problem"]);
    expect(session.reads).toEqual([1, 2]);
  });

  it("checks nothing where the settings say so, and forgets what it found when they come to", async () => {
    const { check, session, settings, found, settled, tell } = checking([bad(1)], null);
    check.start();
    tell({ kind: "rows", rows: [0] });
    await settled();
    expect(session.reads).toEqual([]);
    settings.limit = 10;
    check.start();
    await settled();
    expect(found()).toEqual(["0 false-equation"]);
    settings.limit = null;
    check.start();
    expect(found()).toEqual([]);
  });

  it("checks all again when all rows may read differently", async () => {
    const { check, session, found, settled, tell } = checking([bad(1), good(2)]);
    check.start();
    await settled();
    session.raws.splice(0, 2, JSON.stringify(good(1)), JSON.stringify(bad(2)));
    tell({ kind: "all" });
    await settled();
    expect(found()).toEqual(["1 false-equation"]);
  });

  it("can be cancelled, and keeps what it found so far", async () => {
    const rows = Array.from({ length: 500 }, (_, at) => bad(at));
    const { check, session } = checking(rows);
    const stop = new AbortController();
    const read = session.rows.bind(session);
    session.rows = (from, to) => {
      if (from >= 100) stop.abort();
      return read(from, to);
    };
    const end = await check.all(Infinity, stop.signal);
    expect(end.rows).toBe(500);
    expect(end.row).toBeGreaterThan(0);
    expect(end.row).toBeLessThan(300);
    expect(check.findings.all().length).toBe(end.row);
  });

  it("reports nothing more after it is disposed", async () => {
    const { check, settled, reports, listeners, failures } = checking([bad(1), bad(2)]);
    check.start();
    check.dispose();
    await settled();
    expect([reports(), listeners.size, failures]).toEqual([0, 0, []]);
  });

  it("tells what failed in the background", async () => {
    const { check, session, settled, failures } = checking([bad(1)]);
    session.rows = () => Promise.reject(new Error("gone"));
    check.start();
    await settled();
    expect(failures).toEqual([new Error("gone")]);
    expect(check.findings.all()[0]?.message).toBe("The check stopped: gone");
  });

  it("says which rows to leave out of a copy, long ones included", async () => {
    const long = processBench(1, ["word ".repeat(100_000)], -1);
    const { check } = checking([good(1), bad(1), good(1), long, long]);
    const seen: number[] = [];
    await check.all(Infinity);
    expect(check.whole).toBe(true);
    const signal = new AbortController().signal;
    const drops = await check.drops(["duplicate-problem"], signal, ({ row }) => seen.push(row));
    expect([...drops.rows.keys()]).toEqual([2, 4]);
    await expect(
      check.drops(["leakage"], AbortSignal.abort(new Error("stop")), () => undefined),
    ).rejects.toThrow("stop");
  });

  it("flags problems of evaluation sets, and says which set can't be read", async () => {
    const test = fakeSession([good(1)]);
    const { check, session, found, settled, tell } = checking([good(1), good(2)], 1000, (signal) =>
      readEvaluation(
        ["sets/test.jsonl", "/away.jsonl"],
        "/data",
        (path) =>
          path === "/data/sets/test.jsonl" ? Promise.resolve(test) : Promise.reject(new Error("not there")),
        sameThread(),
        signal,
      ),
    );
    check.start();
    await settled();
    expect(found()).toEqual(["all evaluation-set", "0 leakage"]);
    expect(check.findings.all()[0]?.message).toMatch(/away\.jsonl.*not there/u);
    session.raws[1] = JSON.stringify(good(1));
    tell({ kind: "rows", rows: [1] });
    await settled();
    expect(found()).toContain("1 leakage");
  });

  it("tells of bias in length as pairs come and go", async () => {
    const pair = (at: number, win: string) => ({
      prompt: `Add ${at} and 1.`,
      chosen: win,
      rejected: `It is ${at}.`,
    });
    const long = (at: number) => pair(at, `It is ${at + 1}, as anyone can see who counts on by one.`);
    const { check, session, found, settled, tell } = checking(
      Array.from({ length: 29 }, (_, at) => long(at)),
    );
    check.start();
    await settled();
    expect(found()).toEqual([]);
    session.raws.push(JSON.stringify(long(29)));
    tell({ kind: "info" });
    await settled();
    expect(found()).toEqual(["all length-bias"]);
    session.raws[3] = JSON.stringify(pair(3, ""));
    tell({ kind: "rows", rows: [3] });
    await settled();
    expect(found()).toEqual(["3 empty-side"]);
  });
});

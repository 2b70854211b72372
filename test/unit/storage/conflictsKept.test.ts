import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readJournal } from "../../../src/storage/journal/journal.ts";
import { rowEffect, type Op } from "../../../src/storage/journal/editLog.ts";
import { Leftovers } from "../../../src/storage/sharing/leftovers.ts";
import { statePaths } from "../../../src/storage/sharing/statePaths.ts";
import type { Edit } from "../../../src/storage/types.ts";
import {
  forgetTexts,
  jsonl,
  label,
  openOther,
  openPath,
  openText,
  processRow,
  solutionRow,
  temporaryFolder,
  until,
  win,
  type Opened,
} from "./support.ts";

const rows = [0, 1, 2].map((id) => processRow(id));
const changed = [rows[0], processRow(55), rows[2]];

function stepText(step: number, text: string) {
  return { kind: "stepText", trace: 0, step, text } as const;
}

/** Closes a session with unsaved edits, lets another program write the file, and opens it anew. */
type Return = (opened: Opened, written: string, between?: () => Promise<void>) => Promise<Reopened>;
type Reopened = Opened & { readonly lost: readonly Edit[] };

const recovered: Return = async ({ session, path }, written, between) => {
  await session.close();
  await between?.();
  writeFileSync(path, written);
  const again = await openPath(path);
  return { ...again, lost: await again.session.recover() };
};

const restored: Return = async ({ session, path }, written) => {
  const backup = join(path, "..", "backup");
  await session.backup(backup);
  await session.close();
  writeFileSync(path, written);
  const again = await openPath(path);
  await again.session.restore(backup);
  return { ...again, lost: [] };
};

/** What is said of edits that can't be put back now. */
function waits({ path, stateDir }: Opened, edits: string, rowsAre: string): unknown {
  const { left } = statePaths(stateDir!, path);
  const beginning = new RegExp(`^${edits} of a window .* recoverable, in (.*)\\. ${rowsAre}: `, "u");
  return expect.toSatisfy((warning: string) => beginning.exec(warning)?.[1] === left) as unknown;
}

describe.each([
  ["recovered after a kill", recovered],
  ["restored from a backup", restored],
])("an edit of a row that another program changed, %s,", (_, comeBack) => {
  async function inConflict(): Promise<Reopened> {
    const opened = await openText(jsonl(rows));
    await opened.session.apply(0, label(0, "incorrect"));
    await opened.session.apply(1, label(0, "incorrect"));
    await opened.session.apply(1, stepText(1, "too"));
    await opened.session.apply(1, stepText(0, "mine"));
    return comeBack(opened, jsonl(changed));
  }
  const [, , last] = (rows[1] as { steps: string[] }).steps;
  const mine = { ...processRow(1, 3, 0), steps: ["mine", "too", last] };

  it("is in conflict with it", async () => {
    const { session, lost } = await inConflict();
    expect(lost).toEqual([]);
    expect(session.recoverable).toBeNull();
    expect(session.conflicts).toEqual([1]);
    expect(session.info.warning).toContain("Another program changed row 2");
    expect(await session.conflict(1)).toEqual({
      row: 1,
      base: JSON.stringify(rows[1]),
      mine: JSON.stringify(mine),
      theirs: JSON.stringify(changed[1]),
    });
    expect(session.edits.map(({ row }) => row)).toEqual([0, 1, 1, 1]);
    await expect(session.save()).rejects.toMatchObject({ kind: "changed-on-disk" });
  });

  it("is kept over it", async () => {
    const { session, content } = await inConflict();
    const edit = (await session.resolve(1, "mine"))!;
    await session.undo(edit);
    expect((await session.row(1)).raw).toBe(JSON.stringify(changed[1]));
    await session.redo(edit);
    await session.save();
    expect(await content()).toBe(jsonl([processRow(0, 3, 0), mine, rows[2]]));
  });

  it("is dropped for it", async () => {
    const { session, content } = await inConflict();
    expect(await session.resolve(1, "theirs")).toBeNull();
    await session.save();
    expect(await content()).toBe(jsonl([processRow(0, 3, 0), changed[1], rows[2]]));
  });

  it("is undone and done again as before", async () => {
    const { session } = await inConflict();
    const [, first, second, third] = session.edits;
    await session.undo(third!);
    await session.redo(third!);
    expect(await session.conflict(1)).toMatchObject({ mine: JSON.stringify(mine) });
    for (const edit of [third!, second!, first!]) await session.undo(edit);
    expect(session.conflicts).toEqual([]);
    expect((await session.row(1)).raw).toBe(JSON.stringify(changed[1]));
  });

  it("is in conflict once more after another kill, and in another process", async () => {
    const opened = await inConflict();
    const before = await opened.session.conflict(1);
    const beside = await openOther(opened.path);
    expect(await beside.session.conflict(1)).toEqual(before);
    await beside.session.close();
    const again = await comeBack(opened, jsonl([rows[0], processRow(66), rows[2]]));
    expect(again.lost).toEqual([]);
    expect(await again.session.conflict(1)).toEqual({ ...before, theirs: JSON.stringify(processRow(66)) });
    await again.session.resolve(1, "mine");
    await again.session.save();
    expect(await again.content()).toBe(jsonl([processRow(0, 3, 0), mine, rows[2]]));
  });

  it("is no conflict where the row is as it was", async () => {
    const opened = await inConflict();
    const again = await comeBack(opened, jsonl(rows));
    expect(again.session.conflicts).toEqual([]);
    await again.session.save();
    expect(await again.content()).toBe(jsonl([processRow(0, 3, 0), mine, rows[2]]));
  });

  it("that was undone is none", async () => {
    const opened = await openText(jsonl(rows));
    await opened.session.apply(0, label(0, "incorrect"));
    await opened.session.undo(await opened.session.apply(1, label(0, "incorrect")));
    const { session } = await comeBack(opened, jsonl(changed));
    expect(session.conflicts).toEqual([]);
    expect(session.info.warning).toBeNull();
  });

  it("that was undone and done again is in conflict", async () => {
    const opened = await openText(jsonl(rows));
    const edit = await opened.session.apply(1, label(0, "incorrect"));
    await opened.session.undo(edit);
    await opened.session.redo(edit);
    const { session } = await comeBack(opened, jsonl(changed));
    expect(await session.conflict(1)).toMatchObject({ mine: JSON.stringify(processRow(1, 3, 0)) });
    await session.undo(session.edits[0]!);
    expect(session.info.dirty).toBe(false);
  });

  it("that undid what was saved is in conflict", async () => {
    const opened = await openText(jsonl(rows));
    const edit = await opened.session.apply(1, label(0, "incorrect"));
    await opened.session.save();
    await opened.session.undo(edit);
    const { session } = await comeBack(opened, jsonl(changed));
    expect(await session.conflict(1)).toMatchObject({
      base: JSON.stringify(processRow(1, 3, 0)),
      mine: JSON.stringify(rows[1]),
    });
  });

  it("that was made while a save was under way is in conflict", async () => {
    const opened = await openText(jsonl(rows));
    await opened.session.apply(1, label(0, "incorrect"));
    const saving = opened.session.save();
    await opened.session.apply(1, stepText(1, "too"));
    await opened.session.apply(1, stepText(0, "mine"));
    await saving;
    const { session } = await comeBack(opened, jsonl(changed));
    expect(await session.conflict(1)).toMatchObject({ mine: JSON.stringify(mine) });
  });

  it("whose row is gone can only be dropped", async () => {
    const opened = await openText(jsonl(rows));
    await opened.session.apply(2, label(0, "incorrect"));
    const { session } = await comeBack(opened, jsonl(rows.slice(0, 1)));
    expect(await session.conflict(2)).toMatchObject({
      mine: JSON.stringify(processRow(2, 3, 0)),
      theirs: null,
    });
    await session.resolve(2, "theirs");
    expect(session.info).toMatchObject({ dirty: false, warning: null });
  });

  it("whose row is too long to be kept waits, and says where", async () => {
    const long = { ...processRow(1), problem: "é".repeat(9 << 20) };
    const opened = await openText(jsonl([rows[0], long]));
    await opened.session.apply(1, label(0, "incorrect"));
    const { session, content } = await comeBack(opened, jsonl(changed));
    expect(session.conflicts).toEqual([]);
    expect(session.info).toMatchObject({ dirty: false, warning: waits(opened, "One edit", "Row 2") });
    expect(session.recoverable).toMatchObject([{ row: 1, title: "Label step 1 incorrect" }]);
    writeFileSync(opened.path, jsonl([rows[0], long]));
    await session.reload();
    expect(await session.recover()).toEqual([]);
    expect(session.info.warning).toBeNull();
    expect(session.recoverable).toBeNull();
    await session.save();
    expect(await content()).toBe(jsonl([rows[0], { ...processRow(1, 3, 0), problem: long.problem }]));
  });

  it("lies over a pair in the file beside it, as it would have in that session", async () => {
    const opened = await openText(jsonl([solutionRow(1)]));
    await opened.session.apply(0, win(0, " mine"));
    const pairs = join(opened.path, "..", "data.pairs.jsonl");
    await opened.session.save();
    const line = readFileSync(pairs, "utf8");
    await opened.session.apply(0, win(0, " mine too"));
    writeFileSync(pairs, line.replaceAll(" mine", " theirs"));
    const { session } = await comeBack(opened, jsonl([solutionRow(1)]));
    expect((await session.row(0)).row!.pairs).toMatchObject([{ win: " mine too" }]);
    expect((await session.texts(0)).onDisk.pairs[0]).toContain(" theirs");
    await session.save();
    expect(readFileSync(pairs, "utf8")).toBe(line.replaceAll(" mine", " mine too"));
  });
});

describe("a journal", () => {
  it("of an older version, without texts of rows, is read as before", async () => {
    const opened = await openText(jsonl(rows));
    await opened.session.apply(0, label(0, "incorrect"));
    await opened.session.apply(1, label(0, "incorrect"));
    const { session, lost } = await recovered(opened, jsonl(changed), () => forgetTexts(opened));
    expect(lost.map(({ row }) => row)).toEqual([1]);
    expect(session.edits.map(({ row }) => row)).toEqual([0]);
    expect(session.info.warning).toEqual(waits(opened, "One edit", "Row 2"));
    await session.discardRecovered();
    expect(session.info.warning).toBeNull();
    expect(session.recoverable).toBeNull();
  });

  it("keeps a row's text once, not with each edit", async () => {
    const opened = await openText(jsonl(rows));
    for (const step of [0, 1, 2]) await opened.session.apply(1, label(step, "incorrect"));
    const entries = await readJournal(statePaths(opened.stateDir!, opened.path).journal);
    expect(entries!.flatMap((entry) => (entry.kind === "op" ? [entry.op.base] : []))).toEqual([
      JSON.stringify(rows[1]),
      undefined,
      undefined,
    ]);
  });
});

describe("edits that two killed windows left, one after the other, in one row", () => {
  /** Labels of steps that nobody recovered in between. */
  async function leftTwice(): Promise<Opened> {
    const opened = await openText(jsonl(rows));
    await opened.session.apply(1, stepText(0, "first"));
    await opened.session.apply(1, stepText(1, "first too"));
    await opened.session.apply(2, label(0, "incorrect"));
    await opened.session.close();
    const ignoring = await openPath(opened.path);
    await ignoring.session.apply(1, stepText(0, "second"));
    await ignoring.session.close();
    return openPath(opened.path);
  }

  it("are taken one after the other: the later wait, and are chosen from then", async () => {
    const opened = await leftTwice();
    const { session, content } = opened;
    expect(session.recoverable).toHaveLength(4);
    expect(await session.recover()).toMatchObject([{ row: 1, title: "Edit step 1" }]);
    expect(session.edits.map(({ row }) => row)).toEqual([1, 1, 2]);
    expect((await session.row(1)).raw).toContain('"first","first too"');
    expect(session.info.warning).toEqual(waits(opened, "One edit", "Row 2"));
    expect(session.info.warning).toContain("save or undo those");
    // Asked again too early, nothing is done twice.
    expect(await session.recover()).toHaveLength(1);
    expect(session.edits).toHaveLength(3);
    await session.save();
    expect(await session.recover()).toEqual([]);
    expect(session.recoverable).toBeNull();
    expect(await session.conflict(1)).toMatchObject({ base: JSON.stringify(rows[1]) });
    await session.resolve(1, "mine");
    await session.save();
    expect(await content()).toContain('"second"');
    expect(await content()).not.toContain("first too");
  });

  it("wait through another kill, and may be discarded", async () => {
    const opened = await leftTwice();
    await opened.session.recover();
    await opened.session.close();
    const { session } = await openPath(opened.path);
    // Those that waited are the older now.
    expect(session.recoverable).toHaveLength(4);
    const waiting = await session.recover();
    expect(waiting.every(({ row }) => row === 1)).toBe(true);
    expect(waiting).not.toEqual([]);
    await session.discardRecovered();
    expect(session.info).toMatchObject({ dirty: true, warning: null });
    expect(session.recoverable).toBeNull();
  });

  it("of a pair are taken in their order", async () => {
    const opened = await openText(jsonl([solutionRow(1)]));
    await opened.session.apply(0, win(0, " first"));
    await opened.session.close();
    const ignoring = await openPath(opened.path);
    await ignoring.session.apply(0, win(0, " second"));
    await ignoring.session.close();
    const { session } = await openPath(opened.path);
    expect(await session.recover()).toEqual([]);
    const wins = async () => (await session.row(0)).row!.pairs.map((pair) => pair.win);
    expect(await wins()).toEqual([" second"]);
    await session.undo(session.edits.at(-1)!);
    expect(await wins()).toEqual([" first"]);
  });
});

it("an edit left in a row that was edited anew waits until that is saved or undone", async () => {
  const opened = await openText(jsonl(rows));
  await opened.session.apply(1, label(0, "incorrect"));
  await opened.session.close();
  const { session } = await openPath(opened.path);
  const anew = await session.apply(1, stepText(0, "anew"));
  expect(await session.recover()).toHaveLength(1);
  expect(session.info.warning).toEqual(waits(opened, "One edit", "Row 2"));
  await session.undo(anew);
  expect(await session.recover()).toEqual([]);
  expect(session.edits.map(({ title }) => title)).toEqual(["Label step 1 incorrect"]);
  expect(session.info.warning).toBeNull();
});

it("a save of one who can't place another's edit leaves it to that one, and to be recovered", async () => {
  const opened = await openText(jsonl(rows));
  await opened.session.apply(1, label(0, "incorrect"));
  await forgetTexts(opened);
  writeFileSync(opened.path, jsonl(changed));
  const late = await openOther(opened.path);
  await until(() => expect(late.session.info.warning).toMatch(/^An unsaved edit .* left out: row 2\.$/u));
  expect(late.session.edits).toEqual([]);
  await late.session.apply(0, label(0, "incorrect"));
  await late.session.save();
  await until(() => expect(opened.session.info.rows).toBe(3));
  expect(await opened.session.conflict(1)).toMatchObject({ mine: JSON.stringify(processRow(1, 3, 0)) });
  await opened.session.close();
  await late.session.close();
  expect((await openPath(opened.path)).session.recoverable).toMatchObject([{ row: 1 }]);
});

it("edits that two processes put aside stay until each is forgotten by one who saw it", async () => {
  const paths = statePaths(join(temporaryFolder(), "state"), "data.jsonl");
  const process = (): Leftovers => new Leftovers(paths, (message) => expect.fail(message));
  const [first, second] = [process(), process()];
  const op = (seq: number): Op => {
    const edit = { id: seq, row: seq, change: stepText(0, "kept"), title: "Edit step 1", at: "" };
    return { seq, by: "ended", op: "apply", edit, effect: rowEffect("{}", []) };
  };
  await first.keep([op(1)]);
  await second.keep([op(2)]);
  const left = async (): Promise<number[]> => {
    const third = process();
    await third.look();
    return third.ops.map(({ seq }) => seq);
  };
  expect(await left()).toEqual([1, 2]);
  await first.forget(first.ops);
  expect(await left()).toEqual([2]);
  expect(first.ops).toEqual(second.ops.filter(({ seq }) => seq === 2));
});

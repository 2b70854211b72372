import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { OnDisk } from "../../../src/storage/journal/onDisk.ts";
import {
  jsonl,
  label,
  openPath,
  openText,
  processRow,
  temporaryFolder,
  until,
  type Opened,
} from "./support.ts";

const rows = [0, 1, 2, 3].map((id) => processRow(id));

/** Rows 2 and 3 are edited here, and changed on disk by another program. */
async function inConflict(name = "data.jsonl"): Promise<Opened & { third: unknown }> {
  const layout = name.endsWith("l") ? jsonl : (all: readonly unknown[]) => JSON.stringify(all, null, 2);
  const opened = await openText(layout(rows), { name });
  await opened.session.apply(0, label(0, "incorrect"));
  await opened.session.apply(1, label(0, "incorrect"));
  await opened.session.apply(2, label(0, "incorrect"));
  await opened.session.apply(2, label(1, "incorrect"));
  const { raw } = await opened.session.row(2);
  writeFileSync(opened.path, layout([rows[0], processRow(55), processRow(66), rows[3]]));
  await expect(opened.session.save()).rejects.toMatchObject({ kind: "changed-on-disk" });
  return { ...opened, third: JSON.parse(raw) };
}

describe("rows changed here and on disk", () => {
  it("are told with what a choice is made between", async () => {
    const { session } = await inConflict();
    expect(session.conflicts).toEqual([1, 2]);
    expect(await session.conflict(0)).toBeNull();
    expect(await session.conflict(1)).toEqual({
      row: 1,
      base: JSON.stringify(processRow(1)),
      mine: JSON.stringify(processRow(1, 3, 0)),
      theirs: JSON.stringify(processRow(55)),
    });
  });

  it("are in conflict in a folder of one-row files though their files were read since", async () => {
    const path = join(temporaryFolder(), "rows");
    mkdirSync(path);
    for (const [k, row] of rows.entries()) writeFileSync(join(path, `${k}.json`), JSON.stringify(row));
    const { session } = await openPath(path);
    await session.apply(1, label(0, "incorrect"));
    const theirs = JSON.stringify(processRow(55));
    writeFileSync(join(path, "1.json"), theirs);
    await session.rows(0, 4);
    await expect(session.save()).rejects.toMatchObject({ kind: "changed-on-disk" });
    expect(session.conflicts).toEqual([1]);
    expect(readFileSync(join(path, "1.json"), "utf8")).toBe(theirs);
  });

  it("are in conflict while the pairs can't be read, and after", async () => {
    const { session, path } = await openText(jsonl(rows));
    await session.apply(1, label(0, "incorrect"));
    const pairs = join(path, "..", "data.pairs.jsonl");
    mkdirSync(pairs);
    const theirs = jsonl([rows[0], processRow(55), ...rows.slice(2)]);
    writeFileSync(path, theirs);
    await expect(session.save()).rejects.toThrow("data.pairs.jsonl: it is a folder");
    expect(session.conflicts).toEqual([1]);
    expect(session.info.warning).toContain("row 2");
    rmSync(pairs, { recursive: true });
    await expect(session.save()).rejects.toMatchObject({ kind: "changed-on-disk" });
    expect(readFileSync(path, "utf8")).toBe(theirs);
  });

  it("are found once what could not be read can be", async () => {
    const { session, path, events } = await openText(jsonl(rows));
    await session.apply(1, label(0, "incorrect"));
    const reading = vi.spyOn(OnDisk.prototype, "textOf").mockRejectedValue(new Error("not now"));
    onTestFinished(() => reading.mockRestore());
    const theirs = jsonl([rows[0], processRow(55), ...rows.slice(2)]);
    writeFileSync(path, theirs);
    await expect(session.save()).rejects.toThrow("not now");
    expect(session.conflicts).toEqual([]);
    expect(events).toContainEqual({ kind: "all" });
    reading.mockRestore();
    await until(() => expect(session.conflicts).toEqual([1]));
    await expect(session.save()).rejects.toMatchObject({ kind: "changed-on-disk" });
    expect(readFileSync(path, "utf8")).toBe(theirs);
  });

  it("are resolved one by one, as edits that can be undone", async () => {
    const { session, path, events, third } = await inConflict();
    expect(await session.resolve(1, "theirs")).toBeNull();
    expect(session.conflicts).toEqual([2]);
    expect((await session.row(1)).edited).toBe(false);
    expect(session.info.warning).toContain("row 3");
    await expect(session.save()).rejects.toMatchObject({ kind: "changed-on-disk" });
    const edit = (await session.resolve(2, "mine"))!;
    expect(events.slice(-2)).toEqual([{ kind: "rows", rows: [2] }, { kind: "info" }]);
    expect(session.info.warning).toBeNull();
    expect(session.edits.map(({ row, title }) => [row, title])).toEqual([
      [0, "Label step 1 incorrect"],
      [2, "Keep edits over the change on disk"],
    ]);
    await session.undo(edit);
    expect((await session.row(2)).raw).toBe(JSON.stringify(processRow(66)));
    await session.redo(edit);
    await session.save();
    expect(readFileSync(path, "utf8")).toBe(jsonl([processRow(0, 3, 0), processRow(55), third, rows[3]]));
    await expect(session.resolve(2, "mine")).rejects.toMatchObject({ kind: "refused" });
  });

  it.each(["data.jsonl", "data.json"])("are merged into a text of one's own in %s", async (name) => {
    const { session, path } = await inConflict(name);
    const merged = JSON.stringify(processRow(7), null, 2);
    await expect(session.resolve(1, { text: "[1]" })).rejects.toThrow("must be a JSON object");
    await expect(session.resolve(1, { text: "{" })).rejects.toThrow("Row 2: the merged text is not JSON");
    expect(session.conflicts).toEqual([1, 2]);
    await session.resolve(1, { text: `${merged}\n` });
    await session.resolve(2, "theirs");
    await session.save();
    expect((await session.row(1)).row!.problem).toBe("What is 7 + 7?");
    expect(await session.rows(0, 9)).toHaveLength(4);
    expect(readFileSync(path, "utf8")).toContain(name.endsWith("l") ? JSON.stringify(processRow(7)) : merged);
  });

  it("are resolved all at once", async () => {
    const mine = await inConflict();
    expect(await mine.session.resolveAll("mine")).toHaveLength(2);
    await mine.session.save();
    expect(readFileSync(mine.path, "utf8")).toBe(
      jsonl([processRow(0, 3, 0), processRow(1, 3, 0), mine.third, rows[3]]),
    );
    const theirs = await inConflict();
    expect(await theirs.session.resolveAll("theirs")).toEqual([]);
    expect(theirs.session.edits.map(({ row }) => row)).toEqual([0]);
    await theirs.session.save();
    expect(readFileSync(theirs.path, "utf8")).toBe(
      jsonl([processRow(0, 3, 0), processRow(55), processRow(66), rows[3]]),
    );
  });

  it("that are gone from the file can only be dropped", async () => {
    const { session, path } = await inConflict();
    writeFileSync(path, jsonl([processRow(8), processRow(9)]));
    await session.reload().catch(() => undefined);
    await session.apply(1, label(0, "incorrect"));
    writeFileSync(path, jsonl([processRow(8)]));
    await expect(session.save()).rejects.toMatchObject({ kind: "changed-on-disk" });
    expect(session.conflicts).toEqual([1]);
    expect(await session.conflict(1)).toMatchObject({ theirs: null });
    await expect(session.resolve(1, "mine")).rejects.toThrow("no longer in the file");
    expect(await session.resolveAll("mine")).toEqual([]);
    expect(session.conflicts).toEqual([1]);
    await session.resolve(1, "theirs");
    expect(session.info).toMatchObject({ dirty: false, warning: null, rows: 1 });
  });

  it("that can't be read any more keep their edits: they go elsewhere, or are dropped", async () => {
    const { session, path } = await openText(jsonl(rows));
    await session.apply(1, label(0, "incorrect"));
    await session.apply(2, label(0, "incorrect"));
    const [first, , , last] = rows.map((row) => Buffer.from(`${JSON.stringify(row)}\n`));
    const broken = Buffer.from(JSON.stringify(rows[1])).fill(0xff, 40, 42);
    const other = Buffer.from(`\n${JSON.stringify(processRow(66))}\n`);
    const written = Buffer.concat([first!, broken, other, last!]);
    writeFileSync(path, written);
    await expect(session.save()).rejects.toMatchObject({ kind: "changed-on-disk" });
    const conflict = await session.conflict(1);
    for (const choice of ["mine", { text: "{}" }] as const)
      await expect(session.resolve(1, choice)).rejects.toThrow(
        /^Row 2: your edits can't .* not valid UTF-8.* kept/u,
      );
    // The others are resolved.
    expect(await session.resolveAll("mine")).toMatchObject([{ row: 2 }]);
    expect(session.conflicts).toEqual([1]);
    expect(await session.conflict(1)).toEqual(conflict);
    expect(session.edits.map(({ row }) => row)).toEqual([1, 2]);
    const copy = `${path.slice(0, -6)}-copy.jsonl`;
    await session.saveAs(copy);
    const kept = [rows[0], processRow(1, 3, 0), processRow(2, 3, 0), rows[3]];
    expect(readFileSync(copy, "utf8")).toBe(jsonl(kept));
    expect(readFileSync(path).equals(written)).toBe(true);
    await session.resolve(1, "theirs");
    await session.save();
    expect(readFileSync(path).includes(broken)).toBe(true);
  });
});

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  solutionRow,
  jsonl,
  label,
  openPath,
  openText,
  processRow,
  temporaryFolder,
  win,
} from "./support.ts";

const rows = [0, 1, 2, 3].map((id) => processRow(id));

describe.each([
  ["JSONL", "a.jsonl", jsonl(rows)],
  ["JSONL without a last newline", "a.jsonl", jsonl(rows).slice(0, -1)],
  ["JSONL with CRLF", "a.jsonl", jsonl(rows).replaceAll("\n", "\r\n")],
  [
    "JSONL with a byte order mark and blank lines",
    "a.ndjson",
    `\ufeff\n  \n${jsonl(rows).replaceAll("\n", "\n\n \t\n")}`,
  ],
  ["a pretty-printed array", "a.json", JSON.stringify(rows, null, 2)],
  ["an array on one line", "a.json", JSON.stringify(rows)],
  [
    "an array with odd spacing",
    "a.json",
    `\ufeff \n[\n\n${rows.map((row) => `\t${JSON.stringify(row, null, 1)} \r\n`).join(" , ")}]\n\n`,
  ],
])("%s", (_, name, text) => {
  it("reads all rows", async () => {
    const { session } = await openText(text, { name });
    const views = await session.rows(0, 99);
    expect(views.map((view) => JSON.parse(view.raw) as unknown)).toEqual(rows);
    expect(session.info).toMatchObject({
      rows: 4,
      indexed: true,
      dirty: false,
      format: "processbench",
      warning: null,
    });
    for (const view of views) {
      const line = text.split("\n")[view.line! - 1]!;
      expect(line).toContain(view.raw.slice(0, 1));
    }
  });

  it("changes the one value only, undoes, and saves", async () => {
    const { session, content, path } = await openText(text, { name });
    const edit = await session.apply(2, label(1, "incorrect"));
    expect(session.info.dirty).toBe(true);
    expect(await content()).toBe(text);
    await session.save();
    expect(session.info.dirty).toBe(false);
    const all = [...text.matchAll(/"label":\s*-1/g)][2]!;
    const expected =
      text.slice(0, all.index) + all[0].replace("-1", "1") + text.slice(all.index + all[0].length);
    expect(await content()).toBe(expected);
    expect((await session.row(2)).row!.traces[0]!.steps[1]!.label).toBe("incorrect");
    await session.undo(edit);
    expect(session.info.dirty).toBe(true);
    await session.redo(edit);
    expect(session.info.dirty).toBe(false);
    await session.undo(edit);
    await session.save();
    expect(await content()).toBe(text);
    await session.close();
    const again = await openPath(path);
    expect(again.session.recoverable).toBeNull();
    expect(await again.session.rows(0, 9)).toHaveLength(4);
  });

  it("finds the rows after one that grew by lines", async () => {
    const { session } = await openText(text, { name });
    await session.apply(0, {
      kind: "stepText",
      trace: 0,
      step: 1,
      text: "a much longer text of a step, ".repeat(50),
    });
    await session.apply(3, label(0, "incorrect"));
    await session.save();
    const after = await session.rows(0, 4);
    expect(after.map((view) => view.error)).toEqual([null, null, null, null]);
    expect((await session.row(3)).row!.traces[0]!.steps[0]!.label).toBe("incorrect");
    const ids = after.map((view) => (JSON.parse(view.raw) as { id: string }).id);
    expect(ids).toEqual(["case-0", "case-1", "case-2", "case-3"]);
  });
});

describe("edits", () => {
  it("tell the clients", async () => {
    const { session, events } = await openText(jsonl(rows));
    await session.apply(1, label(0, "incorrect"));
    await session.apply(1, label(0, null));
    expect(events).toEqual([
      { kind: "rows", rows: [1] },
      { kind: "info" },
      { kind: "rows", rows: [1] },
      { kind: "info" },
    ]);
  });

  it("are refused with the reason", async () => {
    const { session } = await openText(jsonl(rows));
    await expect(session.apply(0, label(9, "incorrect"))).rejects.toMatchObject({
      kind: "refused",
      message: expect.stringContaining("row 1") as string,
    });
    await expect(session.apply(7, label(0, "incorrect"))).rejects.toMatchObject({ kind: "no-such-row" });
    expect(session.info.dirty).toBe(false);
  });

  it("of a row are undone in reverse order", async () => {
    const { session } = await openText(jsonl(rows));
    const first = await session.apply(0, { kind: "stepText", trace: 0, step: 0, text: "one" });
    const second = await session.apply(0, { kind: "stepText", trace: 0, step: 0, text: "two" });
    await expect(session.undo(first)).rejects.toMatchObject({ kind: "refused" });
    await session.undo(second);
    await session.undo(first);
    expect(session.info.dirty).toBe(false);
  });

  it("are dropped by revert", async () => {
    const { session, content } = await openText(jsonl(rows));
    await session.apply(0, label(0, "incorrect"));
    await session.apply(1, win(0, " better"));
    await session.revert();
    expect(session.info.dirty).toBe(false);
    expect(session.edits).toEqual([]);
    await session.save();
    expect(await content()).toBe(jsonl(rows));
  });

  it("of thousands undo and redo", async () => {
    const { session, content } = await openText(jsonl(rows), { stateDir: null });
    const edits = [];
    for (let k = 0; k < 3000; k++)
      edits.push(await session.apply(k % 4, { kind: "stepText", trace: 0, step: 0, text: `text ${k}` }));
    for (const edit of edits.toReversed()) await session.undo(edit);
    expect(session.info.dirty).toBe(false);
    for (const edit of edits) await session.redo(edit);
    await session.save();
    expect(await content()).toContain("text 2999");
  });

  it("made while saving are kept, and saves don't overlap", async () => {
    const { session, content } = await openText(
      jsonl(Array.from({ length: 5000 }, (_, id) => processRow(id))),
    );
    const saves = [];
    for (let k = 0; k < 20; k++) {
      await session.apply(k, label(k % 3, "incorrect"));
      saves.push(session.save());
    }
    await Promise.all(saves);
    expect(session.info.dirty).toBe(false);
    const labels = (await content())
      .split("\n")
      .slice(0, 20)
      .map((line) => (JSON.parse(line) as { label: number }).label);
    expect(labels).toEqual(Array.from({ length: 20 }, (_, k) => k % 3));
  });

  it("of text keep a lone surrogate out", async () => {
    const { session } = await openText(jsonl([solutionRow(1)]));
    await session.apply(0, { kind: "gold", answer: "half \ud83d of one" });
    await session.save();
    expect((await session.row(0)).row!.gold.answer).toBe("half \ud83d of one");
  });
});

describe("pairs of formats without a place for them", () => {
  it("go to a file beside the dataset, once", async () => {
    const { session, content, path } = await openText(jsonl([solutionRow(3), solutionRow(4)]), {
      name: "math.jsonl",
    });
    const target = path.replace("math.jsonl", "math.pairs.jsonl");
    await session.apply(1, win(0, " He gets 2."));
    expect(existsSync(target)).toBe(false);
    expect((await session.row(1)).row!.pairs).toMatchObject([
      { trace: 0, step: 0, win: " He gets 2.", from: "sidecar" },
    ]);
    expect((await session.row(1)).edited).toBe(true);
    await session.save();
    await session.apply(1, win(0, " He gets two."));
    await session.save();
    const [line, ...more] = readFileSync(target, "utf8").trimEnd().split("\n");
    expect(more).toEqual([]);
    const pair = JSON.parse(line!) as Record<string, unknown>;
    expect(Object.keys(pair)).toEqual([
      "dataset",
      "prompt",
      "initial_reason_steps",
      "chosen",
      "rejected",
      "full_chosen",
      "full_rejected",
      "answer",
      "step_dpo",
    ]);
    expect(pair).toMatchObject({
      dataset: "math",
      initial_reason_steps: "Let's think step by step.\nStep 1:",
      chosen: " He gets two.",
      answer: "6",
      step_dpo: { row: 2, trace: 1, step: 1 },
    });
    expect(await content()).toBe(jsonl([solutionRow(3), solutionRow(4)]));
    const edit = await session.apply(1, win(0, null));
    expect((await session.row(1)).row!.pairs).toEqual([]);
    await session.undo(edit);
    expect(session.info.dirty).toBe(false);
    await session.redo(edit);
    await session.save();
    expect(readFileSync(target, "utf8")).toBe("");
  });

  it("keep the other lines of that file", async () => {
    const folder = temporaryFolder();
    const target = join(folder, "math.pairs.jsonl");
    const foreign = '{"prompt": "by hand"}\nnot json\n\n{"prompt":"no newline"}';
    writeFileSync(target, foreign);
    const { session } = await openText(jsonl([solutionRow(3)]), { name: "math.jsonl", folder });
    await session.apply(0, win(0, " x"));
    await session.apply(0, win(1, " y"));
    await session.save();
    const lines = readFileSync(target, "utf8");
    expect(lines.startsWith(`${foreign}\n`)).toBe(true);
    await session.apply(0, win(0, null));
    await session.apply(0, win(1, null));
    await session.save();
    expect(readFileSync(target, "utf8")).toBe(`${foreign}\n`);
  });
});

describe("sessions of one path", () => {
  it("are one, until the last client lets go", async () => {
    const first = await openText(jsonl(rows));
    const second = await openPath(first.path);
    await first.session.apply(0, label(1, "incorrect"));
    expect((await second.session.row(0)).edited).toBe(true);
    await first.session.close();
    await first.session.close();
    await second.session.save();
    expect(JSON.parse((await second.content()).split("\n")[0]!)).toMatchObject({ label: 1 });
  });
});

describe("hot exit", () => {
  it("brings unsaved edits back from a backup", async () => {
    const { session, path, content } = await openText(jsonl([...rows, solutionRow(1)]));
    const undone = await session.apply(0, label(0, "incorrect"));
    await session.apply(0, label(2, "incorrect"));
    await session.apply(4, win(0, " z"));
    await expect(session.undo(undone)).rejects.toThrow();
    const backup = join(path, "..", "backup");
    await session.backup(backup);
    const shown = await session.rows(0, 5);
    await session.close();
    const again = await openPath(path);
    expect(again.session.recoverable).toHaveLength(3);
    await again.session.restore(backup);
    expect(again.session.recoverable).toBeNull();
    expect(await again.session.rows(0, 5)).toEqual(shown);
    expect(again.session.edits.map((edit) => edit.title)).toEqual([
      "Label step 1 incorrect",
      "Label step 3 incorrect",
      "Set win of step 1",
    ]);
    await again.session.revert();
    expect(await content()).toBe(jsonl([...rows, solutionRow(1)]));
  });
});

describe("save as", () => {
  it("writes edits and pairs elsewhere and leaves the file", async () => {
    const { session, content, path } = await openText(jsonl([...rows, solutionRow(1)]));
    await session.apply(0, label(0, "incorrect"));
    await session.apply(4, win(0, " z"));
    const copy = join(path, "..", "copy.jsonl");
    await session.saveAs(copy);
    expect(await content()).toBe(jsonl([...rows, solutionRow(1)]));
    expect(session.info.dirty).toBe(true);
    const opened = await openPath(copy);
    expect((await opened.session.row(0)).raw).toBe((await session.row(0)).raw);
    expect((await opened.session.row(4)).row!.pairs).toHaveLength(1);
  });
});

it("reads steps anew when the splitter changes", async () => {
  const { session, events } = await openText(jsonl([solutionRow(2)]));
  expect((await session.row(0)).row!.traces[0]!.steps.length).toBeGreaterThan(1);
  session.setSplitter("tag:ZZZ");
  expect((await session.row(0)).row!.traces[0]!.steps).toHaveLength(1);
  expect(events).toEqual([{ kind: "all" }, { kind: "info" }]);
});

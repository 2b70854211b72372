import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { Change } from "../../../src/core/change.ts";
import { label, openPath, openText } from "./support.ts";

const title = "Trim the prefix";
const edits = [
  { path: ["prefix"], value: "Step 1:" },
  { path: ["extra", 1] },
  { path: ["note"], value: { a: [1] } },
];
const change: Change = { kind: "values", title, trace: 0, step: 1, edits };
const before = `{"prompt": "p",  "prefix":"Step 1: ", "chosen": "\\u0061", "rejected":"b","extra":[1e400, 2,3]}`;
const after = `{"prompt": "p",  "prefix":"Step 1:", "chosen": "\\u0061", "rejected":"b","extra":[1e400,3],  "note": {"a": [1]}}`;
const broken = `{"problem":5, "steps":"none", "label":-1}`;

describe("a change of values", () => {
  it("touches those alone, is undone, redone and saved, and names itself", async () => {
    const { session, content } = await openText(`${before}\r\n${broken}`);
    const edit = await session.apply(0, change);
    expect(edit.title).toBe(title);
    expect((await session.row(0)).raw).toBe(after);
    expect(await session.texts(0)).toMatchObject({ onDisk: { row: before }, now: { row: after } });
    await session.undo(edit);
    expect(session.info.dirty).toBe(false);
    await session.redo(edit);
    await session.save();
    expect(await content()).toBe(`${after}\r\n${broken}`);
    await session.undo(edit);
    await session.save();
    expect(await content()).toBe(`${before}\r\n${broken}`);
  });

  it("needs no format: it mends rows that can't be read", async () => {
    const { session, content } = await openText(`${broken}\n`);
    expect((await session.row(0)).row).toBeNull();
    const mend = [
      { path: ["problem"], value: "p" },
      { path: ["steps"], value: ["a"] },
    ];
    await session.apply(0, { ...change, edits: mend });
    expect((await session.row(0)).row?.problem).toBe("p");
    await session.save();
    expect(JSON.parse(await content())).toMatchObject({ problem: "p", steps: ["a"], label: -1 });
  });

  it("is kept by the journal through the end of the process", async () => {
    const { session, path } = await openText(`${before}\n`);
    await session.apply(0, change);
    await session.close();
    const again = await openPath(path);
    expect(again.session.recoverable).toMatchObject([{ title, change: { kind: "values" } }]);
    expect(await again.session.recover()).toEqual([]);
    expect((await again.session.row(0)).raw).toBe(after);
  });

  it("lies beside a container that isn't rewritten", async () => {
    const packed = gzipSync(`${before}\n`);
    const { session, path } = await openText(packed, { name: "math.jsonl.gz" });
    await session.apply(0, change);
    await session.save();
    expect(readFileSync(path).equals(packed)).toBe(true);
    expect(readFileSync(join(path, "..", "math.labels.jsonl"), "utf8")).toContain(after);
    await session.close();
    expect((await (await openPath(path)).session.row(0)).raw).toBe(after);
  });

  it("is refused with the reason where there is no such place", async () => {
    const { session } = await openText(`${before}\n`);
    const nowhere = { ...change, edits: [{ path: ["extra", 9], value: 1 }] };
    await expect(session.apply(0, nowhere)).rejects.toThrow(
      /Trim the prefix in row 1: extra\.9: .*3 elements/u,
    );
  });

  it("follows labels given before it, and keeps them on their text", async () => {
    const row = { prompt: "p", prefix: "Start.\nStep 1: ", chosen: "a b", rejected: "wrong step" };
    const { session } = await openText(`${JSON.stringify(row)}\n`);
    await session.apply(0, label(0, "neutral", 1));
    const labelled = (await session.row(0)).row!.traces[1]!.steps[0]!;
    await session.apply(0, { ...change, edits: [{ path: ["prefix"], value: "Start here.\nStep 1:" }] });
    const { steps } = (await session.row(0)).row!.traces[1]!;
    expect(steps.find((step) => step.label === "neutral")?.text.trim()).toBe(
      labelled.text.trim().replace("Start", "Start here").replace("Step 1: ", "Step 1:"),
    );
  });
});

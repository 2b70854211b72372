import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import * as fs from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { label, jsonl, openPath, openText, processRow, solutionRow, win } from "./support.ts";

const rows = [0, 1, 2, 3].map((id) => processRow(id));
const without = new Set([1]);

describe("a copy of some rows", () => {
  it("has their bytes, whatever they are, and the unsaved edits", async () => {
    const bytes = Buffer.concat([
      Buffer.from(`${JSON.stringify(rows[0])}\r\n\r\n{"gone":1}\r\n`),
      Buffer.from([0x7b, 0xff, 0xfe, 0x7d]),
      Buffer.from(`\n${JSON.stringify(rows[3])}`),
    ]);
    const { session, path } = await openText(bytes);
    await session.apply(3, label(1, "incorrect"));
    const copy = join(dirname(path), "copy.jsonl");
    const seen: number[] = [];
    await session.copyRows(copy, { without, progress: (done) => seen.push(done) });
    expect(readFileSync(copy)).toEqual(
      Buffer.concat([
        Buffer.from(`${JSON.stringify(rows[0])}\n`),
        Buffer.from([0x7b, 0xff, 0xfe, 0x7d]),
        Buffer.from(`\n${JSON.stringify(processRow(3, 3, 1))}\n`),
      ]),
    );
    expect(seen).toEqual([4]);
    expect(readFileSync(path)).toEqual(bytes);
    expect(session.info.dirty).toBe(true);
  });

  it("of an array is one, or lines; rows over several lines come on one", async () => {
    const { session, path } = await openText(JSON.stringify(rows, null, 2), { name: "data.json" });
    const [array, lines] = ["copy.json", "copy.jsonl"].map((name) => join(dirname(path), name));
    await session.copyRows(array!, { without });
    await session.copyRows(lines!, { without });
    const kept = [rows[0], rows[2], rows[3]];
    expect(JSON.parse(readFileSync(array!, "utf8"))).toEqual(kept);
    expect(readFileSync(array!, "utf8")).toContain('\n    "id": "case-3",\n');
    expect(readFileSync(lines!, "utf8")).toBe(jsonl(kept));
  });

  it("takes pairs along under the new numbers, and none that lay there before", async () => {
    const { session, path } = await openText(jsonl([0, 1, 2].map((id) => solutionRow(id))));
    await session.apply(1, win(0, " gone"));
    await session.apply(2, win(1, " kept"));
    const [copy, leftOut] = [join(dirname(path), "copy.jsonl"), join(dirname(path), "left.jsonl")];
    writeFileSync(join(dirname(path), "left.pairs.jsonl"), "old\n");
    await session.copyRows(copy, { without, leftOut });
    const opened = await openPath(copy);
    expect((await opened.session.row(1)).row!.pairs).toMatchObject([{ step: 1, win: " kept" }]);
    expect((await opened.session.row(0)).row!.pairs).toEqual([]);
    expect((await (await openPath(leftOut)).session.row(0)).row!.pairs).toMatchObject([{ win: " gone" }]);
    await session.copyRows(copy, { without: new Set([1, 2]) });
    expect(existsSync(join(dirname(path), "copy.pairs.jsonl"))).toBe(false);
  });

  it("is never over the dataset itself", async () => {
    const { session, path } = await openText(jsonl(rows));
    await expect(session.copyRows(path, { without })).rejects.toThrow(/the dataset itself/u);
    await expect(
      session.copyRows(join(dirname(path), "copy.jsonl"), { without, leftOut: path }),
    ).rejects.toThrow(/the dataset itself/u);
  });

  it("leaves nothing behind where it is stopped, or the disk is full", async () => {
    let full = false;
    const disk = {
      ...fs,
      open: async (...args: Parameters<typeof fs.open>) => {
        const handle = await fs.open(...args);
        if (full && args[1] === "wx+")
          handle.write = () => Promise.reject(Object.assign(new Error("no space"), { code: "ENOSPC" }));
        return handle;
      },
    };
    const { session, path } = await openText(jsonl(rows), { disk });
    const target = join(dirname(path), "copy.jsonl");
    writeFileSync(target, "old\n");
    const stopped = session.copyRows(target, { without, signal: AbortSignal.abort(new Error("stopped")) });
    await expect(stopped).rejects.toThrow("stopped");
    full = true;
    await expect(session.copyRows(target, { without })).rejects.toThrow(/full|space/iu);
    expect(readFileSync(target, "utf8")).toBe("old\n");
    expect(readdirSync(dirname(path)).filter((name) => name.endsWith("tmp"))).toEqual([]);
  });
});

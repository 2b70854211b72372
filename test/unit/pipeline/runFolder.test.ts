import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { RunFolder, runName } from "../../../src/pipeline/runFolder.ts";

const root = mkdtempSync(join(tmpdir(), "stepdpo-runs-"));
afterAll(async () => {
  // Those of killed runs are open still; others say that they are closed.
  await Promise.allSettled(open.map((run) => run.close("", {})));
  rmSync(root, { recursive: true, force: true });
});

const now = () => new Date("2026-03-04T05:06:07.890Z");
const start = {
  stage: "rectify",
  settings: { n: 8 },
  model: null,
  input: { path: "in.jsonl", fingerprint: "f" },
  versions: { product: "1" },
};
const open: RunFolder[] = [];
const create = async () => {
  const run = await RunFolder.create(root, start, now);
  open.push(run);
  return run;
};

async function resumed(path: string): Promise<{ run: RunFolder; rows: unknown[] }> {
  const rows: unknown[] = [];
  return { run: await RunFolder.resume(path, (row) => rows.push(row), now), rows };
}

describe("a run folder", () => {
  it("is named by time and stage, and says what it is", async () => {
    const run = await create();
    expect(basename(run.path)).toBe("2026-03-04T05-06-07-rectify");
    const info = () => JSON.parse(readFileSync(join(run.path, "run.json"), "utf8")) as unknown;
    expect(info()).toMatchObject({ version: 1, ...start, ended: null, reason: null });
    await run.close("all sampled", { wins: 2 });
    expect(info()).toMatchObject({
      ended: "2026-03-04T05:06:07.890Z",
      reason: "all sampled",
      counts: { wins: 2 },
    });
    expect(basename((await create()).path)).toBe("2026-03-04T05-06-07-rectify-2");
  });

  it("keeps rows in order, also where nobody waits for them", async () => {
    const run = await create();
    await Promise.all(Array.from({ length: 200 }, (_, index) => run.append({ index })));
    await run.close("done", {});
    const { run: again, rows } = await resumed(run.path);
    expect(rows).toEqual(Array.from({ length: 200 }, (_, index) => ({ index })));
    await again.close("done", {});
  });

  it("resumes after a kill at any byte: whole rows stay, a torn one goes", async () => {
    const run = await create();
    const texts = ["a", "ü\n", "\u{1F95A}", "d"];
    for (const text of texts) await run.append({ text });
    const file = join(run.path, "rows.jsonl");
    const whole = readFileSync(file);
    for (let length = 0; length <= whole.length; length += 1) {
      writeFileSync(file, whole.subarray(0, length));
      const { run: again, rows } = await resumed(run.path);
      const lines = whole.subarray(0, length).filter((byte) => byte === 10).length;
      expect(rows).toEqual(texts.slice(0, lines).map((text) => ({ text })));
      for (const text of texts.slice(lines)) await again.append({ text });
      await again.close("done", {});
      expect(readFileSync(file).equals(whole)).toBe(true);
    }
  });

  it("resumes where not even the file of rows was made", async () => {
    const run = await create();
    await run.close("", {});
    rmSync(join(run.path, "rows.jsonl"));
    const { run: again, rows } = await resumed(run.path);
    expect(rows).toEqual([]);
    await again.append({ a: 1 });
    await again.close("done", {});
    expect(existsSync(join(run.path, "rows.jsonl"))).toBe(true);
  });

  it.each([
    ["a line that is no JSON", "{broken}\n", /rows\.jsonl, line 2: a row should be a JSON object/u],
    ["a line that is no object", "3\n", /line 2/u],
  ])("refuses %s", async (_name, line, message) => {
    const run = await create();
    await run.append({ a: 1 });
    appendFileSync(join(run.path, "rows.jsonl"), line);
    await expect(resumed(run.path)).rejects.toThrow(message);
  });

  it("refuses a folder that is no run", async () => {
    const run = await create();
    truncateSync(join(run.path, "run.json"));
    await expect(resumed(run.path)).rejects.toThrow();
    writeFileSync(join(run.path, "run.json"), "{}");
    await expect(resumed(run.path)).rejects.toThrow(/is not the description of a run/u);
  });
});

it("is named in rows by its path from .stepdpo on, on every system", () => {
  expect(runName("/data/math/.stepdpo/runs/2026-03-04T05-06-07-rectify")).toBe(
    ".stepdpo/runs/2026-03-04T05-06-07-rectify",
  );
  expect(runName(String.raw`D:\math\.stepdpo\runs\one`)).toBe(".stepdpo/runs/one");
  expect(runName("/tmp/runs/one")).toBe("one");
});

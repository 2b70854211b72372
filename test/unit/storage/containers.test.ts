import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { parquetWriteBuffer } from "hyparquet-writer";
import { describe, expect, it } from "vitest";
import {
  jsonl,
  label,
  openPath,
  openText,
  processRow,
  solutionRow,
  temporaryFolder,
  win,
} from "./support.ts";

const rows = [0, 1, 2, 3, 4].map((id) => processRow(id));
const columns = ["id", "generator", "problem", "steps", "final_answer_correct", "label"];

function parquet(codec: "SNAPPY" | "UNCOMPRESSED", rowGroupSize: number): Uint8Array {
  const columnData = columns.map((name) => ({
    name,
    data: rows.map((row) => (row as Record<string, unknown>)[name]) as never[],
  }));
  return new Uint8Array(parquetWriteBuffer({ columnData, codec, rowGroupSize }));
}

describe.each([
  ["gzip", "math.jsonl.gz", gzipSync(jsonl(rows)), "jsonl.gz"],
  ["gzip of an array", "math.json.gz", gzipSync(JSON.stringify(rows, null, 2)), "jsonl.gz"],
  [
    "gzip in two members",
    "math.jsonl.gz",
    Buffer.concat([gzipSync(jsonl(rows.slice(0, 2))), gzipSync(jsonl(rows.slice(2)))]),
    "jsonl.gz",
  ],
  ["Parquet", "math.parquet", parquet("SNAPPY", 2), "parquet"],
  ["Parquet without compression", "math.parquet", parquet("UNCOMPRESSED", 100), "parquet"],
])("%s", (_, name, bytes, container) => {
  it("opens, keeps edits beside itself and shows them as if inside", async () => {
    const { session, path } = await openText(bytes, { name });
    expect(session.info).toMatchObject({ container, rows: 5, indexed: true, warning: null, format: null });
    expect((await session.rows(0, 9)).map((row) => JSON.parse(row.raw) as unknown)).toEqual(rows);
    await session.apply(3, label(1, "incorrect"));
    await session.save();
    expect(session.info.dirty).toBe(false);
    expect(readFileSync(path).equals(bytes)).toBe(true);
    const labels = join(path, "..", "math.labels.jsonl");
    expect(JSON.parse(readFileSync(labels, "utf8"))).toMatchObject({ row: 4 });
    await session.close();

    const again = await openPath(path);
    expect((await again.session.row(3)).row!.traces[0]!.steps[1]!.label).toBe("incorrect");
    expect((await again.session.row(3)).edited).toBe(false);
    await again.session.apply(3, label(1, null));
    await again.session.save();
    expect(readFileSync(labels, "utf8")).toBe("");
  });

  it("saves as JSONL with its edits", async () => {
    const { session, path } = await openText(bytes, { name });
    await session.apply(3, label(1, "incorrect"));
    await session.save();
    await session.apply(0, label(2, "incorrect"));
    const target = join(path, "..", "copy.jsonl");
    await session.saveAs(target);
    const copied = readFileSync(target, "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as unknown);
    expect(copied).toEqual([processRow(0, 3, 2), rows[1], rows[2], processRow(3, 3, 1), rows[4]]);
    await expect(session.saveAs(join(path, "..", "copy.jsonl.gz"))).rejects.toMatchObject({
      kind: "refused",
    });
  });

  it("without a state folder leaves nothing behind", async () => {
    const { session } = await openText(bytes, { name, stateDir: null });
    expect(await session.rows(0, 9)).toHaveLength(5);
  });

  it("doesn't show edits of other rows once it was replaced", async () => {
    const { session, path } = await openText(bytes, { name });
    await session.apply(1, label(1, "incorrect"));
    await session.save();
    await session.close();
    const other = rows.map((_, id) => processRow(id + 10));
    writeFileSync(path, gzipSync(jsonl(other)));
    const again = await openPath(path);
    expect(JSON.parse((await again.session.row(1)).raw)).toEqual(other[1]);
    expect(again.session.info.warning).toContain("rows 2");
  });
});

it("two containers of one name share the file of their edits, and keep each other's", async () => {
  const folder = temporaryFolder();
  const others = rows.map((_, id) => processRow(id + 10));
  writeFileSync(join(folder, "math.parquet"), parquet("SNAPPY", 2));
  writeFileSync(join(folder, "math.jsonl.gz"), gzipSync(jsonl(others)));
  const [first, second] = [join(folder, "math.parquet"), join(folder, "math.jsonl.gz")];
  for (const [path, step] of [
    [first, 0],
    [second, 1],
  ] as const) {
    const { session } = await openPath(path);
    await session.apply(3, label(step, "incorrect"));
    await session.save();
    await session.close();
  }
  for (const [path, labels] of [
    [first, ["incorrect", null]],
    [second, ["correct", "incorrect"]],
  ] as const) {
    const { session } = await openPath(path);
    const steps = (await session.row(3)).row!.traces[0]!.steps;
    expect(steps.slice(0, 2).map((step) => step.label)).toEqual(labels);
    expect(session.info.warning).toBeNull();
  }
});

it("datasets of one name share the file of their pairs, and keep each other's", async () => {
  const folder = temporaryFolder();
  const paths = ["solutions.jsonl", "solutions.ndjson"].map((name) => join(folder, name));
  for (const [k, path] of paths.entries()) {
    writeFileSync(path, jsonl([solutionRow(k)]));
    const { session } = await openPath(path);
    await session.apply(0, win(0, ` win ${k}`));
    await session.save();
    await session.close();
  }
  for (const [k, path] of paths.entries()) {
    const { session } = await openPath(path);
    expect((await session.row(0)).row!.pairs.map((pair) => pair.win)).toEqual([` win ${k}`]);
  }
});

it("a gzip file that was cut off opens up to there and says so", async () => {
  const many = jsonl(Array.from({ length: 20_000 }, (_, id) => processRow(id)));
  const whole = gzipSync(many);
  const { session } = await openText(whole.subarray(0, whole.length / 2), { name: "a.jsonl.gz" });
  expect(session.info.rows).toBeGreaterThan(1000);
  expect(session.info.warning).toContain("cut off");
});

it.each([
  ["a.jsonl.gz", Buffer.from([0x1f, 0x8b, 1, 2, 3])],
  ["a.parquet", Buffer.from("PAR1 and no more")],
])("a damaged %s is refused", async (name, bytes) => {
  await expect(openText(bytes, { name })).rejects.toMatchObject({ name: "StorageError" });
});

it("values of Parquet that JSON lacks keep their meaning", async () => {
  const bytes = parquetWriteBuffer({
    columnData: [
      { name: "question", data: ["q"], type: "STRING" },
      { name: "answer", data: ["#### 1"], type: "STRING" },
      { name: "big", data: [9007199254740993n], type: "INT64" },
      { name: "nan", data: [NaN], type: "DOUBLE" },
      { name: "when", data: [new Date(0)], type: "TIMESTAMP" },
    ],
  });
  const { session } = await openText(new Uint8Array(bytes), { name: "a.parquet" });
  expect((await session.row(0)).raw).toBe(
    '{"question":"q","answer":"#### 1","big":9007199254740993,"nan":null,"when":"1970-01-01T00:00:00.000Z"}',
  );
});

it("Parquet's nulls, times, dates, decimals and bytes lose nothing", async () => {
  const optional = { repetition_type: "OPTIONAL" } as const;
  const text = { type: "BYTE_ARRAY", converted_type: "UTF8", ...optional } as const;
  const bytes = parquetWriteBuffer({
    schema: [
      { name: "root", num_children: 7 },
      { name: "question", ...text },
      { name: "answer", ...text },
      { name: "turn", num_children: 2, ...optional },
      { name: "role", ...text },
      { name: "text", ...text },
      { name: "at", type: "INT64", converted_type: "TIMESTAMP_MICROS", ...optional },
      { name: "day", type: "INT32", converted_type: "DATE", ...optional },
      { name: "share", type: "INT32", converted_type: "DECIMAL", precision: 4, scale: 1, ...optional },
      { name: "bytes", type: "BYTE_ARRAY", ...optional },
    ],
    columnData: [
      { name: "question", data: ["a", "b"] },
      { name: "answer", data: ["#### 1", "#### 2"] },
      { name: "turn", data: [null, { role: "user", text: null }] },
      { name: "at", data: [-1n, 1_000_000n] },
      { name: "day", data: [19724, null] },
      { name: "share", data: [0.3, null] },
      { name: "bytes", data: [new Uint8Array([0xff, 0x00]), new TextEncoder().encode("π")] },
    ],
  });
  const { session } = await openText(new Uint8Array(bytes), { name: "a.parquet" });
  expect((await session.rows(0, 2)).map(({ raw }) => raw)).toEqual([
    '{"question":"a","answer":"#### 1","turn":null,"at":"1969-12-31T23:59:59.999999Z","day":"2024-01-02","share":0.3,"bytes":"/wA="}',
    '{"question":"b","answer":"#### 2","turn":{"role":"user","text":null},"at":"1970-01-01T00:00:01.000Z","day":null,"share":null,"bytes":"π"}',
  ]);
});

describe("a folder of one-row files", () => {
  function folder(): string {
    const path = join(temporaryFolder(), "located");
    mkdirSync(path);
    for (const id of [10, 2, 1, 0])
      writeFileSync(join(path, `${id}.json`), `\ufeff${JSON.stringify(processRow(id), null, 2)}\n`);
    writeFileSync(join(path, "notes.txt"), "no row");
    return path;
  }

  it("opens in the order of its numbers and saves the changed file alone", async () => {
    const path = folder();
    const before = readFileSync(join(path, "10.json"), "utf8");
    const { session } = await openPath(path, { stateDir: join(path, "..", "state") });
    expect(session.info).toMatchObject({ container: "folder", rows: 4 });
    const ids = (await session.rows(0, 9)).map((row) => (JSON.parse(row.raw) as { id: string }).id);
    expect(ids).toEqual(["case-0", "case-1", "case-2", "case-10"]);
    const edit = await session.apply(3, label(0, "incorrect"));
    await session.save();
    expect(readFileSync(join(path, "10.json"), "utf8")).toBe(before.replace('"label": -1', '"label": 0'));
    await session.undo(edit);
    await session.save();
    expect(readFileSync(join(path, "10.json"), "utf8")).toBe(before);
    expect(readdirSync(path).sort()).toEqual(["0.json", "1.json", "10.json", "2.json", "notes.txt"]);
  });

  it("saves as one JSONL file, and as a folder", async () => {
    const path = folder();
    const { session } = await openPath(path);
    await session.apply(1, label(0, "incorrect"));
    await session.saveAs(join(path, "..", "all.jsonl"));
    expect(readFileSync(join(path, "..", "all.jsonl"), "utf8")).toBe(
      jsonl([processRow(0), processRow(1, 3, 0), processRow(2), processRow(10)]),
    );
    await session.saveAs(join(path, "..", "copy"));
    expect(JSON.parse(readFileSync(join(path, "..", "copy", "1.json"), "utf8").slice(1))).toEqual(
      processRow(1, 3, 0),
    );
  });

  it("notices that an edited file changed, and that files came", async () => {
    const path = folder();
    const { session } = await openPath(path);
    await session.apply(0, label(0, "incorrect"));
    writeFileSync(join(path, "3.json"), JSON.stringify(processRow(3)));
    // Another time than before, however long the ticks of the file system's clock are.
    utimesSync(path, 1_700_000_000, 1_700_000_000);
    await session.reload();
    expect(session.info.rows).toBe(5);
    writeFileSync(join(path, "0.json"), JSON.stringify(processRow(99)));
    await expect(session.save()).rejects.toMatchObject({ kind: "changed-on-disk" });
    await session.save({ overwrite: true });
    expect(JSON.parse(readFileSync(join(path, "0.json"), "utf8"))).toEqual(processRow(0, 3, 0));
  });

  it("keeps pairs beside itself", async () => {
    const path = join(temporaryFolder(), "solutions");
    mkdirSync(path);
    writeFileSync(join(path, "0.json"), JSON.stringify(solutionRow(0)));
    const { session } = await openPath(path);
    await session.apply(0, win(0, " x"));
    await session.save();
    expect(existsSync(join(path, "..", "solutions.pairs.jsonl"))).toBe(true);
  });

  it("without .json files is no dataset", async () => {
    await expect(openPath(temporaryFolder())).rejects.toMatchObject({ kind: "not-a-dataset" });
  });
});

it("one pretty-printed object in a file is one row", async () => {
  const text = `${JSON.stringify(processRow(1), null, 4)}\n`;
  const { session, content } = await openText(text, { name: "0.json" });
  expect(session.info).toMatchObject({ container: "json", rows: 1 });
  await session.apply(0, label(0, "incorrect"));
  await session.save();
  expect(await content()).toBe(text.replace('"label": -1', '"label": 0'));
});

it("an array saved as .jsonl becomes lines", async () => {
  const { session, path } = await openText(JSON.stringify(rows, null, 2), { name: "a.json" });
  await session.saveAs(join(path, "..", "b.jsonl"));
  expect(readFileSync(join(path, "..", "b.jsonl"), "utf8")).toBe(jsonl(rows));
});

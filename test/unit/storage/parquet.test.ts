import { execFile } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { parquetMetadata, type FileMetaData, type SchemaElement } from "hyparquet";
import { ByteWriter, parquetWriteBuffer } from "hyparquet-writer";
import { writeMetadata } from "hyparquet-writer/src/metadata.js";
import { serializeTCompactProtocol } from "hyparquet-writer/src/thrift.js";
import { describe, expect, it } from "vitest";
import { pagesOf } from "../../../src/storage/containers/parquetPages.ts";
import { openPath, openText, temporaryFolder, type Opened } from "./support.ts";

const fixtures = fileURLToPath(new URL("../../fixtures/parquet/", import.meta.url));

async function rawRows({ session }: Opened): Promise<string[]> {
  return (await session.rows(0, session.info.rows)).map(({ raw }) => raw);
}

async function openParquet(bytes: ArrayBuffer | Uint8Array): Promise<Opened> {
  return openText(new Uint8Array(bytes), { name: "a.parquet" });
}

describe("rows that another library wrote and read", () => {
  const names = readdirSync(fixtures).filter((name) => name.endsWith(".parquet"));
  const expected = readFileSync(join(fixtures, "rows.jsonl"), "utf8").trimEnd().split("\n");

  it.each(names)("are the same out of %s", async (name) => {
    const opened = await openPath(join(fixtures, name), { stateDir: null });
    expect(opened.session.info.warning).toBeNull();
    expect(await rawRows(opened)).toEqual(expected);
  });
});

describe("numbers with more digits than JavaScript's", () => {
  it.each<[string, Partial<SchemaElement>]>([
    ["INT64", { type: "INT64", precision: 18 }],
    ["FIXED_LEN_BYTE_ARRAY", { type: "FIXED_LEN_BYTE_ARRAY", type_length: 16, precision: 38 }],
    ["BYTE_ARRAY", { type: "BYTE_ARRAY", precision: 38 }],
  ])("keep them all in DECIMAL columns of %s", async (_, type) => {
    const data = [123456789012345678n, -5n, 100000n, 0n, -1000000000000000000n];
    const schema: SchemaElement[] = [
      { name: "root", num_children: 2 },
      { name: "price", converted_type: "DECIMAL", scale: 5, repetition_type: "REQUIRED", ...type },
      { name: "whole", converted_type: "DECIMAL", scale: 0, repetition_type: "REQUIRED", ...type },
    ];
    const columnData = [
      { name: "price", data },
      { name: "whole", data },
    ];
    expect(await rawRows(await openParquet(parquetWriteBuffer({ schema, columnData })))).toEqual([
      '{"price":1234567890123.45678,"whole":123456789012345678}',
      '{"price":-0.00005,"whole":-5}',
      '{"price":1,"whole":100000}',
      '{"price":0,"whole":0}',
      '{"price":-10000000000000,"whole":-1000000000000000000}',
    ]);
  });

  it("keep them in columns of JSON, whose text is taken as it is", async () => {
    const data = ['{"n":12345678901234567890.5,\n"m":1}', "no JSON"];
    const columnData = [{ name: "json", data, type: "STRING" as const }];
    const bytes = withFooter(parquetWriteBuffer({ columnData }), (footer) => {
      footer.schema[1]!.converted_type = "JSON";
    });
    expect(await rawRows(await openParquet(bytes))).toEqual([
      '{"json":{"n":12345678901234567890.5,"m":1}}',
      '{"json":"no JSON"}',
    ]);
  });

  it("of a scale that no writer has are said with an exponent", async () => {
    const columnData = [{ name: "n", data: [7], type: "INT32" as const }];
    const bytes = withFooter(parquetWriteBuffer({ columnData, statistics: false }), (footer) => {
      Object.assign(footer.schema[1]!, { converted_type: "DECIMAL", scale: 2 ** 30, precision: 9 });
    });
    expect(await rawRows(await openParquet(bytes))).toEqual([`{"n":7e-${2 ** 30}}`]);
  });
});

describe("a Parquet file that is damaged", () => {
  const columnData = [
    { name: "id", data: Array.from({ length: 30 }, (_, id) => id), type: "INT32" as const },
    { name: "text", data: Array.from({ length: 30 }, (_, id) => `Row ${id}`), type: "STRING" as const },
  ];
  const whole = parquetWriteBuffer({ columnData, rowGroupSize: 10, codec: "UNCOMPRESSED" });
  type Chunk = FileMetaData["row_groups"][number]["columns"][number];
  const chunkOf = (footer: FileMetaData, group: number): Chunk => footer.row_groups[group]!.columns[1]!;

  it.each<[string, (footer: FileMetaData) => void, RegExp]>([
    [
      "in its second row group shows the first",
      (footer) => (chunkOf(footer, 1).meta_data!.data_page_offset += 3n),
      /row group 2: column text: .*rows after 10 are missing/u,
    ],
    [
      "by a row group that has fewer rows than its footer says",
      (footer) => (footer.row_groups[0]!.num_rows = 12n),
      /row group 1: column id: 2 rows fewer than the footer says.*rows after 10 are missing/u,
    ],
    [
      "by a row group that has more rows than its footer says",
      (footer) => (footer.row_groups[0]!.num_rows = 8n),
      /row group 1: column id: more rows than the footer says.*rows after 8 are missing/u,
    ],
    [
      "by more values than its footer says",
      (footer) => (chunkOf(footer, 1).meta_data!.num_values = 9n),
      /row group 2: column text: it has more values than the footer says/u,
    ],
    [
      "by another number of rows in its footer",
      (footer) => (footer.num_rows = 31n),
      /the footer says 31 rows, its row groups 30/u,
    ],
    [
      "by an offset outside the file",
      (footer) => (chunkOf(footer, 2).meta_data!.data_page_offset = 1n << 40n),
      /row group 3: column text: .*rows after 20 are missing/u,
    ],
    [
      "by a column that its footer leaves out",
      (footer) => footer.row_groups[2]!.columns.pop(),
      /row group 3: the footer doesn't say where column text is.*rows after 20/u,
    ],
    [
      "by a column in another file",
      (footer) => (chunkOf(footer, 1).file_path = "b.parquet"),
      /row group 2: column text is in another file, b\.parquet/u,
    ],
    [
      "by a compression that nobody reads",
      (footer) => (chunkOf(footer, 1).meta_data!.codec = "LZO"),
      /row group 2: column text: parquet unsupported compression codec: LZO/u,
    ],
  ])("%s, and says so", async (_, change, message) => {
    const opened = await openParquet(withFooter(whole, change));
    expect(opened.session.info.warning).toMatch(message);
    const rows = (await rawRows(opened)).map((raw) => JSON.parse(raw) as unknown);
    expect(rows).toEqual(rows.map((__, id) => ({ id, text: `Row ${id}` })));
    expect(rows.length).toBe(Number(/rows after (\d+)/u.exec(opened.session.info.warning!)?.[1]));
  });

  it.each<[string, Uint8Array, RegExp]>([
    ["cut off", new Uint8Array(whole, 0, whole.byteLength - 40), /damaged or cut off \(footer: /u],
    ["cut off in its first bytes", new Uint8Array(whole, 0, 5), /damaged or cut off \(footer: /u],
    [
      "damaged from the start",
      withFooter(whole, (footer) => (chunkOf(footer, 0).meta_data!.data_page_offset += 3n)),
      /a\.parquet: the Parquet file is damaged or cut off \(row group 1: column text: /u,
    ],
    [
      "encrypted",
      withEncryption(new Uint8Array(whole.slice(0))),
      /a\.parquet: the Parquet file is damaged or cut off \(footer: it is encrypted/u,
    ],
  ])("and %s is refused", async (_, bytes, message) => {
    await expect(openParquet(bytes)).rejects.toThrow(message);
  });

  it("by a page header that lacks a number is not read for ever", () => {
    const writer = new ByteWriter();
    // A data page of version 2, of one byte: it says nothing of its levels.
    serializeTCompactProtocol(writer, { field_1: 3, field_2: 1, field_3: 1, field_8: { field_1: 1 } });
    writer.appendUint8(0);
    const bytes = writer.getBuffer();
    const file = { byteLength: bytes.byteLength, slice: bytes.slice.bind(bytes) };
    const chunk = { ...chunkOf(parquetMetadata(whole), 0).meta_data!, data_page_offset: 0n };
    expect(() => [...pagesOf(file, chunk, 1)]).toThrow("a page has no proper header");
  });
});

it("a Parquet file without rows, and one of 2,000 columns, open", async () => {
  const none = await openParquet(
    parquetWriteBuffer({ columnData: [{ name: "question", data: [], type: "STRING" }] }),
  );
  expect(none.session.info).toMatchObject({ rows: 0, indexed: true, warning: null });
  const columnData = Array.from({ length: 2000 }, (_, at) => ({ name: `c${at}`, data: [at, at + 1] }));
  const wide = await openParquet(parquetWriteBuffer({ columnData }));
  const expected = columnData.map(({ name, data }) => [name, data[1]]);
  expect(Object.entries(JSON.parse((await rawRows(wide))[1]!) as object)).toEqual(expected);
});

it("one long row group is unpacked with little memory, its first rows at once", async () => {
  const folder = temporaryFolder();
  const path = join(folder, "a.parquet");
  const text = "Then the sum of all apples is twice as many, and so on. ".repeat(50);
  const data = Array.from({ length: 20_000 }, (_, id) => `${id} ${text}`);
  writeFileSync(
    path,
    new Uint8Array(parquetWriteBuffer({ columnData: [{ name: "text", data }], rowGroupSize: 1e6 })),
  );
  const module = new URL("../../../src/storage/containers/unpackParquet.ts", import.meta.url);
  const program = `
    const { unpackParquet } = await import(${JSON.stringify(module.href)});
    const pieces = [];
    const warning = await unpackParquet(${JSON.stringify(path)}, async (text) => {
      pieces.push([text.length, text.toString("latin1").split("\\n").length - 1]);
    });
    console.log(JSON.stringify({ warning, pieces }));
  `;
  // Its text is 57 MB, and would be more than this as strings.
  const limit = ["--max-old-space-size=48", "--input-type=module", "-e", program];
  const { stdout } = await promisify(execFile)(process.execPath, limit);
  const { warning, pieces } = JSON.parse(stdout) as { warning: null; pieces: [number, number][] };
  expect(warning).toBeNull();
  expect(pieces[0]![1]).toBe(100);
  expect(pieces.reduce((sum, [, lines]) => sum + lines, 0)).toBe(data.length);
  expect(Math.max(...pieces.map(([bytes]) => bytes))).toBeLessThan(2 << 20);
});

/** The file with another footer. */
function withFooter(file: ArrayBuffer, change: (footer: FileMetaData) => void): Uint8Array {
  const footer = parquetMetadata(file);
  const writer = new ByteWriter();
  writer.appendBytes(new Uint8Array(file, 0, file.byteLength - footer.metadata_length - 8));
  change(footer);
  writeMetadata(writer, footer);
  writer.appendBytes(Buffer.from("PAR1"));
  return writer.getBytes();
}

/** Encrypted files end with other letters. */
function withEncryption(bytes: Uint8Array): Uint8Array {
  bytes.set(Buffer.from("PARE"), bytes.length - 4);
  return bytes;
}

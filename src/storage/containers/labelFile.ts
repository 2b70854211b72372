import { dirname, join } from "node:path";
import { checksum } from "../files/checksum.ts";
import { KeyedLines } from "./keyedLines.ts";
import { datasetName } from "../names.ts";

/**
 * `<name>.labels.jsonl` beside a Parquet or gzip file: edited rows, one a line, by row number from 1 and checksum of the
 * row's text in the container, so that an edit is shown in no other row, and `a.parquet` and `a.jsonl.gz` may share the
 * file.
 */
export class LabelFile extends KeyedLines {
  #rows: Set<number> | null = null;

  constructor(dataset: string) {
    super(join(dirname(dataset), `${datasetName(dataset)}.labels.jsonl`), (line) => {
      const { row, base } = (parse(line) ?? {}) as Partial<Record<"row" | "base", unknown>>;
      return typeof row === "number" && typeof base === "string" ? keyOf(row - 1, base) : null;
    });
  }

  /** Rows that lines are about, whatever text they were made for. */
  get rows(): ReadonlySet<number> {
    return (this.#rows ??= new Set(this.keys().map((key) => Number.parseInt(key, 10) - 1)));
  }

  /** The edited text of a row, or null. @param base what the container has @throws StorageError */
  async row(row: number, base: Uint8Array): Promise<string | null> {
    if (!this.rows.has(row)) return null;
    const line = await this.get(keyOf(row, checksum(base)));
    const value = line === null ? null : (parse(line) as Partial<Record<"value" | "text", unknown>> | null);
    if (line === null || value === null) return null;
    if (typeof value.text === "string") return value.text;
    if (value.value === undefined) return null;
    const head = /^\{"row":\d+,"base":"[0-9a-f]+","value":/u.exec(line);
    return head === null ? JSON.stringify(value.value) : line.slice(head[0].length, -1);
  }

  protected override keysChanged(): void {
    this.#rows = null;
  }
}

function keyOf(row: number, base: string): string {
  return `${row + 1},${base}`;
}

/**
 * The key and the line of a row edited to `text`; no line where that is the container's own text. A row over several
 * lines is kept as a string, so that its layout stays.
 */
export function labelLine(row: number, base: string, text: string): [string, string | null] {
  const sum = checksum(base);
  const value = /[\n\r]/u.test(text) ? `"text":${JSON.stringify(text)}` : `"value":${text}`;
  return [keyOf(row, sum), text === base ? null : `{"row":${row + 1},"base":"${sum}",${value}}`];
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

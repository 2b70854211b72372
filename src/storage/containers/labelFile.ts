import { dirname, join } from "node:path";
import { checksum } from "../files/checksum.ts";
import { KeyedLines } from "./keyedLines.ts";
import { datasetName } from "../names.ts";

/** An edited row of a container that isn't rewritten. */
export interface LabelledRow {
  /** Checksum of the row's text in the container: an edit of another row isn't shown as one of this. */
  readonly base: string;
  /** The row's text now. */
  readonly text: string;
}

/** `<name>.labels.jsonl` beside a Parquet or gzip file: edited rows, one a line, keyed by row number from 1. */
export class LabelFile extends KeyedLines {
  constructor(dataset: string) {
    super(join(dirname(dataset), `${datasetName(dataset)}.labels.jsonl`), (line) => {
      const row = (parse(line) as { row?: unknown } | null)?.row;
      return typeof row === "number" ? String(row) : null;
    });
  }

  /** The edited row, or null. @throws StorageError */
  async row(row: number): Promise<LabelledRow | null> {
    const line = await this.get(String(row + 1));
    const value =
      line === null ? null : (parse(line) as Partial<Record<"base" | "value" | "text", unknown>> | null);
    if (line === null || typeof value?.base !== "string") return null;
    if (typeof value.text === "string") return { base: value.base, text: value.text };
    if (value.value === undefined) return null;
    const head = /^\{"row":\d+,"base":"[0-9a-f]+","value":/u.exec(line);
    return {
      base: value.base,
      text: head === null ? JSON.stringify(value.value) : line.slice(head[0].length, -1),
    };
  }
}

/**
 * The line of a row edited to `text`; null where that is the container's own text. A row over several lines is kept
 * as a string, so that its layout stays.
 */
export function labelLine(row: number, base: string, text: string): string | null {
  if (text === base) return null;
  const value = /[\n\r]/u.test(text) ? `"text":${JSON.stringify(text)}` : `"value":${text}`;
  return `{"row":${row + 1},"base":"${checksum(base)}",${value}}`;
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

import { basename } from "node:path";
import type { StoredRow } from "./store.ts";

/** A dataset's name without the endings that say its container: `math.jsonl.gz` is `math`. */
export function datasetName(path: string): string {
  return basename(path).replace(/(?<=.)\.(?:jsonl|ndjson|json|parquet)(?:\.gz)?$/iu, "");
}

/** Where a row is, for messages: its own file, `file:line`, or file and row number from 1. */
export function placeOf(path: string, row: number, { line, name }: Pick<StoredRow, "line" | "name">): string {
  if (name !== undefined) return name;
  return line === null ? `${basename(path)}, row ${row + 1}` : `${basename(path)}:${line}`;
}

/** Row numbers from 1 for people, the first few of them. */
export function rowList(rows: Iterable<number>): string {
  const numbers = [...new Set(rows)].sort((a, b) => a - b).map((row) => String(row + 1));
  return numbers.length > 8
    ? `${numbers.slice(0, 8).join(", ")} and ${numbers.length - 8} more`
    : numbers.join(", ");
}

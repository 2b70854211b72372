import type { JsonObject, JsonValue } from "../../formats/format.ts";
import type { DatasetSession } from "../../storage/types.ts";

/** A row that a mapping is made from. */
export interface SampledRow {
  /** Index in the file, from 0. */
  readonly index: number;
  readonly value: JsonObject;
}

/** Rows from the start of the file, and as many spread over the rest: files may be put together from several. */
const fromStart = 30;
const spread = 20;

/** Most text of a sample, UTF-16 units: rows may have megabytes. */
const mostText = 16 << 20;

/** The rows that a mapping of a dataset's fields is made from; rows that are no JSON objects are left out. */
export async function sampleRows(session: DatasetSession): Promise<SampledRow[]> {
  await session.whenIndexed();
  const sampled: SampledRow[] = [];
  let text = 0;
  for (const index of sampledIndices(session.info.rows)) {
    const { raw } = await session.row(index);
    text += raw.length;
    if (text > mostText && sampled.length > 0) break;
    const value = objectOf(raw);
    if (value !== null) sampled.push({ index, value });
  }
  return sampled;
}

function sampledIndices(rows: number): number[] {
  const start = Math.min(rows, fromStart);
  const rest = rows - start;
  const more = Math.min(rest, spread);
  return [
    ...Array(start).keys(),
    ...Array.from({ length: more }, (_, k) => start + Math.floor(((k + 1) * rest) / more) - 1),
  ];
}

function objectOf(raw: string): JsonObject | null {
  try {
    const value = JSON.parse(raw) as JsonValue;
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    // A broken row says nothing of the fields.
    return null;
  }
}

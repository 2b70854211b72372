import type { Row } from "../../core/model.ts";
import type { JsonObject, ReadOptions } from "../../formats/format.ts";
import { recogniseRow } from "../../formats/index.ts";

/** A row's text as JSON and in the field's words. */
export interface ReadRow {
  /** Undefined where the text is no JSON. */
  readonly value: unknown;
  /** Null where no format reads it. */
  readonly row: Row | null;
}

/** Reads a row as a session does, without its pairs beside the file and without the words for what is wrong with it. */
export function readRow(text: string, options: ReadOptions): ReadRow {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { value: undefined, row: null };
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return { value, row: null };
  try {
    const row = value as JsonObject;
    return { value, row: recogniseRow(row, options.mapping)?.read(row, options) ?? null };
  } catch {
    return { value, row: null };
  }
}

import type { Change } from "../core/change.ts";
import {
  FormatError,
  type FieldMapping,
  type Format,
  type JsonObject,
  type ReadOptions,
  type WriteResult,
} from "../formats/format.ts";
import { jsonEditsToTextEdits, missingFields, recogniseRow } from "../formats/index.ts";
import type { RowCodec, RowReading } from "./rowCodec.ts";

/** Reads and writes rows through the registry of formats. Never throws for what a row holds. */
export const formatsCodec: RowCodec = {
  read(raw, options) {
    let format: Format | null = null;
    try {
      const value = parseRow(raw);
      format = recogniseRow(value, options.mapping);
      if (format === null) return { ...unread(null, noFormat(value, options.mapping)), noFormat: true };
      return { ...named(format), row: format.read(value, options), error: null };
    } catch (error) {
      return unread(format, reason(error));
    }
  },

  write(raw, change, options) {
    try {
      const value = parseRow(raw);
      const result = writing(value, change, options);
      return result.kind === "row" ? { kind: "row", edits: jsonEditsToTextEdits(raw, result.edits) } : result;
    } catch (error) {
      return { kind: "refused", reason: reason(error) };
    }
  },
};

function writing(value: JsonObject, change: Change, options: ReadOptions): WriteResult {
  const format = recogniseRow(value, options.mapping);
  // Values need no format: of a row that can't be read they are what can be mended.
  if (change.kind === "values" && !readable(format, value, options))
    return { kind: "row", edits: change.edits };
  return (
    format?.write(value, change, options) ?? { kind: "refused", reason: noFormat(value, options.mapping) }
  );
}

function readable(format: Format | null, value: JsonObject, options: ReadOptions): boolean {
  try {
    return format?.read(value, options) !== undefined;
  } catch {
    return false;
  }
}

function named(format: Format | null): Pick<RowReading, "format" | "formatTitle" | "can"> {
  return { format: format?.id ?? null, formatTitle: format?.title ?? null, can: format?.can ?? null };
}

function unread(format: Format | null, error: string): RowReading {
  return { ...named(format), row: null, error };
}

/** The line end of old Macs, between two rows: it ends no line here. */
const loneReturn = /\}\r\s*\{/u;

/** @throws RowError where the text is no JSON object */
function parseRow(raw: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(raw);
  } catch (error) {
    const mend = loneReturn.test(raw)
      ? "Its lines end in a carriage return alone: convert them to line feeds."
      : "Correct it in a text editor.";
    throw new RowError(`this is not JSON (${reason(error)}). ${mend}`);
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as JsonObject;
  const found = Array.isArray(value) ? "an array" : value === null ? "null" : `a ${typeof value}`;
  throw new RowError(`a row must be a JSON object, such as {"problem": …}; this is ${found}.`);
}

/** A row that is no JSON object. */
class RowError extends Error {}

function noFormat(value: JsonObject, mapping: FieldMapping | null): string {
  const keys = Object.keys(value).map((key) => (key.length > 40 ? `${key.slice(0, 40)}…` : key));
  if (keys.length === 0) return "the row is empty.";
  const shown = keys.slice(0, 12).join(", ") + (keys.length > 12 ? ", …" : "");
  const [missing] = mapping === null ? [] : missingFields(value, mapping);
  return missing === undefined
    ? `its fields (${shown}) fit no known format. Set a field mapping for this file to say which field holds what.`
    : `${missing.message}, and its fields (${shown}) fit no known format. Map the fields of this file anew.`;
}

function reason(error: unknown): string {
  if (error instanceof FormatError || error instanceof RowError) return error.message;
  // A row nested deeper than the call stack, for one.
  if (error instanceof RangeError && /call stack/iu.test(error.message)) return "it is nested too deeply.";
  const message = error instanceof Error ? error.message : String(error);
  // Some engines add a line and a column, counted in the row: the file's line is told already.
  return message.replace(/ \(line \d+ column \d+\)$/u, "");
}

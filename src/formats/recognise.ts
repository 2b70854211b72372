import type { FieldMapping, Format, JsonObject } from "./format.ts";
import { mappedFormat } from "./mapping.ts";
import { formats } from "./registry.ts";

/**
 * The format of a row: the person's own mapping where it fits, else the first format whose fields the row has;
 * formats are ordered from the most telling fields to the least. Null where none fits.
 */
export function recogniseRow(value: JsonObject, mapping: FieldMapping | null = null): Format | null {
  if (mapping !== null) {
    const mapped = mappedFormat(mapping);
    if (mapped.recognise(value)) return mapped;
  }
  return formats.find((format) => format.recognise(value)) ?? null;
}

/** A format by its id, as `stepdpo convert --to` takes it. */
export function formatById(id: string): Format | null {
  return formats.find((format) => format.id === id) ?? null;
}

import type { FieldMapping, ZeroLabel } from "../core/mapping.ts";
import type { JsonObject } from "./format.ts";
import { mappedTraces } from "./mappedTraces.ts";
import { MappingError } from "./mappingError.ts";

/** The labels of a sample that are numbers. Rows that the mapping can't read have none. */
export function numberLabels(rows: readonly JsonObject[], mapping: FieldMapping): number[] {
  if (mapping.labels === undefined) return [];
  return rows.flatMap((row) => {
    try {
      return mappedTraces(row, mapping).flatMap(({ labels }) => labels?.numbers ?? []);
    } catch (error) {
      if (error instanceof MappingError) return [];
      throw error;
    }
  });
}

/** What a label of 0 means by a sample, and why; null where there is no telling: labels below 0 may come in later rows. */
export function proposeZero(
  rows: readonly JsonObject[],
  mapping: FieldMapping,
): { readonly zero: ZeroLabel; readonly why: string } | null {
  const isBelow = numberLabels(rows, mapping).some((one) => one < 0);
  return isBelow ? { zero: "neutral", why: "some labels are below 0" } : null;
}

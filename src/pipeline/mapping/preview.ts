import {
  mappingRoles,
  type FieldMapping,
  type MappedRow,
  type MappingComplaint,
  type MappingTally,
} from "../../core/mapping.ts";
import { FormatError, type ReadOptions } from "../../formats/format.ts";
import {
  hasField,
  mappedFormat,
  mappingComplaints,
  MappingError,
  missingFields,
} from "../../formats/index.ts";
import type { SampledRow } from "./sample.ts";

/** How a mapping reads a row is all that counts here: nothing is written. */
function readOptions(splitter: ReadOptions["splitter"]): ReadOptions {
  return { splitter, neutralAs: true, now: () => "", mapping: null, provenance: false };
}

/** Reads a sampled row with a mapping. Never throws for what the row holds. */
export function mapRow(
  { index, value }: SampledRow,
  mapping: FieldMapping,
  splitter: ReadOptions["splitter"],
): MappedRow {
  const unread = (complaints: readonly MappingComplaint[]): MappedRow => ({ index, row: null, complaints });
  if (mappingRoles.every(({ role }) => mapping[role] === undefined))
    return unread([{ role: null, field: null, message: "no field is mapped yet" }]);
  const missing = missingFields(value, mapping);
  if (missing.length > 0) return unread(missing);
  const options = readOptions(splitter);
  try {
    const row = mappedFormat(mapping).read(value, options);
    return { index, row, complaints: mappingComplaints(value, mapping, options) };
  } catch (error) {
    return unread([complaintOf(error, mapping)]);
  }
}

function complaintOf(error: unknown, mapping: FieldMapping): MappingComplaint {
  const message = (error instanceof Error ? error.message : String(error)).replace(/\.$/u, "");
  if (error instanceof MappingError) return { role: error.role, field: mapping[error.role] ?? null, message };
  return { role: null, field: error instanceof FormatError ? error.field : null, message };
}

/** Mapped fields that no sampled row has: a slip of the pen, most likely. */
export function absentFields(rows: readonly SampledRow[], mapping: FieldMapping): MappingComplaint[] {
  return mappingRoles.flatMap(({ role }) => {
    const field = mapping[role];
    // The text of a step is looked for inside the steps.
    if (field === undefined || role === "stepText") return [];
    if (rows.some(({ value }) => hasField(value, field))) return [];
    return [{ role, field, message: `there is no field "${field}" (mapped as ${role}) in any sampled row` }];
  });
}

/** How a mapping reads all sampled rows. */
export function tallyMapping(
  rows: readonly SampledRow[],
  mapping: FieldMapping,
  splitter: ReadOptions["splitter"],
): MappingTally {
  const complaints = new Map<string, MappingTally["complaints"][number]>();
  const counts = { well: 0, problems: 0, traces: 0, steps: 0 };
  for (const sampled of rows) {
    const mapped = mapRow(sampled, mapping, splitter);
    if (mapped.complaints.length === 0) counts.well++;
    // Several traces of a row may have the same fault.
    for (const [fault, one] of new Map(mapped.complaints.map((each) => [faultOf(each), each]))) {
      const before = complaints.get(fault);
      complaints.set(fault, {
        ...(before ?? { ...one, first: mapped.index }),
        rows: (before?.rows ?? 0) + 1,
      });
    }
    if (mapped.row === null) continue;
    counts.problems++;
    counts.traces += mapped.row.traces.length;
    for (const trace of mapped.row.traces) counts.steps += trace.steps.length;
  }
  const absent = absentFields(rows, mapping);
  const [first] = rows;
  return {
    sampled: rows.length,
    ...counts,
    complaints: [
      ...absent.map((one) => ({ ...one, rows: rows.length, first: first?.index ?? 0 })),
      ...[...complaints.values()]
        .filter((one) => !absent.some(({ role }) => role === one.role))
        .sort((a, b) => b.rows - a.rows),
    ],
  };
}

/** What is wrong, without the numbers and texts in which rows differ. */
function faultOf({ role, message }: MappingComplaint): string {
  return `${role ?? ""} ${message.replace(/\d+/gu, "#").replace(/found the .*/su, "")}`;
}

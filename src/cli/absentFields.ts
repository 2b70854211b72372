import { fieldFacts } from "../formats/index.ts";
import { sampleRows } from "../pipeline/mapping/sample.ts";
import { isInside, valuesOf } from "../storage/search/valuesOf.ts";
import type { DatasetSession } from "../storage/types.ts";

/** Most fields that a note names. */
const mostNamed = 12;

/** A note on each of these fields (dotted paths) that no row looked at has: a search that asks for it finds nothing. */
export async function absentFields(
  session: DatasetSession,
  fields: readonly string[],
): Promise<readonly string[]> {
  if (fields.length === 0) return [];
  const rows = (await sampleRows(session)).map(({ value }) => value);
  if (rows.length === 0) return [];
  const paths = rows.flatMap((row) => [...valuesOf(row)].map(({ path }) => path));
  const absent = fields.filter((field) => !paths.some((path) => isInside(path, field)));
  const who = rows.length === session.info.rows ? "No row has" : `None of ${rows.length} sampled rows has`;
  const there = fieldFacts(rows).map(({ path }) => path);
  const named = `${there.slice(0, mostNamed).join(", ")}${there.length > mostNamed ? ", …" : ""}`;
  return absent.map((field) => `${who} a field "${field}"; fields there: ${named}.`);
}

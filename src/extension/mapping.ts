import type { FieldMapping, JsonObject } from "../formats/format.ts";

/** What a field can be mapped to, in the order asked. */
export const mappingRoles: readonly { readonly role: keyof FieldMapping; readonly title: string }[] = [
  { role: "problem", title: "Problem" },
  { role: "answer", title: "Gold answer" },
  { role: "solution", title: "Gold solution" },
  { role: "trace", title: "Trace (a text to be split)" },
  { role: "steps", title: "Steps (an array)" },
  { role: "stepText", title: "Text inside a step" },
  { role: "labels", title: "Labels, or first error" },
  { role: "prefix", title: "Prefix of the pair" },
  { role: "chosen", title: "Chosen (s_win)" },
  { role: "rejected", title: "Rejected (s_lose)" },
  { role: "outcome", title: "Outcome" },
];

/** Dotted paths of the fields that rows have, two levels deep, those inside arrays of objects included. */
export function fieldPaths(rows: readonly JsonObject[]): readonly string[] {
  const paths = new Set<string>();
  for (const row of rows) {
    for (const [key, value] of Object.entries(row)) {
      paths.add(key);
      const inner: unknown = Array.isArray(value) ? value[0] : value;
      if (typeof inner !== "object" || inner === null || Array.isArray(inner)) continue;
      for (const name of Object.keys(inner)) paths.add(Array.isArray(value) ? name : `${key}.${name}`);
    }
  }
  return [...paths].sort();
}

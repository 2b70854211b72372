import type { FieldFacts } from "../core/mapping.ts";
import { isObject, isText } from "./fields.ts";
import { findAll } from "./findAll.ts";
import type { JsonObject, JsonValue } from "./format.ts";
import { isMessages } from "./messages.ts";

/** How deep objects are gone into, and how many elements of an array. */
const deepest = 4;
const elements = 8;

/** Most fields that are told: rows whose keys are data have any number of them. */
const mostFields = 300;

/** Longest sample of a value, UTF-16 units. */
const longestSample = 120;

/** The fields of a sample of rows, in their order: those inside objects, and inside arrays of objects, too. */
export function fieldFacts(rows: readonly JsonObject[]): FieldFacts[] {
  const having = new Map<string, number>();
  for (const row of rows)
    for (const path of new Set(pathsIn(row, "", 1))) having.set(path, (having.get(path) ?? 0) + 1);
  return [...having].slice(0, mostFields).map(([path, count]) => {
    const values = rows.flatMap((row) => valuesAt(row, path));
    return {
      path,
      kind: mostOf(values.map(kindOf)),
      share: count / rows.length,
      sample: sampleOf(values.find((value) => value !== null && value !== "") ?? values[0]),
    };
  });
}

/** A row's values of a field. */
export function valuesAt(row: JsonObject, path: string): JsonValue[] {
  return findAll(row, path).map(({ value }) => value);
}

function pathsIn(value: JsonObject, before: string, depth: number): string[] {
  return Object.entries(value)
    .filter(([key]) => key !== "" && !(depth === 1 && key === "step_dpo"))
    .flatMap(([key, inner]) => {
      const path = before + key;
      const objects = Array.isArray(inner) && !isMessages(inner) ? inner.slice(0, elements) : [inner];
      const deeper = depth < deepest ? objects.filter(isObject) : [];
      return [path, ...deeper.flatMap((one) => pathsIn(one, `${path}.`, depth + 1))];
    });
}

/** What a value is, for people. */
function kindOf(value: JsonValue): string {
  if (value === null) return "null";
  if (isText(value)) return "text";
  if (typeof value === "boolean") return "true/false";
  if (isMessages(value)) return "messages";
  if (!Array.isArray(value)) return typeof value;
  const [first] = value;
  if (first === undefined) return "empty list";
  return `list of ${{ "true/false": "true/false", null: "null", messages: "messages" }[kindOf(first)] ?? plural(kindOf(first))}`;
}

function plural(kind: string): string {
  return kind.startsWith("list of") ? kind.replace("list", "lists") : `${kind}s`;
}

function mostOf(kinds: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const kind of kinds) if (kind !== "null") counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? "null";
}

function sampleOf(value: JsonValue | undefined): string {
  if (value === undefined) return "";
  const text = isText(value) ? value.slice(0, 4 * longestSample) : JSON.stringify(shortened(value));
  const line = text.replace(/\s+/gu, " ").trim();
  return line.length > longestSample ? `${line.slice(0, longestSample - 1)}…` : line;
}

/** Enough of a value for its sample: a row may hold megabytes. */
function shortened(value: JsonValue): JsonValue {
  if (isText(value)) return value.slice(0, longestSample);
  if (Array.isArray(value)) return value.slice(0, elements).map(shortened);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, elements)
      .map(([key, inner]) => [key, shortened(inner)]),
  );
}

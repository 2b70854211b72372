import { FormatError, type JsonEdit, type JsonObject, type JsonValue } from "./format.ts";

/** Where a value lies in a row. */
export type Path = JsonEdit["path"];

/** Whether a value is an object (no array, not null). */
export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a value is a string. */
export function isText(value: JsonValue | undefined): value is string {
  return typeof value === "string";
}

/** Whether a row has all of these fields as strings. */
export function hasTexts(value: JsonObject, ...keys: readonly string[]): boolean {
  return keys.every((key) => isText(value[key]));
}

/** A path as people read it: `steps[3].text`. */
export function pathText(path: Path): string {
  return path
    .map((part, k) => (typeof part === "number" ? `[${part}]` : k === 0 ? part : `.${part}`))
    .join("");
}

/** The value at a path; undefined where there is none. */
export function valueAt(value: JsonValue, path: Path): JsonValue | undefined {
  let at: JsonValue | undefined = value;
  for (const part of path) {
    if (Array.isArray(at) && typeof part === "number") at = at[part];
    else if (isObject(at) && Object.hasOwn(at, part)) at = at[String(part)];
    else return undefined;
  }
  return at;
}

/** The string at a path. @throws FormatError where there is none */
export function textAt(value: JsonValue, ...path: Path): string {
  const found = valueAt(value, path);
  if (typeof found === "string") return found;
  throw wrongType(path, "a string", found);
}

/** The array at a path. @throws FormatError where there is none */
export function arrayAt(value: JsonValue, ...path: Path): JsonValue[] {
  const found = valueAt(value, path);
  if (Array.isArray(found)) return found;
  throw wrongType(path, "an array", found);
}

/** The strings of the array at a path. @throws FormatError naming the element that is none */
export function textsAt(value: JsonValue, ...path: Path): string[] {
  return arrayAt(value, ...path).map((item, index) => {
    if (typeof item === "string") return item;
    throw wrongType([...path, index], "a string", item);
  });
}

/** The object at a path. @throws FormatError where there is none */
export function objectAt(value: JsonValue, ...path: Path): JsonObject {
  const found = valueAt(value, path);
  if (isObject(found)) return found;
  throw wrongType(path, "an object", found);
}

/** A string, number or boolean at a path as text; null where there is none of these. */
export function scalarAt(value: JsonValue, ...path: Path): string | null {
  const found = valueAt(value, path);
  return typeof found === "string"
    ? found
    : typeof found === "number" || typeof found === "boolean"
      ? String(found)
      : null;
}

/** A boolean at a path, or 0 and 1 for one; null where it is neither. */
export function truthAt(value: JsonValue, ...path: Path): boolean | null {
  const found = valueAt(value, path);
  return typeof found === "boolean" ? found : found === 0 || found === 1 ? found === 1 : null;
}

/** A field that is not what the format says. */
export function wrongType(path: Path, expected: string, found: JsonValue | undefined): FormatError {
  return new FormatError(pathText(path), `expected ${expected}, found ${described(found)}.`);
}

function described(value: JsonValue | undefined): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === "object") return "an object";
  const text = JSON.stringify(value);
  return `${typeof value === "object" ? "" : `the ${typeof value} `}${text.length > 60 ? `${text.slice(0, 57)}…` : text}`;
}

/** Scalar fields worth showing beside the problem, in the row's order. */
export function metaOf(value: JsonObject, ...shown: readonly string[]): { name: string; value: string }[] {
  return Object.entries(value)
    .filter(
      ([name, item]) =>
        !shown.includes(name) && name !== "step_dpo" && (isShort(item) || isOptions(name, item)),
    )
    .map(([name, item]) => ({ name, value: typeof item === "string" ? item : JSON.stringify(item) }));
}

/** The options of a multiple-choice question. */
function isOptions(name: string, value: JsonValue): boolean {
  return (
    (name === "options" || name === "choices") &&
    Array.isArray(value) &&
    value.length <= 10 &&
    value.every((item) => typeof item === "string" && isShort(item))
  );
}

function isShort(value: JsonValue): boolean {
  return typeof value === "string"
    ? value.length > 0 && value.length <= 200
    : typeof value === "number" || typeof value === "boolean";
}

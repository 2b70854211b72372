/** A value without members. */
export type Scalar = string | number | boolean | null;

/** The text of a raw value that conditions and facets name it by: a string's own, else JSON. 5 and "5" are one. */
export function scalarText(value: Scalar): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Texts of the values at a dotted path of a row, those of arrays' items one by one. */
export function* fieldTexts(row: unknown, path: string): Generator<string> {
  yield* textsAt(row, path.split("."), 0);
}

function* textsAt(value: unknown, path: readonly string[], depth: number): Generator<string> {
  if (Array.isArray(value)) {
    for (const item of value as unknown[]) yield* textsAt(item, path, depth);
  } else if (depth < path.length) {
    const key = path[depth] ?? "";
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return;
    yield* textsAt((value as Record<string, unknown>)[key], path, depth + 1);
  } else if (typeof value !== "object" || value === null) yield scalarText(value as Scalar);
}

/** Whether a row's JSON text has a value at a path; false where it is no JSON. */
export function hasFieldValue(raw: string, path: string, value: string): boolean {
  let row: unknown;
  try {
    row = JSON.parse(raw);
  } catch {
    return false;
  }
  for (const text of fieldTexts(row, path)) if (text === value) return true;
  return false;
}

/** A value without members. */
export type Scalar = string | number | boolean | null;

/** The text of a raw value that conditions and facets name it by: a string's own, else JSON. 5 and "5" are one. */
export function scalarText(value: Scalar): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Texts of the values at a dotted path of a row, those of arrays' items one by one, in no order. */
export function* fieldTexts(row: unknown, path: string): Generator<string> {
  const keys = path.split(".");
  // No calls in calls: rows may be nested as deep as they like.
  const stack = [{ value: row, depth: 0 }];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const { value, depth } = top;
    const key = keys[depth];
    if (typeof value !== "object" || value === null) {
      if (key === undefined) yield scalarText(value as Scalar);
    } else if (Array.isArray(value)) {
      for (const item of value as unknown[]) stack.push({ value: item, depth });
    } else if (key !== undefined && Object.hasOwn(value, key)) {
      stack.push({ value: (value as Record<string, unknown>)[key], depth: depth + 1 });
    }
  }
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

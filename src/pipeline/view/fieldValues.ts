import type { Condition } from "../../core/query.ts";
import type { FieldTest } from "../../storage/types.ts";
import { isSamePath, valuesOf } from "../../storage/valuesOf.ts";

/** A value without members. */
export type Scalar = string | number | boolean | null;

/** The text of a raw value that conditions and facets name it by: a string's own, else JSON. 5 and "5" are one. */
export function scalarText(value: Scalar): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Texts of the values at a dotted path of a row, array places left out, as a search finds them. */
export function* fieldTexts(row: unknown, path: string): Generator<string> {
  for (const { path: at, value } of valuesOf(row)) if (isSamePath(at, path)) yield scalarText(value);
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

/** The condition as a search takes it: a text that is how JSON writes a number, true, false or null stands for that too. */
export function fieldTest({ path, value }: Extract<Condition, { kind: "field" }>): FieldTest {
  const scalar = scalarOf(value);
  return { field: path, values: scalar === undefined ? [value] : [value, scalar] };
}

function scalarOf(text: string): number | boolean | null | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isScalar = typeof value === "number" || typeof value === "boolean" || value === null;
    return isScalar && JSON.stringify(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}

import type { Condition } from "../../core/query.ts";
import type { FieldTest } from "../../storage/types.ts";
import { isSamePath, valuesOf } from "../../storage/search/valuesOf.ts";

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

/** A condition on a raw value. */
type FieldCondition = Extract<Condition, { kind: "field" }>;

/**
 * Conditions on one field as a search takes them, any of which may hold: a text that is how JSON writes a number, true,
 * false or null stands for that too.
 */
export function fieldTest(conditions: readonly FieldCondition[]): FieldTest {
  const values = conditions.flatMap(({ value }) => {
    const scalar = scalarOf(value);
    return scalar === undefined ? [value] : [value, scalar];
  });
  return { field: conditions[0]?.path ?? "", values };
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

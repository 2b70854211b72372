import { knownFacets } from "../../core/facets.ts";
import type { Facet } from "../../core/query.ts";
import type { FactTable } from "./factTable.ts";
import type { FieldCounts, FieldTable, ValueCount } from "./fieldTable.ts";
import { flagOf } from "./rowFacts.ts";

/**
 * Facets of the rows whose facts are known: by what rows mean, then by raw fields in the order in which rows have
 * them. Values that no row has are left out, and facets without values.
 * @param edited rows with unsaved edits
 * @param sure true where all rows are known: values of a field keep their places until then
 */
export function facetsOf(
  table: FactTable,
  fields: FieldTable,
  edited: number,
  sure: boolean,
): readonly Facet[] {
  const meanings = knownFacets.map(({ title, values }) => ({
    title,
    values: values
      .map((value) => ({ ...value, rows: countOf(table, flagOf(value.condition)) ?? edited }))
      .filter(({ rows }) => rows > 0),
  }));
  const raw = fields.counts().filter((field) => !isOurs.test(field.path) && isFacet(field, table.known));
  return [
    ...meanings.filter(({ values }) => values.length > 0),
    ...raw.map((field) => fieldFacet(field, sure)),
  ];
}

/** Fields that say where a label or a pair belongs; who gave labels and verdicts may part the rows. */
const isOurs = /^step_dpo\.(?!(?:labels|verdict)\.by$)/u;

function countOf(table: FactTable, flag: number | null): number | null {
  return flag === null ? null : table.count(flag);
}

/** Whether a field parts the rows: not where all have the one value, nor where about each row has its own. */
function isFacet({ values, rows }: FieldCounts, all: number): boolean {
  if (values.length <= 1) return values.length === 1 && rows < all;
  return values.length <= Math.max(2, rows / 2) && values.length < rows;
}

function fieldFacet({ path, values }: FieldCounts, sure: boolean): Facet {
  const ordered = [...values].sort(values.every(isNumber) ? byNumber : sure ? byRows : byText);
  return {
    title: path,
    values: ordered.map(({ value, rows }) => ({
      condition: { kind: "field", path, value },
      title: value === "" ? "(empty)" : value,
      rows,
    })),
  };
}

function isNumber({ value }: ValueCount): boolean {
  return value.trim() !== "" && Number.isFinite(Number(value));
}

function byNumber(a: ValueCount, b: ValueCount): number {
  return Number(a.value) - Number(b.value);
}

function byRows(a: ValueCount, b: ValueCount): number {
  return b.rows - a.rows || byText(a, b);
}

function byText(a: ValueCount, b: ValueCount): number {
  return a.value < b.value ? -1 : 1;
}

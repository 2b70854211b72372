import type { FactTable, NumberKey } from "./factTable.ts";

/**
 * Rows in the order of a key; rows with the same key stay in the order of the file, rows without one come last.
 * @param rows in the order of the file
 * @param count rows of the dataset
 */
export function sorted(
  rows: readonly number[],
  count: number,
  table: FactTable,
  key: NumberKey,
  descending: boolean,
): number[] {
  // Key and row as one number, which sorts without a function of ours: exact below 2^53.
  const places = Float64Array.from(rows, (row) => sortPlace(row, count, table, key, descending));
  places.sort();
  return Array.from(places, (place) => place % count);
}

/** Where a row stands in the order, as a number to compare with other rows'. */
export function sortPlace(
  row: number,
  count: number,
  table: FactTable,
  key: NumberKey,
  descending: boolean,
): number {
  const largest = Math.floor(2 ** 53 / count) - 2;
  const value = table.key(row, key);
  if (value === null) return (largest + 1) * count + row;
  const kept = Math.min(value, largest);
  return (descending ? largest - kept : kept) * count + row;
}

import { isScalar, type Expression } from "../expression.ts";

type Rows = readonly (readonly Expression[])[];

/** The largest matrix, and the highest power of one, that is worked out. */
const LARGEST = 8;

/** Sums, products and powers of matrices worked out entry by entry; null when the node is no such thing. */
export function workedOut(node: Expression): Rows | null {
  switch (node.kind) {
    case "matrix":
      return node.rows.length <= LARGEST && node.rows.every((row) => row.length <= LARGEST)
        ? node.rows
        : null;
    case "negative":
      return mapRows(workedOut(node.of), (entry) => ({ kind: "negative", of: entry }));
    case "sum":
      return node.terms.map(workedOut).reduce(addRows);
    case "product":
      return multiplyAll(node.factors);
    case "quotient":
      return isScalar(node.under)
        ? mapRows(workedOut(node.over), (entry) => ({ kind: "quotient", over: entry, under: node.under }))
        : null;
    case "power":
      return powerOf(workedOut(node.base), node.exponent);
    default:
      return null;
  }
}

function mapRows(rows: Rows | null, change: (entry: Expression) => Expression): Rows | null {
  return rows === null ? null : rows.map((row) => row.map(change));
}

function addRows(left: Rows | null, right: Rows | null): Rows | null {
  if (left === null || right === null || left.length !== right.length) return null;
  return left.map((row, i) =>
    row.map((entry, j): Expression => ({ kind: "sum", terms: [entry, right[i]?.[j] ?? entry] })),
  );
}

function multiplyAll(factors: readonly Expression[]): Rows | null {
  let result: Rows | null = null;
  const scalars: Expression[] = [];
  for (const factor of factors) {
    const rows = workedOut(factor);
    if (rows === null && !isScalar(factor)) return null;
    if (rows === null) scalars.push(factor);
    else result = result === null ? rows : multiplyRows(result, rows);
    if (rows !== null && result === null) return null;
  }
  return scalars.length === 0
    ? result
    : mapRows(result, (entry) => ({ kind: "product", factors: [...scalars, entry] }));
}

function multiplyRows(left: Rows, right: Rows): Rows | null {
  const inner = right.length;
  if (left.some((row) => row.length !== inner)) return null;
  const width = right[0]?.length ?? 0;
  return left.map((row) =>
    Array.from({ length: width }, (_, column): Expression => ({
      kind: "sum",
      terms: row.map((entry, k): Expression => ({
        kind: "product",
        factors: [entry, right[k]?.[column] ?? entry],
      })),
    })),
  );
}

function powerOf(rows: Rows | null, exponent: Expression): Rows | null {
  if (rows === null) return null;
  if (exponent.kind === "symbol" && exponent.name === "T")
    return rows[0]?.map((_, column) => rows.map((row) => row[column] ?? exponent)) ?? null;
  if (
    exponent.kind !== "number" ||
    exponent.value.den !== 1n ||
    exponent.value.num < 1n ||
    exponent.value.num > 4n
  )
    return null;
  let result: Rows | null = rows;
  for (let i = 1n; i < exponent.value.num && result !== null; i++) result = multiplyRows(result, rows);
  return result;
}

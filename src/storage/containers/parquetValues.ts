import type { ParquetParsers, SchemaTree } from "hyparquet";

const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * How values that JSON lacks are read: times keep all their digits, dates stay dates, and bytes are text where they are
 * valid UTF-8 (old writers don't say which columns are text), else themselves.
 */
export const parsers: Partial<ParquetParsers> = {
  timestampFromMicroseconds: isoTime(1_000_000n, 6),
  timestampFromNanoseconds: isoTime(1_000_000_000n, 9),
  dateFromDays: isoDate,
  stringFromBytes: textOrBytes,
};

function textOrBytes(bytes: Uint8Array): string | Uint8Array {
  try {
    return utf8.decode(bytes);
  } catch {
    return bytes;
  }
}

function isoDate(days: number): string | undefined {
  return isoText(days * 86_400_000)?.slice(0, 10);
}

/** ISO time of so many parts of a second since 1970; digits beyond milliseconds only where there are any. */
function isoTime(second: bigint, digits: number): (at: bigint) => string | undefined {
  return (at) => {
    const part = ((at % second) + second) % second;
    const fraction = part.toString().padStart(digits, "0");
    const shown = /[1-9]/u.test(fraction.slice(3)) ? fraction : fraction.slice(0, 3);
    return isoText(Number((at - part) / second) * 1000)?.replace("000Z", `${shown}Z`);
  };
}

/** ISO text of a time in milliseconds; undefined for one that no calendar has. */
function isoText(at: number): string | undefined {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** Names of the columns whose only fractions are decimals: the reader makes 0.30000000000000004 of their 0.3. */
export function decimalColumns(schema: SchemaTree): ReadonlySet<string> {
  const columns = schema.children.filter((column) => {
    const leaves = leavesOf(column);
    return (
      leaves.some(({ element }) => element.converted_type === "DECIMAL") &&
      !leaves.some(({ element: { type } }) => type === "FLOAT" || type === "DOUBLE")
    );
  });
  return new Set(columns.map(({ element }) => element.name));
}

function leavesOf(tree: SchemaTree): SchemaTree[] {
  return tree.children.length === 0 ? [tree] : tree.children.flatMap(leavesOf);
}

/** A decimal's value with its fractions as they were written, to the 15 digits that a number holds for sure. */
export function withDecimals(value: unknown): unknown {
  if (typeof value === "number") return Number(value.toPrecision(15));
  if (Array.isArray(value)) return value.map(withDecimals);
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withDecimals(item)]));
}

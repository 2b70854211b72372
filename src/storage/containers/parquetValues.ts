import type { ColumnMetaData, Compressors, ParquetParsers, SchemaElement, SchemaTree } from "hyparquet";
import type { readPage } from "hyparquet/src/column.js";
import { DEFAULT_PARSERS } from "hyparquet/src/convert.js";
import { JsonText } from "./jsonText.ts";

/** How the values of a column's pages are read. */
export type ColumnDecoder = Parameters<typeof readPage>[2];

const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * How values that JSON lacks are read: times keep all their digits, dates stay dates, and bytes are text where they are
 * valid UTF-8 (old writers don't say which columns are text), else themselves.
 */
export const allParsers: ParquetParsers = {
  ...DEFAULT_PARSERS,
  timestampFromMicroseconds: isoTime(1_000_000n, 6),
  timestampFromNanoseconds: isoTime(1_000_000_000n, 9),
  dateFromDays: isoDate,
  stringFromBytes: textOrBytes,
  jsonFromBytes: jsonOrBytes,
};

/** How to read the chunk of a leaf. @param path from the root of the schema to the leaf */
export function decoderOf(
  path: SchemaTree[],
  chunk: ColumnMetaData,
  compressors: Compressors,
): ColumnDecoder {
  const element = path.at(-1)?.element ?? { name: "" };
  const decoder = {
    ...{ type: chunk.type, codec: chunk.codec, pathInSchema: chunk.path_in_schema },
    ...{ schemaPath: path, element, parsers: allParsers, compressors },
  };
  const own = ownParser(element);
  if (own === null) return decoder;
  // A "date" is the one kind of which the reader hands over every value as it is stored, whatever its type.
  return {
    ...decoder,
    element: { ...element, converted_type: "DATE" },
    parsers: { ...allParsers, dateFromDays: own },
  };
}

/** A value as it is stored. */
type Stored = number | bigint | Uint8Array;

/** For what the reader has no parser of its own, or one that loses digits. */
function ownParser({
  converted_type,
  logical_type,
  scale,
}: SchemaElement): ((value: Stored) => unknown) | null {
  if (logical_type?.type === "DECIMAL") return (value) => decimal(value, logical_type.scale);
  if (converted_type === "DECIMAL") return (value) => decimal(value, scale ?? 0);
  return converted_type === "BSON" || converted_type === "INTERVAL" ? (value) => value : null;
}

/** Beyond it a number is said with an exponent. No writer has more digits: 256 bits are 76. */
const longestFraction = 100;

/** The number with all its digits, but the zeros that end its fraction. */
function decimal(stored: Stored, scale: number): bigint | JsonText {
  const unscaled = wholeNumber(stored);
  if (scale === 0) return unscaled;
  if (scale < 0 || scale > longestFraction) return new JsonText(`${unscaled}e${-scale}`);
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, "0");
  const fraction = digits.slice(-scale).replace(/0+$/u, "");
  const sign = unscaled < 0n ? "-" : "";
  return new JsonText(`${sign}${digits.slice(0, -scale)}${fraction === "" ? "" : `.${fraction}`}`);
}

/** Bytes are two's complement, the highest first. */
function wholeNumber(stored: Stored): bigint {
  if (!(stored instanceof Uint8Array)) return BigInt(stored);
  return stored.length === 0
    ? 0n
    : BigInt.asIntN(8 * stored.length, BigInt(`0x${Buffer.from(stored).toString("hex")}`));
}

function textOrBytes(bytes: Uint8Array): string | Uint8Array {
  try {
    return utf8.decode(bytes);
  } catch {
    return bytes;
  }
}

/** The JSON that a cell holds, with all its digits; where it isn't any, its text or bytes. */
function jsonOrBytes(bytes: Uint8Array): unknown {
  const text = textOrBytes(bytes);
  return typeof text === "string" ? (JsonText.parse(text) ?? text) : text;
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

import type { ColumnMetaData, DataReader, PageHeader } from "hyparquet";
import { parquetHeader } from "hyparquet/src/column.js";

/** Bytes of a file at random places, as `hyparquet` takes them. */
export interface Bytes {
  readonly byteLength: number;
  /** @throws Error where the file is shorter; NodeJS.ErrnoException */
  slice(start: number, end?: number): ArrayBuffer;
}

/** A page's header, and a reader that stands at its bytes. */
export interface Page {
  readonly header: PageHeader;
  readonly reader: DataReader;
}

/** Headers are tens of bytes, unless writers put the least and greatest value there, whole. */
const shortestRead = 1 << 14;
const longestHeader = 1 << 24;
/** Most writers make pages of about a megabyte. */
const longestReadAhead = 1 << 20;
/** Of all columns together, so that thousands of them take no more. */
const readAheadOfAll = 1 << 24;

/**
 * The pages of a column chunk in their order, read as they are asked for. No more than one is held, and what was read ahead.
 * @param columns how many chunks are read side by side
 * @throws Error where the bytes are no pages, or the file is shorter than its footer says; NodeJS.ErrnoException
 */
export function* pagesOf(file: Bytes, chunk: ColumnMetaData, columns: number): Generator<Page> {
  const { start, end } = placeOf(chunk, file);
  const bytesAt = ahead(
    file,
    end,
    Math.max(shortestRead, Math.min(longestReadAhead, readAheadOfAll / columns)),
  );
  let left = Number(chunk.num_values);
  for (let at = start; left > 0 && at < end;) {
    const { header, length } = headerAt(bytesAt, at, end);
    if (!isWhole(header)) throw new Error("a page has no proper header");
    const size = header.compressed_page_size;
    if (at + length + size > file.byteLength) throw new Error("a page ends after the file");
    left -= valuesOf(header);
    if (left < 0) throw new Error("it has more values than the footer says");
    yield { header, reader: { view: bytesAt(at + length, size), offset: 0 } };
    at += length + size;
  }
}

/** Bytes from a place on, at least so many; places only go forward. */
type BytesAt = (at: number, length: number) => DataView;

/** Reads so many bytes at a time, up to an end, or more where they are asked for. */
function ahead(file: Bytes, end: number, atOnce: number): BytesAt {
  let [read, from] = [new ArrayBuffer(0), 0];
  return (at, length) => {
    if (at + length > from + read.byteLength) {
      read = file.slice(at, Math.max(at + length, Math.min(at + Math.floor(atOnce), end)));
      from = at;
    }
    return new DataView(read, at - from);
  };
}

/** Its length is known when it is read. */
function headerAt(bytesAt: BytesAt, at: number, end: number): { header: PageHeader; length: number } {
  const longest = Math.min(longestHeader, end - at);
  for (let length = Math.min(shortestRead, longest); ; length = Math.min(4 * length, longest)) {
    const reader = { view: bytesAt(at, length), offset: 0 };
    try {
      return { header: parquetHeader(reader), length: reader.offset };
    } catch (error) {
      if (length === longest) throw error;
    }
  }
}

/** Writers without a dictionary give its place as none, 0, or that of the first page. */
function placeOf(chunk: ColumnMetaData, file: Bytes): { start: number; end: number } {
  const data = Number(chunk.data_page_offset);
  const dictionary = Number(chunk.dictionary_page_offset ?? 0n);
  const start = dictionary > 0 && dictionary < data ? dictionary : data;
  return { start, end: Math.min(start + Number(chunk.total_compressed_size), file.byteLength) };
}

/** Nulls included; none where it is a dictionary. */
export function valuesOf(header: PageHeader): number {
  return (header.data_page_header ?? header.data_page_header_v2)?.num_values ?? 0;
}

/** Where a number is missing, the reader would wait for its end for ever. */
function isWhole(header: PageHeader): boolean {
  const { data_page_header: first, data_page_header_v2: second } = header;
  const sizes = [header.compressed_page_size, header.uncompressed_page_size];
  if (first !== undefined) sizes.push(first.num_values);
  if (second !== undefined) {
    sizes.push(second.num_values, second.num_rows, second.num_nulls);
    sizes.push(second.definition_levels_byte_length, second.repetition_levels_byte_length);
  }
  return sizes.every((size) => Number.isInteger(size) && size >= 0);
}

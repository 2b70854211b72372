import type { BatchWriter, Tail } from "./rowIndex.ts";

/** Finds rows in bytes that come in pieces. */
export interface Scanner {
  /** The next bytes. Rows that end in them go to `rows`. */
  push(bytes: Uint8Array, rows: BatchWriter): void;
  /** No more bytes. */
  end(rows: BatchWriter): ScanEnd;
}

/** How a scan ended. */
export interface ScanEnd {
  readonly tail: Tail;
  /** What is odd about the container, such as an array without its closing bracket; null where nothing is. */
  readonly warning: string | null;
}

/** White space that JSON allows around values. */
export function isJsonSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

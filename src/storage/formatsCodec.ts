import { readRow, writeRow } from "../formats/index.ts";
import type { RowCodec } from "./rowCodec.ts";

/** Reads and writes rows through the registry of formats. Never throws for what a row holds. */
export const formatsCodec: RowCodec = {
  read(raw, options) {
    try {
      return readRow(raw, options);
    } catch (error) {
      return { format: null, formatTitle: null, can: null, row: null, error: reason(error) };
    }
  },

  write(raw, change, options) {
    try {
      return writeRow(raw, change, options);
    } catch (error) {
      return { kind: "refused", reason: reason(error) };
    }
  },
};

/** A row nested deeper than the call stack, for one. */
function reason(error: unknown): string {
  if (error instanceof RangeError && /call stack/iu.test(error.message))
    return "it is nested too deeply to be read.";
  return `it can't be read: ${error instanceof Error ? error.message : String(error)}`;
}

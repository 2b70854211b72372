/** Bytes. A row longer than this can't be one JavaScript string. */
export const longestRow = 400 << 20;

/** A row's bytes as text, and whether the text gives the same bytes again. */
export interface RowText {
  readonly text: string;
  /** False where the bytes are not UTF-8: such a row is shown but never rewritten. */
  readonly exact: boolean;
}

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const lenient = new TextDecoder("utf-8", { ignoreBOM: true });

/** Decodes a row. */
export function decodeRow(bytes: Uint8Array): RowText {
  try {
    return { text: strict.decode(bytes), exact: true };
  } catch {
    return { text: lenient.decode(bytes), exact: false };
  }
}

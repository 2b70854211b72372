import type { Change, TextEdit } from "../core/change.ts";
import type { Row } from "../core/model.ts";
import type { Capabilities, ReadOptions } from "../formats/format.ts";

/** A row's text in the field's words. */
export interface RowReading {
  readonly format: string | null;
  readonly formatTitle: string | null;
  readonly can: Capabilities | null;
  /** Null where `error` says why there is none. */
  readonly row: Row | null;
  readonly error: string | null;
  /** True of an object that fits no format: a field mapping may help. */
  readonly noFormat?: true;
}

/** What a change becomes in a row's text. */
export type RowWriting =
  | { readonly kind: "row"; readonly edits: readonly TextEdit[] }
  /** A pair for the file beside the dataset. */
  | { readonly kind: "sidecar" }
  | { readonly kind: "refused"; readonly reason: string };

/** Between the text of a row and the field's words; the formats room behind it. */
export interface RowCodec {
  read(raw: string, options: ReadOptions): RowReading;
  write(raw: string, change: Change, options: ReadOptions): RowWriting;
}

import type { Change } from "../core/change.ts";
import type { JsonEdit, JsonObject, JsonValue } from "../core/json.ts";
import type { FieldMapping } from "../core/mapping.ts";
import type { Row } from "../core/model.ts";
import type { Splitter } from "../core/split.ts";

export type { FieldMapping, JsonEdit, JsonObject, JsonValue };

/** What a format has a place for. Anything else goes into the row's `step_dpo` key, pairs into the sidecar file. */
export interface Capabilities {
  /** `each`: a label a step; `first-error`: one index; `none`: kept under `step_dpo`. */
  readonly labels: "each" | "first-error" | "none";
  /** The row holds a preference pair. */
  readonly pair: boolean;
  /** How many traces a row can hold. */
  readonly traces: "none" | "one" | "many" | "tree";
}

/** How a dataset is read: its splitter and what the person set for it. */
export interface ReadOptions {
  readonly splitter: Splitter;
  /** How a neutral label is written where the format knows true and false alone. Setting `stepDpo.neutralAs`. */
  readonly neutralAs: boolean;
  /** ISO time stamped on what is written; comes from the caller's clock. */
  readonly now: () => string;
  /** Field mapping for rows of no known format (FORMATS.md "Anything else"); null where none is set. */
  readonly mapping: FieldMapping | null;
  /** Write who, when and from where of each label into `step_dpo`. */
  readonly provenance: boolean;
}

/** What a change becomes in a row's own terms. */
export type WriteResult =
  | { readonly kind: "row"; readonly edits: readonly JsonEdit[] }
  /** The row has no place for it: a pair for the sidecar file. */
  | { readonly kind: "sidecar" }
  /** Can't be done in this format; the reason is shown to the person. */
  | { readonly kind: "refused"; readonly reason: string };

/** A stretch of a trace's text, and the values of the row that hold it. */
export interface TracePiece {
  /** UTF-16 units. */
  readonly length: number;
  /** Empty where the row doesn't hold it, such as a separator. */
  readonly paths: readonly JsonEdit["path"][];
}

/** One dataset format. One small file each; adding one is that file and a line in the registry. */
export interface Format {
  /** Stable id, as used by `stepdpo convert --to`. */
  readonly id: string;
  /** Name for people. */
  readonly title: string;
  readonly can: Capabilities;
  /** True where a row has this format's fields. Looks at fields alone, never at file names; cheap. */
  recognise(value: JsonObject): boolean;
  /** The row in the field's words. @throws FormatError naming the field where it isn't what the format says. */
  read(value: JsonObject, options: ReadOptions): Row;
  /**
   * What the texts of the traces, in the order of `read`, are put together from.
   * @throws FormatError as `read` does
   */
  pieces(value: JsonObject): readonly (readonly TracePiece[])[];
  /** The smallest set of values to set for one change. */
  write(value: JsonObject, change: Change, options: ReadOptions): WriteResult;
  /** A new row that holds what this format can of a row; null where it can't hold it at all. Absent: not written. */
  create?(row: Row): JsonObject | null;
  /** Whatever is in such a set is taken to be right: a trace that is known to be wrong has no place there. */
  readonly onlyRight?: true;
}

/** A row that has a format's fields, but not in its types. */
export class FormatError extends Error {
  /** Dotted path of the field, such as `steps[3].text`. */
  readonly field: string;
  constructor(field: string, message: string) {
    super(`${field}: ${message}`);
    this.name = "FormatError";
    this.field = field;
  }
}

import type { Capabilities, Format, JsonObject, TracePiece } from "./format.ts";
import type { Row } from "../core/model.ts";
import type { Parse, Part } from "./parsed.ts";
import { rowOf } from "./read.ts";
import { readStepDpo } from "./stepDpo.ts";
import { writeChange } from "./write.ts";

/** What tells one format from another. */
export interface FormatSpec {
  readonly id: string;
  readonly title: string;
  readonly can: Capabilities;
  readonly recognise: (value: JsonObject) => boolean;
  readonly parse: Parse;
  /** A new row of this format that holds what it can of a row; null where it can't hold it at all. */
  readonly create?: (row: Row) => JsonObject | null;
  readonly onlyRight?: true;
}

/** A format made of how its rows are taken apart. */
export function defineFormat({ parse, ...spec }: FormatSpec): Format {
  return {
    ...spec,
    read: (value, options) => rowOf(parse(value), readStepDpo(value), options),
    pieces: (value) => parse(value).traces.map(({ parts }) => parts.map(pieceOf)),
    write: (value, change, options) => writeChange(value, parse(value), change, options),
  };
}

/** Where a part would be written is where it lies. */
function pieceOf({ text, write }: Part): TracePiece {
  return { length: text.length, paths: write?.(text).map(({ path }) => path) ?? [] };
}

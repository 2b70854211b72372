/** A JSON value as `JSON.parse` gives it. */
export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  [key: string]: JsonValue;
}

/** Set the value at a path inside a row; `undefined` (or none, as in a journal) removes it. */
export interface JsonEdit {
  readonly path: readonly (string | number)[];
  readonly value?: JsonValue | undefined;
}

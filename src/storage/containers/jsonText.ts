import { isJsonSpace } from "../rows/scanner.ts";

/** A value that is JSON text already, which says more than a JavaScript value can: numbers with all their digits. */
export class JsonText {
  readonly text: string;

  /** @param text JSON on one line */
  constructor(text: string) {
    this.text = text;
  }

  /** Null where the text is not JSON. */
  static parse(text: string): JsonText | null {
    try {
      JSON.parse(text);
      return new JsonText(onOneLine(text));
    } catch {
      return null;
    }
  }

  /** As a key of a map. */
  toString(): string {
    return this.text;
  }
}

/**
 * JSON text of a value out of another container. Whole numbers beyond 2^53 keep their digits, times become ISO text,
 * bytes become base64, numbers that JSON can't say (NaN) become null; so does what has no value, which is how the reader of
 * Parquet gives lists and structs that are null.
 */
export function jsonText(value: unknown): string {
  if (typeof value === "bigint") return value.toString();
  if (value instanceof JsonText) return value.text;
  if (value instanceof Date)
    return Number.isNaN(value.getTime()) ? "null" : JSON.stringify(value.toISOString());
  if (ArrayBuffer.isView(value) && !(value instanceof Uint8Array))
    return jsonText(Array.from(value as Int32Array));
  if (value instanceof Uint8Array) return JSON.stringify(Buffer.from(value).toString("base64"));
  if (Array.isArray(value)) return `[${value.map((item) => jsonText(item)).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}:${jsonText(item)}`);
    return `{${members.join(",")}}`;
  }
  return value === undefined ? "null" : JSON.stringify(value);
}

/** A JSON text on one line: white space between its tokens goes, nothing else changes. */
export function onOneLine(text: string): string {
  if (!/[\n\r]/u.test(text)) return text;
  let result = "";
  let from = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === 0x5c) at++;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (isJsonSpace(code)) {
      result += text.slice(from, at);
      from = at + 1;
    }
  }
  return result + text.slice(from);
}

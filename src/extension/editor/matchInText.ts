import type { Span } from "../../core/model.ts";
import type { FoundText } from "../../protocol/traceEditor.ts";

/**
 * Where a match lies in the JSON text of a file, in which it may be escaped; null where it isn't found as it is.
 * @param row the stretch of the text that its row lies in
 */
export function matchInText(
  text: string,
  row: { readonly from: number; readonly to: number },
  { field, excerpt, start, end }: FoundText,
): Span | null {
  const key = field?.split(".").findLast((part) => !/^\d+$/u.test(part));
  const named = key === undefined ? -1 : text.indexOf(JSON.stringify(key), row.from);
  const from = key === undefined || named < 0 || named > row.to ? row.from : named + key.length + 2;
  const match = excerpt.slice(start, end);
  for (const spelled of [match, jsonOf(match), asciiOf(jsonOf(match))]) {
    const at = text.indexOf(spelled, from);
    if (at >= 0 && at < row.to) return { start: at, end: at + spelled.length };
  }
  return null;
}

function jsonOf(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** As Python writes JSON unless it is told not to. */
function asciiOf(text: string): string {
  return text.replace(/[^\0-\x7f]/gu, (char) =>
    Array.from(
      { length: char.length },
      (_, at) => `\\u${char.charCodeAt(at).toString(16).padStart(4, "0")}`,
    ).join(""),
  );
}

import { narrowExcerpt } from "../../core/excerpt.ts";
import type { Query, ViewState } from "../../core/query.ts";
import type { FoundText } from "../../protocol/traceEditor.ts";
import { counted, grouped } from "../tree/ranges.ts";

/** Text before a match that is shown. */
const before = 40;

/** A found row in a list: where, and the match with the text around it. */
export function hitItem(
  row: number,
  hit: FoundText | null,
): { label: string; description: string; detail: string } {
  return {
    label: `Row ${grouped(row + 1)}`,
    description: hit?.field ?? "",
    // Codicons are written so; in a dataset it is text.
    detail: hit === null ? "" : narrowExcerpt(hit, before).excerpt.replaceAll("$(", "$\u200b("),
  };
}

/** The title of a search: what it looks at and how, and what was found. */
export function searchTitle(name: string, query: Query, state: ViewState): string {
  const how = [
    query.field === null ? "" : `in ${query.field}`,
    query.caseSensitive ? "match case" : "",
    query.regex ? "regular expression" : "",
    ...(query.conditions.length === 0 ? [] : ["filtered"]),
  ].filter((part) => part !== "");
  const found = query.text === "" || state.error !== null ? "" : `: ${counted(state.found, "row")} found`;
  return `Search in ${name}${how.length === 0 ? "" : ` (${how.join(", ")})`}${found}`;
}

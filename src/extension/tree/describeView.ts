import { narrowExcerpt } from "../../core/excerpt.ts";
import type { ViewState } from "../../core/query.ts";
import { queryTitle, selectionTitle, takesAll } from "../../core/queryWords.ts";
import type { FoundText } from "../../protocol/traceEditor.ts";
import type { Description } from "./describe.ts";
import { counted, grouped } from "./ranges.ts";

/** What a dataset's node says of its view: "wrong · 1,204 of 374,000 rows". Null where all rows are shown. */
export function describeView(state: ViewState): string | null {
  if (state.whole) return null;
  return `${queryTitle(state.query)} · ${countOf(state)}`;
}

/** Another text where a person waits for what is shown: another query, its first rows, its end. */
export function stageOf({ query, found, running }: ViewState): string {
  return `${queryTitle(query)} ${running} ${found > 0}`;
}

function countOf({ query, found, looked, rows, running, error }: ViewState): string {
  if (error !== null) return "not searched";
  if (running) return `${grouped(found)} found, ${percent(looked, rows)}`;
  if (looked < rows) return `${grouped(found)} found, stopped at ${percent(looked, rows)}`;
  return takesAll(query) ? counted(rows, "row") : `${grouped(found)} of ${counted(rows, "row")}`;
}

/** What stands in place of rows where none is found; null where there are some. */
export function describeEmpty(state: ViewState): { message: string; icon: "info" | "warning" } | null {
  const { query, found, shown, looked, rows, running, error } = state;
  if (error !== null) return { message: error, icon: "warning" };
  // The rows of the last query are there until the first of this one.
  if (found > 0 || (running && shown > 0)) return null;
  if (running) return { message: `Searching … ${percent(looked, rows)}`, icon: "info" };
  const where = looked < rows ? ` in the first ${percent(looked, rows)} of the file` : "";
  return { message: `No rows found${where}: ${selectionTitle(query)}`, icon: "info" };
}

function percent(looked: number, rows: number): string {
  return `${rows === 0 ? 0 : Math.floor((100 * looked) / rows)}%`;
}

/** Text before a match that is shown: the match itself must be seen in a narrow sidebar. */
const before = 16;

/** A row that a text was found in: its label shows the match in place of the problem's first words. */
export function describeHit(description: Description, row: number, hit: FoundText): Description {
  const { excerpt, start, end } = narrowExcerpt(hit, before);
  const number = `${grouped(row + 1)}  `;
  return {
    ...description,
    label: `${number}${excerpt}`,
    highlights: [[number.length + start, number.length + end]],
    description: [hit.field ?? "", description.description].filter((part) => part !== "").join(" · "),
  };
}

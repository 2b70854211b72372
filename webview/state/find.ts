import { wholeFile, type Condition, type Query, type ViewState } from "../../src/core/query.ts";
import { sameCondition, takesAll } from "../../src/core/queryWords.ts";
import { counted } from "../parts/words.ts";
import { attempt, type Context } from "./context.ts";
import type { State } from "./state.ts";

/** The query as the person sees it: as she has it in the bar, else as the host shows it. */
export function shownQuery({ draft, view }: Pick<State, "draft" | "view">): Query {
  return draft ?? view?.query ?? wholeFile;
}

/** Changes what the bar says, without looking for it yet: while a text is typed. */
export function draftQuery(context: Context, change: Partial<Query>): void {
  context.store.dispatch({ kind: "draft", query: { ...shownQuery(context.store.get()), ...change } });
}

/** Looks for what the bar says, where that is new. The last query counts. */
export async function sendDraft(context: Context): Promise<void> {
  const { draft } = context.store.get();
  if (draft === null) return;
  await attempt(context, () => context.host.setQuery(draft));
  context.store.dispatch({ kind: "taken", query: draft });
}

/** Changes the query at once. */
export async function changeQuery(context: Context, change: Partial<Query>): Promise<void> {
  draftQuery(context, change);
  await sendDraft(context);
}

/** Adds a condition, or takes it back. */
export async function toggleCondition(context: Context, condition: Condition): Promise<void> {
  const { conditions } = shownQuery(context.store.get());
  const others = conditions.filter((one) => !sameCondition(one, condition));
  await changeQuery(context, {
    conditions: others.length < conditions.length ? others : [...conditions, condition],
  });
}

/** Shows all rows in the order of the file. */
export async function clearQuery(context: Context): Promise<void> {
  await changeQuery(context, wholeFile);
}

/** Ends a running search. */
export async function stopSearch(context: Context): Promise<void> {
  await attempt(context, () => context.host.cancelQuery());
}

/**
 * Leaves one thing at a time: a running search for a text, the text, the filter. Returns false where there is nothing to
 * leave. Pressed twice, the second is not spent on the search that leaving the text began.
 */
export async function leaveSearch(context: Context): Promise<boolean> {
  const state = context.store.get();
  const { text, conditions } = shownQuery(state);
  if (text !== "" && state.view?.running === true) await stopSearch(context);
  else if (text !== "") await changeQuery(context, { text: "" });
  else if (conditions.length > 0) await changeQuery(context, { conditions: [] });
  else return false;
  return true;
}

/** What a search has found so far, for people. */
export function foundWords({ query, whole, found, looked, rows, running }: ViewState): string {
  if (whole) return `All ${counted(rows, "row")} shown`;
  const percent = `${rows === 0 ? 0 : Math.floor((100 * looked) / rows)}%`;
  if (running) return found === 0 ? `Searching, ${percent}` : `${number(found)} found, ${percent}`;
  if (looked < rows) return `Stopped at ${percent}: ${number(found)} found`;
  if (found === 0) return "No rows found";
  return takesAll(query) ? counted(found, "row") : `${counted(found, "row")} found`;
}

/** Which of the rows found a row is: "12 of 1,204 found". */
export function placeWords(place: number, view: ViewState): string {
  if (view.running || view.looked < view.rows) return foundWords(view);
  return `${number(place + 1)} of ${number(view.found)} ${takesAll(view.query) ? "in this order" : "found"}`;
}

function number(count: number): string {
  return count.toLocaleString("en-US");
}

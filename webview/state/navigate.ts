import { sameQuery, takesAll } from "../../src/core/queryWords.ts";
import type { FieldTexts, Place, RowState } from "../../src/protocol/traceEditor.ts";
import { firstMatch, searchPattern } from "../text/search.ts";
import { announce, attempt, inform, type Context } from "./context.ts";
import { sendDraft, shownQuery } from "./find.ts";
import { foundHere } from "./hooks.ts";
import type { State } from "./state.ts";

/** Where each view's last move to another row leads: whether that row is shown then. */
const going = new WeakMap<Context["store"], Promise<boolean>>();

/** Goes to a place; the row shown stays until the new one has come. Returns whether it has. */
export function goTo(context: Context, place: Place): Promise<boolean> {
  const arrived = goNow(context, place);
  going.set(context.store, arrived);
  return arrived;
}

/** Resolves once the row that the person last went to is shown; false where it is not. */
export async function whenArrived({ store }: Context): Promise<boolean> {
  return (await going.get(store)) ?? true;
}

async function goNow(context: Context, place: Place): Promise<boolean> {
  const { store, host } = context;
  const state = store.get();
  if (state.row !== null && state.row.index === place.row && state.place.row === place.row) {
    store.dispatch({ kind: "step", trace: place.trace, step: place.step });
    return true;
  }
  store.dispatch({ kind: "going", place });
  const row = await attempt(context, () => host.row(place.row));
  // Meanwhile the person may have gone on.
  if (store.get().place.row !== place.row) return false;
  if (row === undefined) {
    store.dispatch({ kind: "notLoaded" });
    return false;
  }
  store.dispatch({ kind: "loaded", row });
  announce(context, `Row ${row.index + 1}`);
  if (place.step === null) await toMatch(context, row);
  return true;
}

/** In a row that was found by its text, goes to the step that holds it. */
async function toMatch(context: Context, { index, row }: RowState): Promise<void> {
  const { store, host } = context;
  const query = shownQuery(store.get());
  const pattern = searchPattern(query);
  if (row === null || pattern === null) return;
  const { moves } = store.get();
  let texts: FieldTexts | null = null;
  if (query.field !== null) {
    const found = await attempt(context, () => host.found(index));
    texts = found?.texts ?? null;
    // Which texts lie in the field can't be told, or the person has gone on.
    if (texts === null || store.get().moves !== moves) return;
  }
  const at = firstMatch(row, { pattern, texts });
  if (at !== null) store.dispatch({ kind: "step", ...at });
}

/** Goes to a row by the number a person typed, from 1. */
export async function goToNumber(context: Context, typed: string): Promise<void> {
  const rows = context.store.get().dataset?.rows ?? 0;
  const number = Number(typed.trim().replaceAll(/[,_\s]/gu, ""));
  if (!Number.isInteger(number) || number < 1 || number > rows) {
    inform(context, `There is no row "${typed.trim()}": rows are 1 to ${rows.toLocaleString("en-US")}.`);
    return;
  }
  await goTo(context, { row: number - 1, trace: 0, step: null });
}

/** Where each view's last press for another row leads. */
const seeking = new WeakMap<Context["store"], Promise<void>>();

/** The next or previous of the rows shown, in their order. Presses in quick succession each go one further. */
export function seekRow(context: Context, direction: 1 | -1): Promise<void> {
  const { store } = context;
  const turn = (seeking.get(store) ?? Promise.resolve()).then(() => seekNow(context, direction));
  seeking.set(store, turn);
  return turn;
}

async function seekNow(context: Context, direction: 1 | -1): Promise<void> {
  // What was typed just now counts.
  await sendDraft(context);
  const before = context.store.get();
  const { place } = before;
  const found = await attempt(context, () => context.host.next(place.row, direction));
  const now = context.store.get();
  // Who went on, or looks for something else meanwhile, is not carried off.
  const isMoot = now.place.row !== place.row || !sameQuery(shownQuery(now), shownQuery(before));
  if (found === undefined || isMoot) return;
  if (found !== null) {
    // Not waited for: the next press goes on from there, whether that row has come or not.
    void goTo(context, { row: found, trace: 0, step: null });
    return;
  }
  inform(context, nothingThere(now, direction, place.row));
}

/** That there is no row in a direction; where others were found, how to get to those. */
function nothingThere(state: State, direction: 1 | -1, row: number): string {
  const [where, back, key] = direction === 1 ? ["after", "before", "Shift+F3"] : ["before", "after", "F3"];
  const here = `${where} row ${(row + 1).toLocaleString("en-US")}`;
  if (takesAll(shownQuery(state))) return `No row ${here}.`;
  const others = (state.view?.found ?? 0) > (foundHere(state)?.place == null ? 0 : 1);
  return `None of the rows found is ${here}.${others ? ` ${key} goes to those ${back} it.` : ""}`;
}

/** Moves among the steps of the trace; from the last one it stays there. */
export function moveStep(context: Context, to: number | "first" | "last"): void {
  const { place } = context.store.get();
  const step = to === "first" ? 0 : to === "last" ? Number.MAX_SAFE_INTEGER : (place.step ?? -1) + to;
  context.store.dispatch({ kind: "step", trace: place.trace, step });
}

/** Puts the focus back on the current step, from a field or dropdown. */
export function backToStep(context: Context): void {
  const { place } = context.store.get();
  // With no step to go to, the keys must still not be typed into the field.
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  context.store.dispatch({ kind: "step", trace: place.trace, step: place.step });
}

/** Moves among the row's traces, around the ends. */
export function moveTrace(context: Context, by: 1 | -1): void {
  const { row, place } = context.store.get();
  const count = row?.row?.traces.length ?? 0;
  if (count < 2) return;
  context.store.dispatch({ kind: "step", trace: (place.trace + by + count) % count, step: 0 });
}

/** Reads the current row anew, without moving. */
export async function rereadRow(context: Context): Promise<void> {
  const { place, dataset } = context.store.get();
  // The file has no such row any more.
  if (dataset?.indexed === true && place.row >= dataset.rows) return;
  const row = await attempt(context, () => context.host.row(place.row));
  if (row !== undefined) context.store.dispatch({ kind: "row", row });
}

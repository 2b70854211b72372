import type { TraceFacts } from "../../core/facts.ts";
import type { Row, Trace } from "../../core/model.ts";
import { longText } from "../../pipeline/check/longRow.ts";
import { gradeTrace, traceFacts } from "../../pipeline/facts.ts";
import type { RowState } from "../../protocol/traceEditor.ts";
import { Pauses } from "../../storage/pauses.ts";
import type { RowView } from "../../storage/types.ts";

/**
 * A row as the trace editor shows it: with the answers extracted and graded, and the arithmetic checked, which would
 * hold up the editor for seconds in a row that is too long for the check too.
 */
export function rowState(view: RowView): RowState {
  if (view.row !== null && longText(view.row) !== null) return rowOutline(view);
  return stateOf(shortEnough(view), traceFacts);
}

/**
 * Longest row that is shown, UTF-16 units: grading it, sending it to the view and drawing it would hold up the window
 * for seconds.
 */
const longestRow = 20_000_000;

function shortEnough(view: RowView): RowView {
  const { row, raw, index } = view;
  if (row === null || raw.length <= longestRow) return view;
  const length = `${(raw.length / 1e6).toFixed(0)} million characters`;
  const error = `This row has ${length}, too many to be shown: its start is below. On the command line, "stepdpo show" prints all of row ${index + 1} and "stepdpo label" labels it.`;
  return { ...view, row: null, error };
}

/** The same without the arithmetic, which takes most of the time: for lists of rows. */
export function rowOutline(view: RowView): RowState {
  return stateOf(shortEnough(view), (row, trace) => ({ ...gradeTrace(row, trace), arithmetic: [] }));
}

/** Outlines of many rows; lets other work in between, so that no list blocks the editor. */
export async function rowOutlines(views: readonly RowView[]): Promise<RowState[]> {
  const states: RowState[] = [];
  const pauses = new Pauses({ busyMs: longestStretch });
  for (const view of views) {
    states.push(rowOutline(view));
    await pauses.turn();
  }
  return states;
}

/** Longest stretch of work without a pause, milliseconds. */
const longestStretch = 12;

function stateOf(view: RowView, facts: (row: Row, trace: Trace) => TraceFacts): RowState {
  const { index, line, formatTitle, row, error, edited, readOnly } = view;
  return {
    ...{ index, line, formatTitle, row, error, edited, readOnly },
    facts: row === null ? [] : row.traces.map((trace) => facts(row, trace)),
    raw: row === null ? view.raw.slice(0, rawLimit) : null,
    holdsPairs: view.can?.pair ?? false,
    mappable: row === null && isObjectText(view.raw),
  };
}

function isObjectText(text: string): boolean {
  try {
    return /^\s*\{/u.test(text) && typeof JSON.parse(text) === "object";
  } catch {
    return false;
  }
}

/** Most of an unreadable row's text that is shown; a whole file may be one line. */
const rawLimit = 200_000;

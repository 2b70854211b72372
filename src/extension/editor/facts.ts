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
  return stateOf(view, traceFacts);
}

/**
 * Longest row that is shown, UTF-16 units: grading it, sending it to the view and drawing it would hold up the window
 * for seconds.
 */
const longestRow = 20_000_000;

/** Most steps of a row that is shown whole, however short they are. */
const mostSteps = 200_000;

/** The same without the arithmetic, which takes most of the time: for lists of rows. */
export function rowOutline(view: RowView): RowState {
  return stateOf(view, (row, trace) => ({ ...gradeTrace(row, trace), arithmetic: [] }));
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
  const { index, line, formatTitle, edited, readOnly, raw } = view;
  const steps = view.row?.traces.reduce((sum, trace) => sum + trace.steps.length, 0) ?? 0;
  const isLong = view.row !== null && (raw.length > longestRow || steps > mostSteps);
  const row = isLong ? null : view.row;
  return {
    ...{ index, line, formatTitle, row, edited, readOnly },
    error: isLong ? tooLong(view, steps) : view.error,
    facts: row === null ? [] : row.traces.map((trace) => facts(row, trace)),
    raw: row === null ? raw.slice(0, rawLimit) : null,
    holdsPairs: view.can?.pair ?? false,
    mappable: view.row === null && isObjectText(raw),
    long: isLong ? { length: raw.length, shown: null, texts: null } : null,
  };
}

function tooLong({ raw, index }: RowView, steps: number): string {
  const length =
    raw.length > longestRow
      ? `${(raw.length / 1e6).toFixed(0)} million characters`
      : `${steps.toLocaleString("en-US")} steps`;
  return `This row has ${length}, too many to be shown at once: its start is below, as the file has it. On the command line, "stepdpo show" prints all of row ${index + 1}.`;
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

import type { Place } from "../../protocol/traceEditor.ts";
import type { Edit, RowTexts } from "../../storage/types.ts";
import { prettyJson } from "./prettyJson.ts";

/** An unsaved edit in a list. */
export interface ChangeEntry {
  readonly label: string;
  readonly description: string;
  readonly row: number;
  readonly place: Place;
}

/** Unsaved edits for people, the latest first. */
export function describeChanges(edits: readonly Edit[], now: Date): readonly ChangeEntry[] {
  return edits.toReversed().map(({ row, title, at, change }) => ({
    label: `Row ${(row + 1).toLocaleString("en-US")}: ${title}`,
    description: timeOf(at, now),
    row,
    place: {
      row,
      trace: "trace" in change ? change.trace : 0,
      step: "step" in change ? change.step : null,
    },
  }));
}

/** The time of day, with the date where it was not today. */
function timeOf(at: string, now: Date): string {
  const time = new Date(at);
  if (Number.isNaN(time.getTime())) return "";
  const clock = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" } as const;
  return time.toDateString() === now.toDateString()
    ? time.toLocaleTimeString("en-GB", clock)
    : time.toLocaleString("en-GB", { day: "numeric", month: "short", year: "numeric", ...clock });
}

/** A row's JSON with a line a value, for comparing; its pairs of the sidecar file follow it. */
export function prettyRow({ row, pairs }: RowTexts): string {
  return [row, ...pairs].map((json) => `${prettyJson(json)}\n`).join("\n");
}

import type { Place } from "../../protocol/traceEditor.ts";
import { describeFinding, type Problem } from "./describe.ts";
import type { Findings } from "./findings.ts";

/** VS Code shows no more than these of one document; the last says how many more there are. */
const mostShown = 1000;

/** What was found in a dataset as a text of one line a problem, since a problem of VS Code's is a place in a text. */
export interface Listing {
  readonly text: string;
  /** In the order of rows, those of the dataset as a whole first; each is on the line after its index: the first line is a heading. */
  readonly problems: readonly Problem[];
}

/** Lists the worst of what was found. @param name of the dataset, for people */
export function listingOf(name: string, findings: Findings): Listing {
  const shown = findings.shown(mostShown).toSorted((a, b) => (a.row ?? -1) - (b.row ?? -1));
  const problems = shown.map(describeFinding);
  const lines = problems.map(({ severity, rule, message }) => `${severity} ${rule}: ${oneLine(message)}`);
  return { text: [`Problems of ${name}`, ...lines, ""].join("\n"), problems };
}

/** The place in the trace editor of the problem on a line, from 0; null where the line has none. */
export function placeOn({ problems }: Listing, line: number): Place | null {
  return problems[line - 1]?.place ?? null;
}

function oneLine(text: string): string {
  return text.replace(/\s+/gu, " ");
}

import type { TraceFacts } from "../../core/facts.ts";
import type { Trace } from "../../core/model.ts";
import { gradeTrace } from "../../pipeline/facts.ts";
import type { RowState } from "../../protocol/traceEditor.ts";
import { Pauses } from "../../storage/pauses.ts";
import type { RowView } from "../../storage/types.ts";
import { abridge } from "./abridge.ts";
import { rowOutline } from "./facts.ts";

/** How much of the end of a text is looked through for its final answer, UTF-16 units. */
const answerPart = 20_000;

/**
 * A row that is too long to be shown whole: the start of its texts, with each trace's final answer. Lets other work of
 * the editor in between.
 * @param limit characters (UTF-16 units) of its texts that are shown
 * @throws the signal's reason where it is called off
 */
export async function longRowState(view: RowView, limit: number, signal: AbortSignal): Promise<RowState> {
  const pauses = new Pauses({ signal });
  const outline = rowOutline(view);
  if (view.row === null || outline.long === null) return outline;
  const { row, shown, length } = abridge(view.row, limit);
  await pauses.take();
  const facts: TraceFacts[] = [];
  const question = { ...row, gold: { ...row.gold, solution: endOf(view.row.gold.solution) } };
  for (const trace of view.row.traces.slice(0, row.traces.length)) {
    facts.push({ ...gradeTrace(question, withEnd(trace)), arithmetic: [] });
    await pauses.turn();
  }
  return { ...outline, row, facts, error: null, raw: null, long: { ...outline.long, shown, texts: length } };
}

function endOf(text: string | null): string | null {
  return text?.slice(-answerPart) ?? null;
}

/** The answer stands at the end; its place there is not its place in the whole text, which the view doesn't have. */
function withEnd(trace: Trace): Trace {
  return { ...trace, text: trace.text.slice(-answerPart), steps: [] };
}

import { fixRow } from "../pipeline/check/fixRow.ts";
import type { DatasetSession } from "../storage/types.ts";
import { checkCancelled, note, progress, type Io } from "./io.ts";

/** How many findings were fixed, and how many the rows' formats refused to have fixed. */
export interface FixCount {
  readonly fixed: number;
  readonly refused: number;
}

/** Edits that are held unsaved, so that memory does not grow with the number of fixes. */
const heldEdits = 5000;
/** Refusals are told one by one up to this many. */
const refusalsTold = 20;

/**
 * Applies the safe fixes of rows, and saves.
 * @param rows names of the rules that have one, by row
 * @throws CancelledError; what was fixed and not saved yet is dropped then
 */
export async function fixRows(
  io: Io,
  session: DatasetSession,
  rows: ReadonlyMap<number, readonly string[]>,
): Promise<FixCount> {
  const bar = progress(io);
  let [fixed, refused, done] = [0, 0, 0];
  try {
    for (const [row, rules] of rows) {
      checkCancelled(io);
      bar.update(`fixed ${done++} of ${rows.size} rows`);
      const view = () => session.row(row);
      const result = await fixRow({ view, apply: (change) => session.apply(row, change) }, [
        ...new Set(rules),
      ]);
      fixed += result.fixed.length;
      for (const { finding, error } of result.refused) {
        if (++refused <= refusalsTold) note(io, `row ${row + 1}, ${finding.rule}: ${reason(error)}`);
      }
      if (session.edits.length >= heldEdits) await session.save({ own: true });
    }
    await session.save({ own: true });
  } catch (error) {
    await session.revert();
    throw error;
  } finally {
    bar.end();
  }
  return { fixed, refused };
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

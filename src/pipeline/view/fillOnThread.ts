import type { DatasetSession } from "../../storage/types.ts";
import type { FactTable } from "./factTable.ts";
import { breathe } from "./pause.ts";
import { rowFacts } from "./rowFacts.ts";

/** Rows read at a time. */
const page = 64;

/**
 * Fills a table from its first unknown row on, on this thread, in slices.
 * @param grown told after each page
 * @throws StorageError; the signal's reason where aborted
 */
export async function fillOnThread(
  session: DatasetSession,
  table: FactTable,
  signal: AbortSignal,
  grown: () => void,
): Promise<void> {
  await session.whenIndexed();
  const pause = breathe();
  for (let from = table.known; from < session.info.rows; from += page) {
    for (const view of await session.rows(from, from + page)) {
      signal.throwIfAborted();
      table.set(view.index, rowFacts(view.row));
      await pause();
    }
    grown();
  }
}

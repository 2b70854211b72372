import { basename, isAbsolute, join } from "node:path";
import { EvaluationSet } from "../../pipeline/check/index.ts";
import type { DatasetSession, RowView } from "../../storage/types.ts";
import { messageOf } from "../text.ts";
import type { Evaluation } from "./datasetCheck.ts";
import type { Pace } from "./pace.ts";

/** Rows read at once. */
const page = 64;

/**
 * Reads evaluation sets. Those that can't be read are told, not thrown: the other rules go on.
 * @param paths absolute, or relative to `folder`
 */
export async function readEvaluation(
  paths: readonly string[],
  folder: string,
  open: (path: string) => Promise<DatasetSession>,
  pace: Pace,
  signal: AbortSignal,
): Promise<Evaluation> {
  const set = new EvaluationSet();
  const failures: string[] = [];
  for (const path of paths) {
    try {
      const session = await open(isAbsolute(path) ? path : join(folder, path));
      try {
        await set.addRows(basename(path), rowsOf(session, pace, signal));
      } finally {
        await session.close();
      }
    } catch (error) {
      failures.push(
        `The evaluation set ${path} (setting stepDpo.check.against) was left out: ${messageOf(error)}`,
      );
    }
  }
  return { set, failures };
}

async function* rowsOf(session: DatasetSession, pace: Pace, signal: AbortSignal): AsyncGenerator<RowView> {
  await session.whenIndexed();
  for (let from = 0; from < session.info.rows; from += page) {
    for (const view of await session.rows(from, from + page)) {
      if (signal.aborted) return;
      await pace.turn();
      yield view;
    }
  }
}

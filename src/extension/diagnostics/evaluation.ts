import { basename, isAbsolute, join } from "node:path";
import { addProblems } from "../../pipeline/check/checkDataset.ts";
import { EvaluationBuilder } from "../../pipeline/check/index.ts";
import type { Looker } from "../../pipeline/check/jobs.ts";
import { Pauses } from "../../storage/pauses.ts";
import type { DatasetSession } from "../../storage/types.ts";
import { messageOf } from "../text.ts";
import type { Evaluation } from "./datasetCheck.ts";

/**
 * Reads evaluation sets. Those that can't be read are told, not thrown: the other rules go on.
 * @param paths absolute, or relative to `folder`
 * @throws the signal's reason
 */
export async function readEvaluation(
  paths: readonly string[],
  folder: string,
  open: (path: string) => Promise<DatasetSession>,
  looker: Looker,
  signal: AbortSignal,
): Promise<Evaluation> {
  const builder = new EvaluationBuilder();
  const pauses = new Pauses();
  const failures: string[] = [];
  for (const path of paths) {
    try {
      const session = await open(isAbsolute(path) ? path : join(folder, path));
      try {
        await addProblems(builder, basename(path), session, looker, { signal });
      } finally {
        await session.close();
      }
    } catch (error) {
      signal.throwIfAborted();
      failures.push(
        `The evaluation set ${path} (setting stepDpo.check.against) was left out: ${messageOf(error)}`,
      );
    }
  }
  return { set: await builder.build(() => pauses.take()), failures };
}

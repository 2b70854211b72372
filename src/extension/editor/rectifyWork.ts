import { rectifyRequest, rectifyStep, type RectifyTask } from "../../pipeline/rectify.ts";
import { RunFolder } from "../../pipeline/runFolder.ts";
import type { RectifyEvent } from "../../pipeline/types.ts";
import { fingerprintOf } from "../../storage/files/fingerprint.ts";
import type { DatasetSession } from "../../storage/types.ts";
import type { RectifyWork } from "./traceHost.ts";

/** What rectifying needs of its surroundings. */
export interface RectifySurroundings {
  readonly session: DatasetSession;
  /** Folder of run folders; made where it isn't there. */
  readonly runs: string;
  /** The product's version, for the run's description. */
  readonly version: string;
  readonly now: () => Date;
}

/** Rectifies a step and keeps every candidate in a run folder as it comes. */
export async function* rectifyWork(
  around: RectifySurroundings,
  work: RectifyWork,
  signal: AbortSignal,
): AsyncGenerator<RectifyEvent, void, undefined> {
  const { session, runs, version, now } = around;
  const { path } = session.info;
  const { row, trace } = work.place;
  const start = {
    stage: "rectify",
    settings: { ...settingsOf(work), row: row + 1, trace: trace + 1, step: work.place.step + 1 },
    model: work.model.ref,
    input: { path, fingerprint: JSON.stringify(await fingerprintOf(path)) },
    versions: { "step-dpo-studio": version },
  };
  const folder = await RunFolder.create(runs, start, now);
  let counts: Readonly<Record<string, number>> = {};
  let reason = "failed";
  try {
    const task = {
      ...taskOf(session, work),
      run: { folder, origin: { input: path, row, trace } },
      now: () => now().getTime(),
    };
    for await (const event of rectifyStep(task, signal)) {
      if (event.kind === "end") {
        const { sampled, wins, wrong, unknown, failed, tokens } = event.summary;
        counts = { sampled, wins, wrong, unknown, failed, tokens };
        reason = event.summary.reason;
      }
      yield event;
    }
  } finally {
    await folder.close(reason, counts);
  }
}

/** The exact prompt that rectifying would send. */
export function promptOf(session: DatasetSession, work: RectifyWork): Promise<string> {
  return work.model.renderPrompt(rectifyRequest(taskOf(session, work)));
}

function taskOf(session: DatasetSession, work: RectifyWork): Omit<RectifyTask, "run" | "now"> {
  const { row, place, model } = work;
  const trace = row.traces[place.trace];
  if (trace === undefined)
    throw new RangeError(`There is no trace ${place.trace + 1} in row ${place.row + 1}.`);
  return { row, trace, step: place.step, settings: settingsOf(work), model, splitter: session.info.splitter };
}

function settingsOf({ choice }: RectifyWork): RectifyTask["settings"] {
  const { sampling, stopAfterWins, form } = choice;
  return { sampling, stopAfterWins, form };
}

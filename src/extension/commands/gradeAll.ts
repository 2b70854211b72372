import { createHash } from "node:crypto";
import * as vscode from "vscode";
import { Grading, gradedTraces, type Flip } from "../../pipeline/grading.ts";
import { Pauses } from "../../storage/pauses.ts";
import type { DatasetSession } from "../../storage/types.ts";
import type { Command } from "../command.ts";
import { nameOf } from "../datasets/uri.ts";
import type { TracePanel } from "../editor/panel.ts";
import type { Studio } from "../studio.ts";
import { targetOrActive } from "../target.ts";

/** Rows that are graded without a pause: a few milliseconds of work. */
const page = 64;
/** More flips than this are counted, not listed. */
const listed = 1000;

/** Grades all traces of a dataset anew, and lists those whose outcome is another than the last time. */
export const gradeAll: Command = {
  async run(studio, ...args) {
    const target = targetOrActive(studio, args);
    if (target === null) throw new Error("Open a dataset first.");
    const { uri } = target;
    const panel = studio.editors.of(uri) ?? (await studio.editors.open(uri));
    const kept = keptAt(studio, uri);
    const before = await readKept(kept);
    const grading = new Grading(before);
    const whole = await withProgress(panel.document.session, grading, nameOf(uri));
    // Half a grading would make the other half flip the next time.
    if (!whole) return;
    await vscode.workspace.fs.writeFile(kept, new TextEncoder().encode(grading.toString()));
    const { right, wrong, unknown } = grading.counts;
    const number = (count: number): string => count.toLocaleString("en-US");
    const since = before === null ? "differ from the file’s marks" : "flipped since the last time";
    const message = `${number(right)} traces right, ${number(wrong)} wrong, ${number(unknown)} not compared; ${number(grading.flips.length)} ${since}.`;
    const actions = grading.flips.length > 0 ? ["Show"] : [];
    // Not waited for: the command has done its work.
    void vscode.window.showInformationMessage(message, ...actions).then((action) => {
      if (action === "Show") void showFlips(panel, grading.flips, since);
    });
  },
};

/** Where the last grading of a dataset is kept. */
function keptAt({ context }: Studio, uri: vscode.Uri): vscode.Uri {
  const name = createHash("sha256").update(uri.toString()).digest("hex").slice(0, 24);
  return vscode.Uri.joinPath(context.storageUri ?? context.globalStorageUri, "grades", `${name}.txt`);
}

async function readKept(uri: vscode.Uri): Promise<string | null> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return null;
  }
}

/** Returns whether all rows were graded. */
function withProgress(session: DatasetSession, grading: Grading, name: string): Thenable<boolean> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: `Grading ${name}`,
    cancellable: true,
  };
  return vscode.window.withProgress(options, async (progress, token) => {
    await session.whenIndexed();
    const { rows } = session.info;
    const pauses = new Pauses();
    for (let from = 0; from < rows; from += page) {
      if (token.isCancellationRequested) return false;
      for (const view of await session.rows(from, from + page)) grading.add(gradedTraces(view));
      progress.report({
        increment: (100 * page) / rows,
        message: `${Math.min(from + page, rows).toLocaleString("en-US")} of ${rows.toLocaleString("en-US")} rows`,
      });
      await pauses.take();
    }
    return true;
  });
}

async function showFlips(panel: TracePanel, flips: readonly Flip[], since: string): Promise<void> {
  const items = flips.slice(0, listed).map((flip) => ({
    label: `Row ${flip.row + 1}, trace ${flip.trace + 1}`,
    description: `${flip.before} → ${flip.now}`,
    flip,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: `${flips.length.toLocaleString("en-US")} Traces ${since}`,
    placeHolder: "Choose one to go to it",
    matchOnDescription: true,
  });
  if (chosen === undefined) return;
  panel.panel.reveal();
  panel.reveal({ row: chosen.flip.row, trace: chosen.flip.trace, step: null });
}

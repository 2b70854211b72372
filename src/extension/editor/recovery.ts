import type { TracePanel } from "./panel.ts";

/** Takes the edits that a killed window left in its journal, as the person asked in the editor. */
export async function recoverEdits(panel: TracePanel): Promise<void> {
  const lost = await panel.document.recover();
  if (lost.length > 0)
    panel.showError(
      lost.length === 1
        ? "One of the recovered edits can't be put back now. It is kept, and stays recoverable."
        : `${lost.length} of the recovered edits can't be put back now. They are kept, and stay recoverable.`,
    );
}

import type { TracePanel } from "./panel.ts";

/** Takes the edits that a killed window left in its journal, as the person asked in the editor. */
export async function recoverEdits(panel: TracePanel): Promise<void> {
  const lost = await panel.document.recover();
  if (lost.length > 0)
    panel.showError(
      lost.length === 1
        ? "One of the recovered edits no longer fits its row and was left out."
        : `${lost.length} of the recovered edits no longer fit their rows and were left out.`,
    );
}

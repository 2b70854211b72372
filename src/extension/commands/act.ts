import type { WebviewApi } from "../../protocol/traceEditor.ts";
import type { Command } from "../command.ts";
import { explicitTargets } from "../target.ts";

/** A command that the trace editor's view does at the place where it is, or at the step that was clicked. */
function actCommand(action: Parameters<WebviewApi["act"]>[0]): Command {
  return {
    run(studio, ...args) {
      const { active } = studio.editors;
      if (active === null) throw new Error("Open a dataset in the trace editor first.");
      const [clicked] = explicitTargets(studio, args);
      active.whenReady(() => {
        if (clicked?.place != null) active.view.reveal(clicked.place);
        active.view.act(action);
      });
    },
  };
}

/** Opens the step's text for editing. */
export const editStep = actCommand("editStep");
/** Makes the current candidate's first step s_win. */
export const accept = actCommand("accept");
/** Goes one step down. */
export const nextStep = actCommand("nextStep");
/** Goes one step up. */
export const previousStep = actCommand("previousStep");
/** Goes to the search box. */
export const find = actCommand("find");
/** Goes to the next of the rows shown. */
export const nextRow = actCommand("nextRow");
/** Goes to the previous of the rows shown. */
export const previousRow = actCommand("previousRow");
/** Goes to the row's next trace. */
export const nextTrace = actCommand("nextTrace");

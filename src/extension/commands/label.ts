import type { Label } from "../../core/model.ts";
import type { WebviewApi } from "../../protocol/traceEditor.ts";
import type { Command } from "../command.ts";
import { explicitTargets, stepTargets } from "../target.ts";

/** Labels the steps selected in the tree or clicked in the trace, else the current step. */
function labelCommand(label: Label | null, action: Parameters<WebviewApi["act"]>[0]): Command {
  return {
    async run(studio, ...args) {
      const steps = stepTargets(explicitTargets(studio, args));
      if (steps.length === 0) {
        const { active } = studio.editors;
        if (active === null) throw new Error("Open a dataset and select a step first.");
        active.whenReady(() => active.view.act(action));
      }
      for (const { uri, place } of steps) {
        await studio.editors.change(uri, place.row, {
          kind: "label",
          trace: place.trace,
          step: place.step,
          label,
          by: "person",
        });
      }
    },
  };
}

/** The step is right, given what comes before it. */
export const labelCorrect = labelCommand("correct", "labelCorrect");
/** The step neither helps nor harms. */
export const labelNeutral = labelCommand("neutral", "labelNeutral");
/** The step is wrong; the first such is s_lose. */
export const labelIncorrect = labelCommand("incorrect", "labelIncorrect");
/** Takes the label off. */
export const labelNone = labelCommand(null, "labelNone");

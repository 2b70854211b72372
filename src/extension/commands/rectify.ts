import type { Command } from "../command.ts";
import { explicitTargets, stepTargets } from "../target.ts";

/** "Rectify from This Step": at the step clicked in the tree or the trace, else at the current step. */
export const rectify: Command = {
  async run(studio, ...args) {
    const [step] = stepTargets(explicitTargets(studio, args));
    if (step === undefined) {
      const { active } = studio.editors;
      if (active === null) throw new Error("Open a dataset and select a step first.");
      active.whenReady(() => active.view.act("rectify"));
      return;
    }
    const panel = await studio.editors.open(step.uri, step.place);
    panel.whenReady(() => panel.view.askRectify(step.place));
  },
};

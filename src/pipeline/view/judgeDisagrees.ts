import type { Step, Trace } from "../../core/model.ts";

/**
 * Whether a trace's labels and its rollouts name different first errors. Rollouts find an error in the first step from
 * which none ends right (value 0, or the label incorrect that they gave); the labels of a judge, a person or the file
 * name the first step that they call incorrect. They differ
 * - where both name a step, and not the same one;
 * - where the labels name a step from which some rollouts end right, and rollouts find no error;
 * - where rollouts find an error in a step that is labelled correct or neutral, and no step is labelled incorrect.
 * A step without a label, or without rollouts, contradicts nothing.
 */
export function judgeDisagrees({ steps }: Pick<Trace, "steps">): boolean {
  const byRollouts = steps.find((step) => rolloutsSay(step) === false);
  const byLabels = steps.find((step) => labelSays(step) === false);
  if (byRollouts !== undefined && byLabels !== undefined) return byRollouts !== byLabels;
  if (byLabels !== undefined) return rolloutsSay(byLabels) === true;
  return byRollouts !== undefined && labelSays(byRollouts) === true;
}

/** Whether some rollouts from a step end right; null where there are none. */
function rolloutsSay({ value, label, by }: Step): boolean | null {
  if (value !== null) return value > 0;
  return label !== null && isRollouts(by) ? label !== "incorrect" : null;
}

/** Whether a judge, a person or the file lets a step pass; null where none says. */
function labelSays({ label, by }: Step): boolean | null {
  return label === null || isRollouts(by) ? null : label !== "incorrect";
}

function isRollouts(by: Step["by"]): boolean {
  return by?.startsWith("rollouts:") ?? false;
}

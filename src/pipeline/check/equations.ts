import { checkTrace, unreadSteps, type UnreadSteps } from "../../answers/arithmetic/index.ts";
import type { Row } from "../../core/model.ts";
import type { RowView } from "../../storage/types.ts";
import type { CheckFinding } from "./types.ts";

/** Rule name of false equations, beside the names of the check's own rules. */
export const falseEquation = "false-equation";

/** False equations of a row's traces, as findings. The first of a trace is a warning, what follows from it a note. */
export function falseEquations({ index, line }: RowView, { problem, traces }: Row): CheckFinding[] {
  return traces.flatMap((trace, at) => {
    const steps = trace.steps.map(({ text }) => text);
    const place = { rule: falseEquation, row: index, line, trace: at, fix: null };
    const found = checkTrace(steps, { problem }).map(({ step, equation, expected, first }): CheckFinding => ({
      ...place,
      severity: first ? "warning" : "info",
      step,
      message: `${equation} is false: expected ${expected}.`,
    }));
    const unread = unreadSteps(steps);
    if (unread === null) return found;
    return [
      ...found,
      {
        ...place,
        severity: "info",
        step: unread.first,
        message: `${unreadText(unread)}.`,
      } satisfies CheckFinding,
    ];
  });
}

/** What was not looked at for false equations, for people, without a full stop. */
export function unreadText({ first, count }: UnreadSteps): string {
  return count === 1
    ? `1 step was not looked at for false equations, step ${first + 1}: too much text`
    : `${count} steps were not looked at for false equations, the first being step ${first + 1}: too much text`;
}

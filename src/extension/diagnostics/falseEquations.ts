import { checkTrace } from "../../answers/arithmetic/index.ts";
import type { Row, Trace } from "../../core/model.ts";
import type { CheckFinding } from "../../pipeline/check/index.ts";
import type { RowView } from "../../storage/types.ts";

/** Rule name of false equations, beside the names of the check's own rules. */
export const falseEquation = "false-equation";

/** False equations of one trace of a row, as findings of the check. The first of a trace is a warning, what follows from it a note. */
export function falseEquations(view: RowView, row: Row, trace: number, of: Trace): CheckFinding[] {
  const steps = of.steps.map((step) => step.text);
  return checkTrace(steps, { problem: row.problem }).map(({ step, equation, expected, first }) => ({
    ...{ rule: falseEquation, severity: first ? "warning" : "info", row: view.index, line: view.line },
    ...{ trace, step, message: `${equation} is false: expected ${expected}.`, fix: null },
  }));
}

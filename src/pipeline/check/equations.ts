import { checkTrace } from "../../answers/arithmetic/index.ts";
import type { Row } from "../../core/model.ts";
import type { RowView } from "../../storage/types.ts";
import type { CheckFinding } from "./types.ts";

/** Rule name of false equations, beside the names of the check's own rules. */
export const falseEquation = "false-equation";

/** False equations of a row's traces, as findings. The first of a trace is a warning, what follows from it a note. */
export function falseEquations({ index, line }: RowView, { problem, traces }: Row): CheckFinding[] {
  return traces.flatMap(({ steps }, trace) =>
    checkTrace(
      steps.map(({ text }) => text),
      { problem },
    ).map(({ step, equation, expected, first }) => ({
      ...{ rule: falseEquation, severity: first ? ("warning" as const) : ("info" as const) },
      ...{ row: index, line, trace, step, fix: null },
      message: `${equation} is false: expected ${expected}.`,
    })),
  );
}

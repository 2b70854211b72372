import type { CheckFinding } from "../pipeline/check/index.ts";

/** A finding as `--json` prints it: row, trace and step counted from 1. */
export function findingJson({
  rule,
  severity,
  row,
  line,
  trace,
  step,
  message,
  fix,
  rows,
}: CheckFinding): object {
  return {
    ...{ rule, severity, row: place(row), line, trace: place(trace), step: place(step), message },
    fix: fix?.title ?? null,
    ...(rows === undefined ? {} : { rows }),
  };
}

/** A finding as a line for a terminal. */
export function findingText({ rule, severity, row, trace, step, message }: CheckFinding): string {
  const at = [
    row === null ? "dataset" : `row ${row + 1}`,
    ...(trace === null ? [] : [`trace ${trace + 1}`]),
    ...(step === null ? [] : [`step ${step + 1}`]),
  ];
  return `${at.join(", ")}: ${severity} ${rule}: ${message}`;
}

function place(index: number | null): number | null {
  return index === null ? null : index + 1;
}
